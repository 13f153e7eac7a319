"""Mail through Postmark (/email)."""

from __future__ import annotations
