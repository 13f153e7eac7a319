"""SMS through Twilio (Messages.json)."""

from __future__ import annotations
