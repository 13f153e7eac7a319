"""Measurements, each side by side with a reference in one run; one JSON line each."""

from __future__ import annotations
