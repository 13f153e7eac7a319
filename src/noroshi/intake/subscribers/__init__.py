"""Lists of subscribers from other systems."""

from __future__ import annotations
