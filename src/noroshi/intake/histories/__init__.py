"""Histories of other status pages, read for review."""

from __future__ import annotations
