"""Pages for one audience: who reads them, and that nobody else ever does."""

from __future__ import annotations
