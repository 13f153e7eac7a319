"""The parts of which the timeline picture is drawn."""

from __future__ import annotations
