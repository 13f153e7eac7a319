"""Cachet's incidents, schedules and components, as its API gives them: version 2 and 3.

Times without a zone are read in the zone that is given: Cachet 2 writes them so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, tzinfo
from pathlib import Path

from noroshi.domain.incident import ComponentStatus, Impact, Stage
from noroshi.intake.histories import plain
from noroshi.intake.histories.files import documents_in
from noroshi.intake.histories.foreign import (
    STATUS_OF_IMPACT,
    ForeignComponent,
    ForeignIncident,
    ForeignPage,
    ForeignUpdate,
    Gathering,
    made_id,
)
from noroshi.intake.histories.markdown import from_html, from_markdown
from noroshi.kernel.errors import Invalid

Raw = Mapping[str, object]

_STAGES = {
    "0": "scheduled", "1": "investigating", "2": "identified", "3": "watching", "4": "fixed",
}  # fmt: skip
_STATES = {
    "1": ComponentStatus.OPERATIONAL,
    "2": ComponentStatus.DEGRADED_PERFORMANCE,
    "3": ComponentStatus.PARTIAL_OUTAGE,
    "4": ComponentStatus.MAJOR_OUTAGE,
}
_IMPACT = {
    ComponentStatus.PARTIAL_OUTAGE: Impact.MAJOR,
    ComponentStatus.MAJOR_OUTAGE: Impact.CRITICAL,
}


def take(path: Path, *, now: datetime, zone: tzinfo) -> ForeignPage:
    """The page in the file or folder at ``path``: answers of /api/v1 or /api, one a file.

    Raises:
        Invalid: a file is not JSON, or holds no answer of Cachet.
    """
    gathered = Gathering()
    named: dict[str, str] = {}
    components: list[ForeignComponent] = []
    rows = list(_rows(path))
    for _place, raw in rows:
        if _kind(raw) == "component":
            name = plain.word(raw.get("name"), "")
            named[str(raw.get("id"))] = name
            since = _moment(raw.get("created_at"), zone)
            components.append(ForeignComponent(name=name, since=since))
    for place, raw in rows:
        if _kind(raw) == "incident":
            _gather(gathered, place, raw, named=named, now=now, zone=zone)
        elif _kind(raw) == "schedule":
            _gather_schedule(gathered, place, raw, now=now, zone=zone)
    return gathered.page("cachet:", [c for c in components if c.name])


def _rows(path: Path) -> Iterator[tuple[str, Raw]]:
    for number, document in enumerate(documents_in(path), 1):
        listed = document.get("data") if isinstance(document, dict) else document
        if not isinstance(listed, list):
            raise Invalid(
                f"File {number} of {path} holds no answer of Cachet: “data” is no list.",
                way_out="Save what /api/v1/incidents and /api/v1/components answer.",
                field=str(path),
            )
        for index, row in enumerate(listed):
            if isinstance(row, dict):
                yield f"{path.name}, file {number}, data[{index}]", _flat(row)


def _flat(row: Raw) -> Raw:
    """A row of version 3 (JSON:API) in the shape of version 2."""
    inner = row.get("attributes")
    return (
        {"id": row.get("id"), "type": row.get("type"), **inner} if isinstance(inner, dict) else row
    )


def _kind(raw: Raw) -> str:
    told = plain.word(raw.get("type"), "").removesuffix("s")
    if told:
        return told
    if "completed_at" in raw or ("scheduled_at" in raw and "component_id" not in raw):
        return "schedule"
    return "incident" if "message" in raw else "component"


def _gather(
    gathered: Gathering,
    place: str,
    raw: Raw,
    *,
    named: Mapping[str, str],
    now: datetime,
    zone: tzinfo,
) -> None:
    began = _moment(raw.get("occurred_at") or raw.get("occurs_at") or raw.get("created_at"), zone)
    if began is None:
        gathered.skip(place, "it has no time")
        return
    if raw.get("visible") in {0, "0"}:
        gathered.skip(place, "it was not public")
        return
    stage = _stage(gathered, place, raw, Stage.INVESTIGATING)
    updates = [ForeignUpdate(stage=stage, at=began, body=_body(raw))]
    updates += _updates(gathered, place, raw, zone)
    # Version 2 writes the newest status over the incident's own; with updates, it began unknown.
    if len(updates) > 1 and stage is Stage.RESOLVED:
        first = updates[0]
        updates[0] = ForeignUpdate(stage=Stage.INVESTIGATING, at=first.at, body=first.body)
    updates.sort(key=lambda update: update.at)
    ended = updates[-1].at
    if len(updates) == 1:
        ended = _moment(raw.get("updated_at"), zone) or began
    status = _component_status(raw)
    name = named.get(str(raw.get("component_id")), "")
    found = ForeignIncident(
        id=str(raw.get("id") or made_id(began, raw.get("name"))),
        title=plain.word(raw.get("name"), "–"),
        impact=_IMPACT.get(status, Impact.MINOR),
        status=status,
        started_at=began,
        ended_at=ended,
        updates=tuple(updates),
        components=(name,) if name else (),
        url=plain.word(raw.get("permalink"), ""),
    )
    over = stage is Stage.RESOLVED or updates[-1].stage is Stage.RESOLVED
    gathered.take(place, found, is_over=over, now=now)


def _gather_schedule(
    gathered: Gathering, place: str, raw: Raw, *, now: datetime, zone: tzinfo
) -> None:
    begins = _moment(raw.get("scheduled_at"), zone)
    ended = _moment(raw.get("completed_at"), zone)
    if begins is None or ended is None:
        gathered.skip(place, "it is planned work that is not over: plan it anew")
        return
    update = ForeignUpdate(stage=Stage.COMPLETED, at=max(begins, ended), body=_body(raw))
    found = ForeignIncident(
        id=f"schedule-{raw.get('id')}",
        title=plain.word(raw.get("name"), "–"),
        impact=Impact.NONE,
        status=ComponentStatus.UNDER_MAINTENANCE,
        started_at=begins,
        ended_at=max(begins, ended),
        updates=(update,),
        window=(begins, max(begins, ended)),
    )
    gathered.take(place, found, is_over=True, now=now)


def _updates(gathered: Gathering, place: str, raw: Raw, zone: tzinfo) -> Iterator[ForeignUpdate]:
    listed = raw.get("updates")
    for index, row in enumerate(listed if isinstance(listed, list) else ()):
        inner = _flat(row) if isinstance(row, dict) else {}
        at = _moment(inner.get("created_at"), zone)
        if at is None:
            gathered.note(f"{place}, update {index + 1}", "it has no time: left out")
            continue
        stage = _stage(gathered, f"{place}, update {index + 1}", inner, Stage.INVESTIGATING)
        yield ForeignUpdate(stage=stage, at=at, body=_body(inner))


def _stage(gathered: Gathering, place: str, raw: Raw, before: Stage) -> Stage:
    told = raw.get("status")
    if isinstance(told, dict):
        told = told.get("value", told.get("human"))
    word = _STAGES.get(str(told), str(told))
    return gathered.stage(place, word, before)


def _component_status(raw: Raw) -> ComponentStatus:
    told = raw.get("component_status", raw.get("component"))
    if isinstance(told, dict):
        told = told.get("status")
    known = _STATES.get(str(told), ComponentStatus.OPERATIONAL)
    return STATUS_OF_IMPACT[Impact.MINOR] if known is ComponentStatus.OPERATIONAL else known


def _body(raw: Raw) -> str:
    text = raw.get("message")
    if not isinstance(text, str):
        return ""
    return from_html(text) if "</" in text else from_markdown(text)


def _moment(value: object, zone: tzinfo) -> datetime | None:
    if isinstance(value, dict):  # version 3 gives a time in several spellings
        value = value.get("string") or value.get("iso") or value.get("date")
    if not isinstance(value, str):
        return None
    known = plain.moment(value)
    if known:
        return known
    try:
        return datetime.fromisoformat(value).replace(tzinfo=zone)
    except ValueError:
        return None
