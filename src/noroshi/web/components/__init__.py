"""The screen of components: their states, what keeps them there, and the checks."""

from __future__ import annotations
