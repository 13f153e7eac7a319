"""Screens of the accounts through which messages leave."""

from __future__ import annotations
