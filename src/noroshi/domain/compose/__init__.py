"""From facts and templates to drafts: pure, values are data and never code (security: templates)."""

from __future__ import annotations
