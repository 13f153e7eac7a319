"""Screens of the subscribers: numbers, one person at a time, lists in and out. No browsing."""

from __future__ import annotations
