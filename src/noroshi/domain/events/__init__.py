"""The event log: what happened, who did it, and when; chained so that no entry can be altered.

``kinds`` has the vocabulary, ``chain`` the hashes, ``sentences`` the lines of the log.
"""

from __future__ import annotations

from noroshi.domain.events.chain import GENESIS, Broken, Intact, chain_hash, verify
from noroshi.domain.events.kinds import Event, EventKind
from noroshi.domain.events.sentences import sentence

__all__ = [
    "GENESIS",
    "Broken",
    "Event",
    "EventKind",
    "Intact",
    "chain_hash",
    "sentence",
    "verify",
]
