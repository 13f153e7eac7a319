"""Notices to browsers (RFC 8030, RFC 8291, RFC 8292)."""

from __future__ import annotations
