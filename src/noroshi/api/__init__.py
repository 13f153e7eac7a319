"""The programming interface: signals in, and the state of the installation for monitors."""

from __future__ import annotations
