"""What the templates can say: shapes, times, the wick."""

from __future__ import annotations
