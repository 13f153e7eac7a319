"""Where a text stops fitting: never inside a letter, an address or a pair of an SMS."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence

from noroshi.domain.lengths.count import Graphemes, count
from noroshi.domain.lengths.gsm import encoding, sms
from noroshi.domain.lengths.limits import Limit
from noroshi.domain.lengths.unit import Unit
from noroshi.domain.lengths.web_address import LONGEST, web_addresses

Ends = Callable[[str], Sequence[int]]
"""Where each letter ends, as a reader sees letters: a ``Linguist`` knows."""

_IN_A_PART = 160


def fits_until(text: str, limit: Limit, *, graphemes: Graphemes, ends: Ends) -> int:
    """The length of the longest beginning of ``text`` that fits, as an offset.

    It ends after a whole letter and outside addresses. All of ``text`` fits when the offset is its
    length; 0 when not even its first letter or address fits.
    """
    if limit.unit is Unit.GSM_SEGMENTS:
        needs = encoding(text)

        def used(end: int) -> int:
            return sms(text[:end], needs).parts
    else:

        def used(end: int) -> int:
            return count(text[:end], limit.unit, graphemes)

    if used(len(text)) <= limit.most:
        return len(text)
    places = [0, *_places(text, limit, ends)]
    return places[bisect_right(places, limit.most, key=used) - 1]


def _places(text: str, limit: Limit, ends: Ends) -> list[int]:
    """Where a cut may be, as far as one can matter: every letter takes one unit at least."""
    most = _longest(limit) or len(text)
    nowhere = (len(text), len(text))
    kept, spans = [], iter(web_addresses(text[: most + LONGEST]))
    start, end = next(spans, nowhere)
    for place in ends(text[:most]):
        while place > end:
            start, end = next(spans, nowhere)
        if not start < place < end:
            kept.append(place)
    return kept


def _longest(limit: Limit) -> int | None:
    """How many code points can fit at most; None if a letter or address may be of any length."""
    if limit.unit in {Unit.GRAPHEMES, Unit.X_WEIGHTED, Unit.MASTODON}:
        return None
    return 1 + limit.most * (_IN_A_PART if limit.unit is Unit.GSM_SEGMENTS else 1)
