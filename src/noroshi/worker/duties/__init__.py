"""What the worker does for the product: one duty per file, wired by noroshi.bootstrap."""

from __future__ import annotations
