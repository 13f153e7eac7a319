"""The short forms of the experiments in chaos/: kills, faults, and broken products."""

from __future__ import annotations
