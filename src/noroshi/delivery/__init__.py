"""Hands each person's copy to a provider and records what became of it."""

from __future__ import annotations
