"""Mail through SendGrid (v3 mail/send)."""

from __future__ import annotations
