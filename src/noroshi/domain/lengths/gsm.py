"""SMS: which alphabet a text needs, and how many parts it is sent and paid as.

Alphabet and capacities are those of 3GPP TS 23.038 and 23.040. A text that has one character
outside the GSM 7-bit alphabet is sent in UCS-2 as a whole, at less than half the room.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

_BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = "\f^{}\\[~]|€"  # an escape and a letter: two septets
_ALL = re.escape(_BASIC + _EXTENDED)
_OUTSIDE = re.compile(f"[^{_ALL}]")
_PAIRED = re.compile(f"[{re.escape(_EXTENDED)}]")
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")

_PLAIN = {
    **dict.fromkeys("’‘‚‛ʼ′`´", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("–—‐‑‒―−•·", "-"),
    **dict.fromkeys("\t\u00a0\u2002\u2003\u2009\u200a\u202f\u3000", " "),
    **dict.fromkeys("\u200b\u2060\ufeff\u00ad\ufe0f", ""),
    "…": "...",
    "→": "->",
    "×": "x",
}  # fmt: skip


class Encoding(StrEnum):
    """The alphabet in which an SMS is sent."""

    GSM_7 = "GSM-7"
    UCS_2 = "UCS-2"


@dataclass(frozen=True, kw_only=True)
class Room:
    """How many units fit."""

    alone: int  # units in a message of one part
    joined: int  # units in each part of several: the rest is the header that joins them


ROOM = {Encoding.GSM_7: Room(alone=160, joined=153), Encoding.UCS_2: Room(alone=70, joined=67)}
"""Of each alphabet."""


@dataclass(frozen=True, kw_only=True)
class Culprit:
    """A character because of which the whole text needs UCS-2."""

    start: int  # offsets of a Python string
    end: int
    found: str
    plain: str | None  # what GSM-7 has instead; "" to leave it out; None if there is nothing


@dataclass(frozen=True, kw_only=True)
class Sms:
    """A text as it is sent by SMS. ``units`` are septets, or UTF-16 units in UCS-2."""

    encoding: Encoding
    units: int
    parts: int
    free: int  # units that can be added before another part is needed


def encoding(text: str) -> Encoding:
    """The alphabet that ``text`` needs."""
    return Encoding.UCS_2 if _OUTSIDE.search(text) else Encoding.GSM_7


def sms(text: str, needs: Encoding | None = None) -> Sms:
    """How ``text`` is sent; ``needs`` when it is a piece of a text that needs that alphabet.

    No part ends inside a pair: not in an escape and its letter, not in two surrogates.
    """
    chosen = needs or encoding(text)
    pairs = (_PAIRED if chosen is Encoding.GSM_7 else _ASTRAL).finditer(text)
    at = [pair.start() + earlier for earlier, pair in enumerate(pairs)]  # in units
    units = len(text) + len(at)
    room = ROOM[chosen]
    if units <= room.alone:
        return Sms(encoding=chosen, units=units, parts=min(1, units), free=room.alone - units)
    parts, begin = _parts(units, frozenset(at), room.joined)
    return Sms(encoding=chosen, units=units, parts=parts, free=begin + room.joined - units)


def _parts(units: int, pairs: frozenset[int], room: int) -> tuple[int, int]:
    """The number of parts, and the unit at which the last one begins."""
    parts, begin = 1, 0
    while units - begin > room:
        end = begin + room
        begin = end - 1 if end - 1 in pairs else end
        parts += 1
    return parts, begin


def culprits(text: str) -> Iterator[Culprit]:
    """The characters outside GSM-7, in order, each with what could stand there instead."""
    for found in _OUTSIDE.finditer(text):
        yield Culprit(
            start=found.start(), end=found.end(), found=found[0], plain=plain_form(found[0])
        )


@lru_cache(maxsize=4096)
def plain_form(character: str) -> str | None:
    """What GSM-7 has for a character: a straight quote, a letter without its accent; or None."""
    if character in _PLAIN:
        return _PLAIN[character]
    bare = "".join(c for c in unicodedata.normalize("NFKD", character) if not _accent(c))
    if not bare:
        return "" if _accent(character) else None
    return None if _OUTSIDE.search(bare) else bare


def _accent(character: str) -> bool:
    return unicodedata.combining(character) > 0
