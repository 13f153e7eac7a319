"""Refusals in the reader's language: the sentence is looked up, then its values are filled in."""

from __future__ import annotations

from noroshi.kernel.errors import Refusal
from noroshi.web.reader import language
from noroshi.web.refusal_words import JAPANESE


def why_for(refusal: Refusal) -> str:
    """Why it was refused."""
    return refusal.why_in(language(), _translated)


def way_out_for(refusal: Refusal) -> str:
    """The next step."""
    return refusal.way_out_in(language(), _translated)


def _translated(english: str) -> str:
    return JAPANESE.get(english, english) if language() == "ja" else english
