"""What comes in from outside: signals and foreign histories."""

from __future__ import annotations
