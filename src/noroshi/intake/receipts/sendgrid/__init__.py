"""SendGrid's event webhook."""

from __future__ import annotations
