"""The promise of the next update, and its wick as it stands when the page is made (R4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from noroshi.pages.reader import Reader
from noroshi.pages.state import IncidentView

_LATE_STAGE = timedelta(minutes=5)


@dataclass(frozen=True, kw_only=True, slots=True)
class Promise:
    """When the next update is due, and how much of the wick is burnt, 0 to 100."""

    due: datetime
    last: datetime
    burnt: int
    overdue: timedelta | None
    nearly_due: bool
    spoken: str


def promise_of(incident: IncidentView, reader: Reader) -> Promise | None:
    """The open promise of ``incident`` at the time the page is made; None when there is none."""
    due = incident.next_update_by
    if due is None or not incident.is_open:
        return None
    newest = incident.newest_first
    last = min(newest[0].at if newest else incident.started_at, due)
    whole = max(due - last, timedelta(minutes=1))
    overdue = reader.now - due if reader.now > due else None
    return Promise(
        due=due,
        last=last,
        burnt=100 if overdue else max(0, min(100, round((reader.now - last) / whole * 100))),
        overdue=overdue,
        nearly_due=overdue is None and due - reader.now <= _LATE_STAGE,
        spoken=_spoken(reader, due, whole),
    )


def _spoken(reader: Reader, due: datetime, whole: timedelta) -> str:
    words, times = reader.words, reader.times
    time, zone = times.clock(reader.now), times.zone_name(reader.now)
    if reader.now > due:
        return words.wick_over.format(time=time, zone=zone, span=reader.span(reader.now - due))
    left = int((due - reader.now).total_seconds() // 60)
    return words.wick_left.format(
        time=time, zone=zone, left=left, whole=int(whole.total_seconds() // 60)
    )
