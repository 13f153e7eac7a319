"""Take in what a monitoring system reports: signals propose, people decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from noroshi.actions.context import SYSTEM, Context
from noroshi.actions.propose_incident import propose_incident
from noroshi.actions.queries.disk_room import require_room
from noroshi.domain.events import EventKind
from noroshi.domain.incident import IncidentState
from noroshi.intake.contract import Alert, Batch
from noroshi.storage import events, incidents, signals
from noroshi.storage.signals import StoredSignal
from noroshi.storage.unit_of_work import unit_of_work

_ENDED = "resolved"
Repeat = tuple[StoredSignal, Alert]


@dataclass(frozen=True, kw_only=True)
class Received:
    """What a report changed."""

    proposed: tuple[int, ...] = ()  # incidents that a person is asked to confirm
    resolution_proposed: tuple[int, ...] = ()
    new: int = 0
    repeated: int = 0


def receive_signal(context: Context, *, source: str, batch: Batch) -> Received:
    """Keep each alert once; propose an incident for firing ones that belong to none.

    A repeat changes nothing but its count. When every alert of an incident has ended, its
    resolution is proposed; only a person resolves.
    """
    require_room(context)
    now = context.clock.now()
    with unit_of_work():
        signals.one_at_a_time()
        fresh, repeated = _sort(source, batch.alerts)
        live = _locked(source, batch.group, repeated)
        proposed = _take_in(source, batch, fresh, live=live, now=now)
        touched = _note_repeats(repeated, now=now)
        ended = tuple(n for n in sorted(touched) if _propose_resolution(n, source, now=now))
    return Received(
        proposed=proposed, resolution_proposed=ended, new=len(fresh), repeated=len(repeated)
    )


def _sort(source: str, alerts: Sequence[Alert]) -> tuple[list[Alert], list[Repeat]]:
    fresh: list[Alert] = []
    repeated: list[Repeat] = []
    for alert in _distinct(alerts):
        known = signals.find(source, alert.fingerprint, alert.started_at)
        if known:
            repeated.append((known, alert))
        else:
            fresh.append(alert)
    return fresh, repeated


def _distinct(alerts: Sequence[Alert]) -> list[Alert]:
    """Each alert of a report once; an end is final, wherever it stands in the report."""
    found: dict[tuple[str, datetime], Alert] = {}
    for alert in sorted(alerts, key=lambda alert: not alert.is_firing):
        found[alert.fingerprint, alert.started_at] = alert
    return [a for a in alerts if found.get((a.fingerprint, a.started_at)) is a]


def _locked(source: str, group: str, repeated: Sequence[Repeat]) -> int | None:
    """The live incident of the group; it and those of the repeats are locked, before the log is."""
    numbers = {known.incident_number for known, _ in repeated}
    numbers.add(signals.live_incident_of_group(source, group))
    for number in sorted(number for number in numbers if number is not None):
        incidents.get(number, lock=True)
    return signals.live_incident_of_group(source, group)


def _take_in(
    source: str, batch: Batch, fresh: Sequence[Alert], *, live: int | None, now: datetime
) -> tuple[int, ...]:
    firing = [alert for alert in fresh if alert.is_firing]
    number: int | None = live
    made: tuple[int, ...] = ()
    if firing and live is None:
        number = propose_incident(source, firing, now=now).number
        made = (number,)
    elif firing and live is not None:
        _not_over_after_all(live)
    for alert in fresh:
        signals.add(_stored(source, batch.group, alert, number=number, now=now))
        _tell(source, number, alert.title or alert.name, alert.status, now=now)
    return made


def _not_over_after_all(number: int) -> None:
    incident = incidents.get(number, lock=True)
    if incident.resolution_proposed_at:
        incidents.save(replace(incident, resolution_proposed_at=None))


def _stored(
    source: str, group: str, alert: Alert, *, number: int | None, now: datetime
) -> StoredSignal:
    return StoredSignal(
        source=source,
        group=group,
        fingerprint=alert.fingerprint,
        started_at=alert.started_at,
        status=alert.status,
        name=alert.name,
        labels=alert.labels,
        annotations=alert.annotations,
        first_at=now,
        last_at=now,
        count=1,
        incident_number=number,
    )


def _tell(source: str, number: int | None, title: str, status: str, *, now: datetime) -> None:
    events.append(
        at=now,
        kind=EventKind.SIGNAL_RECEIVED,
        actor=source,
        incident=number,
        data={"source": source, "name": title, "status": status},
    )


def _note_repeats(repeated: Sequence[Repeat], *, now: datetime) -> set[int]:
    """Count the repeats; the incidents of those that have ended since."""
    changed = set()
    for known, alert in repeated:
        # An end is final: a late repeat of "firing" does not light an ended alert again.
        status = known.status if known.status == _ENDED else alert.status
        signals.seen_again(known, status=status, at=now)
        if status != known.status:
            _tell(known.source, known.incident_number, known.name, status, now=now)
            changed.add(known.incident_number)
    return {number for number in changed if number is not None}


def _propose_resolution(number: int, source: str, *, now: datetime) -> bool:
    incident = incidents.get(number, lock=True)
    over = all(signal.status == _ENDED for signal in signals.of_incident(number))
    live = incident.state in {IncidentState.PROPOSED, IncidentState.OPEN}
    if not (over and live) or incident.resolution_proposed_at:
        return False
    incidents.save(replace(incident, resolution_proposed_at=now))
    events.append(
        at=now,
        kind=EventKind.RESOLUTION_PROPOSED,
        actor=SYSTEM.person,
        incident=number,
        data={"source": source},
    )
    return True
