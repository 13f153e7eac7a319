"""Readers for the entrances: they assemble what a screen or a command shows, and change nothing."""

from __future__ import annotations
