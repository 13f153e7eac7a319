"""One Statuspage v2 incident: its fields read, its quirks survived and counted.

What real histories hold: updates newest first; updates typed years after the moment they tell
of (display_at is the time, created_at the typing); no started_at on old pages, and elsewhere
one that the vendor filled in; null where a list is expected; words nobody knows.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from noroshi.intake.histories import plain
from noroshi.intake.histories.files import Found
from noroshi.intake.histories.model import (
    ImportedIncident,
    ImportedUpdate,
    NoteKind,
    StartState,
    Unreadable,
    UnreadableReason,
)

BACKFILLED_AFTER = timedelta(days=1)
"""An update typed this long after the moment it tells of makes its incident back-filled."""

STAMPED_WITHIN = timedelta(seconds=5)
"""A start this close to the first update was filled in by the page, not by a person."""

UNKNOWN = "unknown"

_MAINTENANCE = frozenset({"scheduled", "in_progress", "verifying", "completed"})
_STATUS = _MAINTENANCE | {"investigating", "identified", "monitoring", "resolved", "postmortem"}
_IMPACT = frozenset({"none", "minor", "major", "critical", "maintenance"})
_OVER = frozenset({"resolved", "completed"})

Oddities = Counter[tuple[NoteKind, str]]


def read(found: Found, oddities: Oddities) -> ImportedIncident | Unreadable:
    """The incident in ``found``; what was odd but survived is counted in ``oddities``."""
    raw = found.raw
    if not isinstance(raw, dict):
        return _unreadable(found, "not_an_object")
    listed = raw.get("incident_updates")
    if listed is not None and not isinstance(listed, list):
        return _unreadable(found, "updates_not_a_list")
    if not listed:
        return _unreadable(found, "no_updates")
    updates = _updates(listed, oddities)
    if not updates:
        return _unreadable(found, "no_time_in_any_update")
    return _incident(found, raw, updates, oddities)


def _incident(
    found: Found,
    raw: dict[str, object],
    updates: tuple[ImportedUpdate, ...],
    oddities: Oddities,
) -> ImportedIncident:
    started = plain.moment(raw.get("started_at"))
    status = _known("status", raw.get("status"), _STATUS, oddities)
    impact = _known("impact", raw.get("impact"), _IMPACT, oddities)
    updated = plain.moment(raw.get("updated_at"))
    return ImportedIncident(
        id=plain.word(raw.get("id"), ""),
        name=plain.word(raw.get("name"), "–"),
        page=plain.word(found.page.get("name"), ""),
        impact=impact,
        status=status,
        updates=updates,
        started_at=started,
        start=_start(started, updates[0].at),
        resolved_at=_resolved(raw, status, updates),
        updated_at=updated,
        read_at=_read_at(found, updates),
        is_backfilled=any(_typed_late(update) for update in updates),
        is_maintenance=found.is_maintenance or _is_maintenance(raw, status, impact),
    )


def _updates(listed: list[object], oddities: Oddities) -> tuple[ImportedUpdate, ...]:
    read_ones = [_update(raw, oddities) for raw in listed]
    found = [update for update in read_ones if update is not None]
    return tuple(sorted(found, key=lambda update: (update.at, update.written_at or update.at)))


def _update(raw: object, oddities: Oddities) -> ImportedUpdate | None:
    if not isinstance(raw, dict):
        oddities["update_not_an_object", ""] += 1
        return None
    shown, written = plain.moment(raw.get("display_at")), plain.moment(raw.get("created_at"))
    at = shown or written
    if at is None:
        oddities["update_without_time", ""] += 1
        return None
    if shown is None:
        oddities["time_from_created_at", ""] += 1
    return ImportedUpdate(
        id=plain.word(raw.get("id"), ""),
        status=_known("status", raw.get("status"), _STATUS, oddities),
        at=at,
        written_at=written,
        body=plain.body(raw.get("body")),
        source=str(raw.get("body") or ""),
    )


def _known(field: str, value: object, known: frozenset[str], oddities: Oddities) -> str:
    word = plain.word(value, UNKNOWN)
    if word not in known:
        oddities["unknown_value", f"{field}: {word}"] += 1
    return word


def _start(started: datetime | None, first: datetime) -> StartState:
    if started is None:
        return "missing"
    if abs(first - started) <= STAMPED_WITHIN:
        return "stamped"
    return "known" if started < first else "after_first_update"


def _resolved(
    raw: dict[str, object], status: str, updates: tuple[ImportedUpdate, ...]
) -> datetime | None:
    said = [update.at for update in updates if update.status in _OVER]
    if said:
        return said[-1]
    told = plain.moment(raw.get("resolved_at"))
    return updates[-1].at if told is None and status in _OVER | {"postmortem"} else told


def _read_at(found: Found, updates: tuple[ImportedUpdate, ...]) -> datetime:
    page = plain.moment(found.page.get("updated_at"))
    return updates[-1].at if page is None else max(page, updates[-1].at)


def _typed_late(update: ImportedUpdate) -> bool:
    return update.written_at is not None and update.written_at - update.at >= BACKFILLED_AFTER


def _is_maintenance(raw: dict[str, object], status: str, impact: str) -> bool:
    return impact == "maintenance" or status in _MAINTENANCE or raw.get("scheduled_for") is not None


def _unreadable(found: Found, reason: UnreadableReason) -> Unreadable:
    return Unreadable(place=found.place, reason=reason)
