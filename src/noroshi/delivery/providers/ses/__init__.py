"""Mail through Amazon SES (SESv2 SendEmail)."""

from __future__ import annotations
