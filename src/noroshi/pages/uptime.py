"""The last 90 days of a service: bars as a few strokes, the figure, and the days in words.

Days of the same kind that follow each other are one dashed stroke, so that 90 bars cost tens of
bytes. A day without monitoring is a hole: it has no bar and is left out of the figure.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from noroshi.pages.state import ComponentView, PageState

DAYS = 90
_STEP = 8
_MISSING = "not_monitored"
_ABSENT = "absent"


@dataclass(frozen=True, kw_only=True, slots=True)
class Stroke:
    """How one kind of day is drawn: class, centre line, inset and what to leave off at the end."""

    css: str
    y: float
    inset: float
    tail: float


_OK = (Stroke(css="u-ok", y=20, inset=0, tail=4),)
STROKES: dict[str, tuple[Stroke, ...]] = {
    "operational": _OK,
    "under_maintenance": _OK,
    "degraded_performance": (
        Stroke(css="u-d1", y=11, inset=0, tail=3),
        Stroke(css="u-d2", y=27.5, inset=0, tail=3),
    ),
    "partial_outage": (
        Stroke(css="u-p", y=17, inset=0, tail=3),
        Stroke(css="u-ph", y=10.5, inset=1.4, tail=5.8),
    ),
    "major_outage": (Stroke(css="u-m", y=20, inset=0, tail=3),),
    _ABSENT: (Stroke(css="u-0", y=33.25, inset=0, tail=3),),
    _MISSING: (Stroke(css="u-na", y=33.25, inset=0, tail=3),),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class DayRun:
    """Days in a row with the same noteworthy state."""

    first: date
    last: date
    status: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Bars:
    """All days of one kind in a row: ``paths`` as class and path data, ``runs`` to be named."""

    status: str
    paths: tuple[tuple[str, str], ...]
    runs: tuple[DayRun, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Uptime:
    """``percent`` is rounded down, so that 100.00 means no outage at all; None: no data.

    ``missing`` days were not watched, ``gaps`` of them although the service was watched before:
    on its page since ``since``, it cannot have been watched earlier. ``bars`` are drawn, by kind.
    """

    bars: tuple[Bars, ...]
    percent: str | None
    missing: int
    gaps: int
    since: date | None
    runs: tuple[DayRun, ...]


def uptime_of(component: ComponentView, today: date, *, born: date) -> Uptime:
    """The bars and figures of ``component``, watched since ``born``, for 90 days until ``today``."""
    known = {entry.day: entry for entry in component.history}
    days = [today - timedelta(days=DAYS - 1 - back) for back in range(DAYS)]
    kinds = [(known[d].status if d in known else None) or _MISSING for d in days]
    watched = [known[d] for d, kind in zip(days, kinds, strict=True) if kind != _MISSING]
    lost = sum(entry.outage_seconds for entry in watched)
    whole = sum(entry.watched_seconds for entry in watched)
    runs = _runs(days, kinds)
    absent = max(0, min((born - days[0]).days, _leading(kinds)))
    kinds[:absent] = [_ABSENT] * absent
    return Uptime(
        bars=_bars(kinds, [run for run in runs if run.last >= days[absent]]),
        percent=_percent(whole, lost) if whole else None,
        missing=DAYS - len(watched),
        gaps=DAYS - len(watched) - absent,
        since=days[absent] if absent else None,
        runs=runs,
    )


def last_day(state: PageState) -> date:
    """The day the bars end with: today in the page's zone, in whose days the history is kept.

    Readers of a language may be shown another zone, where it is tomorrow already.
    """
    return state.built_at.astimezone(ZoneInfo(state.site.time_zone)).date()


def first_day(state: PageState) -> date:
    """The day the bars begin with."""
    return last_day(state) - timedelta(days=DAYS - 1)


def stroke_path(kind: str, *, start: int = 0, days: int = 1) -> tuple[tuple[str, str], ...]:
    """The strokes of ``days`` days of ``kind`` from bar ``start`` on, as class and path data."""
    left = 1.5 + start * _STEP
    return tuple(
        (s.css, f"M{_number(left + s.inset)} {_number(s.y)}h{_number(days * _STEP - s.tail)}")
        for s in STROKES[kind]
    )


def _leading(kinds: list[str]) -> int:
    """How many days at the beginning were not watched; never all of them."""
    return next((at for at, kind in enumerate(kinds) if kind != _MISSING), 0)


def _bars(kinds: list[str], runs: list[DayRun]) -> tuple[Bars, ...]:
    drawn: dict[str, dict[str, str]] = {}
    start = 0
    for kind, group in groupby(kinds):
        length = len(list(group))
        of_kind = drawn.setdefault(kind, {})
        for css, data in stroke_path(kind, start=start, days=length):
            of_kind[css] = of_kind.get(css, "") + data
        start += length
    return tuple(
        Bars(
            status=kind,
            paths=tuple(paths.items()),
            runs=tuple(run for run in runs if run.status == kind),
        )
        for kind, paths in drawn.items()
    )


def _runs(days: list[date], kinds: list[str]) -> tuple[DayRun, ...]:
    runs = []
    for kind, group in groupby(zip(days, kinds, strict=True), key=lambda pair: pair[1]):
        span = [day for day, _ in group]
        if kind != "operational":
            runs.append(DayRun(first=span[0], last=span[-1], status=kind))
    return tuple(reversed(runs))


def _percent(whole: int, lost: int) -> str:
    hundredths = max(0, whole - lost) * 10_000 // whole
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0") if value != 33.25 else "33.25"
