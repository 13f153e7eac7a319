"""Faults other than kills: what happens around a fan-out, and what must hold nevertheless (R4-R12)."""

from __future__ import annotations
