"""The review of an incident's communication: gaps, figures, the picture (V1 to V3, V7)."""

from __future__ import annotations
