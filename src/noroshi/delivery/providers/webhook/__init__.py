"""Signed webhooks to the endpoints of subscribers."""

from __future__ import annotations
