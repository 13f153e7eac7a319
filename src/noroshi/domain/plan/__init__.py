"""The communication plan: who speaks, to whom, by which means, in which words, how often."""

from __future__ import annotations
