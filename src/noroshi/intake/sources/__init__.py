"""One folder for each monitoring system; they never know each other."""

from __future__ import annotations
