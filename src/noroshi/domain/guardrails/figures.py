"""What a text states in figures, in a form that can be held beside another text.

Times of day become minutes of the UTC day, so that 15:15 CET and 23:15（日本時間） are one moment.
Links lose the part that names a language. What cannot be read for certain is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from noroshi.domain.guardrails import prose
from noroshi.domain.guardrails.amounts import Amount, amounts_in
from noroshi.domain.guardrails.clock_times import ClockTime, times_in
from noroshi.domain.guardrails.folding import Folded, fold
from noroshi.kernel import late

Span = tuple[int, int]

_DAY = 24 * 60
_BESIDE = range(9)  # characters between a time and its date: " CET) on "
_MOST = 400  # of each kind; no message that fits a channel has more
_MONTHS = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1
    )
}
_MONTH = r"(?P<m{n}>(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{{0,6}}+)\.?"
_DATE = late.pattern(
    rf"\b(?P<d1>[0-9]{{1,2}})(?:st|nd|rd|th)? (?:of )?{_MONTH.format(n=1)}"
    rf"|\b{_MONTH.format(n=2)} (?P<d2>[0-9]{{1,2}})(?:st|nd|rd|th)?\b"
    r"|(?<![0-9])[0-9]{4}-(?P<m3>[0-9]{2})-(?P<d3>[0-9]{2})(?![0-9])"
    r"|(?P<m4>[0-9]{1,2})月(?P<d4>[0-9]{1,2})日",
    re.IGNORECASE,
)
# A zone that the list of zones does not have: an abbreviation, or the name of one in Japanese.
_OTHER_ZONE = late.pattern(r" ?\(?(?:[A-Z]{2,5}\b|UTC ?[+-]|[^\s\d()。、]{1,14}時間(?!帯))")
_LANGUAGE_PART = late.pattern(r"(?<=[/._=-])(?:en|ja|jp|en-[a-z]{2}|ja-jp)(?=[/._&-]|$)", re.I)
_ITEM = late.pattern(r"^[ \t]{0,6}(?:[-*+•・]|[0-9]{1,2}[.)])[ \t]++\S", re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class Moment:
    """A time of day at a place of the text; ``utc`` None where the zone is not certain."""

    clock: ClockTime
    utc: int | None
    span: Span


@dataclass(frozen=True, kw_only=True)
class Date:
    """A date. One that goes with a time may be needless in the other zone: 23:15, 13日 7:15."""

    day: int  # of a year with months of 31 days
    with_time: bool
    span: Span


@dataclass(frozen=True, kw_only=True)
class Figures:
    """All that one part of a text states in figures, each with its span in the text as written."""

    folded: str
    moments: tuple[Moment, ...]
    dates: tuple[Date, ...]
    amounts: tuple[tuple[Amount, Span], ...]
    links: tuple[tuple[str, Span], ...]
    items: tuple[Span, ...]  # list items of the text


@lru_cache(maxsize=128)
def figures(raw: str, speech: str, *, utc_offset: int | None, is_body: bool) -> Figures:
    """What ``raw``, a body in Markdown or a subject, states.

    ``utc_offset`` is where its times are that name no zone, in minutes east of UTC.
    """
    addresses = list(islice(prose.addresses(raw), _MOST))
    folded = fold(prose.prose(raw) if is_body else prose.masked(raw, addresses))
    moments = tuple(_moments(folded, utc_offset))
    return Figures(
        folded=folded.text,
        moments=moments,
        dates=tuple(_dates(folded, [(m.clock.start, m.clock.end) for m in moments])),
        amounts=tuple((a, folded.origin(a.start, a.end)) for a in amounts_in(folded.text, speech)),
        links=tuple(_link(raw, span) for span in addresses),
        items=tuple(match.span() for match in islice(_ITEM.finditer(raw), _MOST)),
    )


def _moments(folded: Folded, utc_offset: int | None) -> Iterator[Moment]:
    for clock in islice(times_in(folded.text), _MOST):
        zone = utc_offset if clock.zone is None else clock.zone
        if clock.zone is None and _OTHER_ZONE.match(folded.text, clock.end):
            zone = None
        utc = None if zone is None else (clock.minute - zone) % _DAY
        yield Moment(clock=clock, utc=utc, span=folded.origin(clock.start, clock.end))


def _dates(folded: Folded, times: list[Span]) -> Iterator[Date]:
    for match in islice(_DATE.finditer(folded.text), _MOST):
        day = int(next(match[f"d{n}"] for n in range(1, 5) if match[f"d{n}"]))
        month = next(match[f"m{n}"] for n in range(1, 5) if match[f"m{n}"])
        number = int(month) if month.isdigit() else _MONTHS[month[:3].lower()]
        near = any(
            start - match.end() in _BESIDE or match.start() - end in _BESIDE for start, end in times
        )
        span = folded.origin(*match.span())
        yield Date(day=number * 31 + day, with_time=near, span=span)


def _link(raw: str, span: Span) -> tuple[str, Span]:
    written = raw[slice(*span)].rstrip(".,;:!?*_~`|'")
    rest = written.partition("://")[2]
    plain = _LANGUAGE_PART.sub("", rest.lower())
    plain = re.sub(r"[/._=&?-]{2,}", "/", plain).strip("/?.")
    return plain, (span[0], span[0] + len(written))
