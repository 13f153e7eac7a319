"""Noroshi: talk to customers while your service is broken."""

from __future__ import annotations

__version__ = "0.1.0"
