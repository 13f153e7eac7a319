"""Letting a text go out although a rule blocks it: who took that on themselves, and why.

An override holds for one text, one rule and the very words that the rule pointed at. Where it
pointed at nothing, because something is missing, it holds for what was said to be missing. Other
words, or another thing that is missing, are blocked again.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Override:
    """One exception. ``person`` is a key of the plan, ``found`` is what they saw, shortened."""

    id: int
    rendition_id: int
    rule: str
    fingerprint: str  # see fingerprint_of
    found: str
    reason: str
    person: str
    at: datetime


def fingerprint_of(rule: str, words: str) -> str:
    """What an override is known by, as hex: the rule, and the words or the thing that is missing.

    Words may hold what no database keeps, so they are not kept themselves.
    """
    return hashlib.sha256(f"{rule}\n{words}".encode("utf-8", "surrogatepass")).hexdigest()
