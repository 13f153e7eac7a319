"""The whole product as real processes: started, killed, frozen, refused, and counted."""

from __future__ import annotations
