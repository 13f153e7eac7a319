"""Mail that comes back: bounces (RFC 3464 and others), complaints (RFC 5965), test messages."""

from __future__ import annotations
