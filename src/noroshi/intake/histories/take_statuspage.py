"""Statuspage's public history (API v2) for taking over, with its components."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

from noroshi.domain.incident import Stage
from noroshi.intake.histories import incidents, plain
from noroshi.intake.histories.files import Found, documents_in, found_in
from noroshi.intake.histories.foreign import (
    ForeignComponent,
    ForeignIncident,
    ForeignPage,
    ForeignUpdate,
    Gathering,
    impact_named,
    made_id,
    worst_of,
)
from noroshi.intake.histories.markdown import from_html
from noroshi.intake.histories.model import ImportedIncident, Unreadable
from noroshi.intake.histories.statuspage import freshness

_WHY = {
    "not_an_object": "it is no object",
    "updates_not_a_list": "its updates are no list",
    "no_updates": "it has no updates",
    "no_time_in_any_update": "no update has a time",
}


def take(path: Path, *, now: datetime) -> ForeignPage:
    """The page in the file or folder at ``path``.

    Raises:
        Invalid: a file is not JSON, or not of a known shape.
    """
    gathered = Gathering()
    found = list(found_in(path))
    kept: dict[str, tuple[ImportedIncident, Found]] = {}
    for one in found:
        read = incidents.read(one, Counter())
        if isinstance(read, Unreadable):
            gathered.skip(read.place, _WHY[read.reason])
            continue
        key = read.id or made_id(read.name, read.began)
        if key not in kept or freshness(read) > freshness(kept[key][0]):
            kept[key] = (read, one)
    for key, (read, one) in kept.items():
        _gather(gathered, key, read, one, now=now)
    return gathered.page(_source(found), _components(path))


def _gather(
    gathered: Gathering, key: str, read: ImportedIncident, one: Found, *, now: datetime
) -> None:
    raw = one.raw if isinstance(one.raw, dict) else {}
    window = _window(raw, read)
    stage = Stage.SCHEDULED if window else Stage.INVESTIGATING
    updates = []
    for update in read.updates:
        stage = gathered.stage(f"{one.place}, update {update.id}", update.status, stage)
        updates.append(ForeignUpdate(stage=stage, at=update.at, body=from_html(update.source)))
    impact = impact_named(read.impact)
    found = ForeignIncident(
        id=key,
        title=read.name,
        impact=impact,
        status=worst_of(_states(raw), impact),
        started_at=read.began,
        ended_at=read.resolved_at or read.updates[-1].at,
        updates=tuple(updates),
        components=tuple(_names(raw)),
        url=plain.word(raw.get("shortlink"), ""),
        window=window,
    )
    over = read.resolved_at is not None or read.status in {"resolved", "completed", "postmortem"}
    gathered.take(one.place, found, is_over=over, now=now)


def _window(raw: Mapping[str, object], read: ImportedIncident) -> tuple[datetime, datetime] | None:
    if not read.is_maintenance:
        return None
    begins = plain.moment(raw.get("scheduled_for")) or read.began
    ends = plain.moment(raw.get("scheduled_until")) or read.resolved_at or read.updates[-1].at
    return begins, max(begins, ends)


def _affected(raw: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    updates = raw.get("incident_updates")
    for update in updates if isinstance(updates, list) else ():
        listed = update.get("affected_components") if isinstance(update, dict) else None
        yield from (one for one in listed or () if isinstance(one, dict) and one.get("code"))


def _states(raw: Mapping[str, object]) -> Iterator[str]:
    yield from (str(one.get("new_status")) for one in _affected(raw))


def _names(raw: Mapping[str, object]) -> Iterable[str]:
    listed = raw.get("components")
    whole = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    names = [plain.word(one.get("name"), "") for one in [*whole, *_affected(raw)]]
    return [name for name in dict.fromkeys(names) if name]


def _components(path: Path) -> Iterator[ForeignComponent]:
    for document in documents_in(path):
        listed = document.get("components") if isinstance(document, dict) else None
        for one in listed if isinstance(listed, list) else ():
            if isinstance(one, dict) and not one.get("group") and plain.word(one.get("name"), ""):
                yield ForeignComponent(
                    name=plain.word(one.get("name"), ""),
                    since=plain.moment(one.get("created_at")),
                    description=plain.word(one.get("description"), ""),
                )


def _source(found: Iterable[Found]) -> str:
    names = dict.fromkeys(
        plain.word(one.page.get("url") or one.page.get("name"), "") for one in found
    )
    return "statuspage:" + next((name for name in names if name), "")
