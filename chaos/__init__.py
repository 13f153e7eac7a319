"""Things go wrong on purpose, and what people received is compared with what they were to get."""

from __future__ import annotations
