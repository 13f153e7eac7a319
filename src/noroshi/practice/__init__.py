"""Practice: real actions, stand-ins for the outside world, another clock."""

from __future__ import annotations
