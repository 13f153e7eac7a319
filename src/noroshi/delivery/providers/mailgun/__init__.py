"""Mail through Mailgun (messages.mime)."""

from __future__ import annotations
