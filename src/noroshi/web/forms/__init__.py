"""Forms of several fields: what was typed, and the value it means."""

from __future__ import annotations
