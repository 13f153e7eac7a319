"""Pure rules and words of incident communication. Standard library only; time is passed in."""

from __future__ import annotations
