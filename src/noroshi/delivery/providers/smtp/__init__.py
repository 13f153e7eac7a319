"""Mail through a relay of one's own, by SMTP."""

from __future__ import annotations
