"""What was taken over from another status page, and what was written down afterwards.

An imported incident has the rows of any other: only what it lacks (a declaration, approvals,
dispatches, promises) says that nobody here went through it. ``entered_at`` marks it, as every
incident that was over when it was written down; ImportedRow says where it came from.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from noroshi.domain.channel import Channel
from noroshi.domain.incident import ComponentStatus, Incident, Stage, Subject
from noroshi.domain.maintenance import Purpose, WorkState
from noroshi.domain.message import MessageKind, MessageState, RenditionKey, digest_of
from noroshi.storage.incidents import columns_of
from noroshi.storage.models import (
    ImportedRow,
    IncidentRow,
    MaintenanceRow,
    MessageRow,
    NoticeRow,
    RenditionRow,
    WatchedEarlier,
)

BY = "import"
"""Who stands as the author of imported texts: no person of the plan."""

_AT_ONCE = 1_000
_PURPOSES = {
    Stage.SCHEDULED: Purpose.ANNOUNCE,
    Stage.IN_PROGRESS: Purpose.START,
    Stage.COMPLETED: Purpose.END,
}


@dataclass(frozen=True, kw_only=True)
class OldUpdate:
    """What readers were told, and when."""

    stage: Stage
    at: datetime
    subject: str
    body: str


@dataclass(frozen=True, kw_only=True)
class OldIncident:
    """An incident of another page with a number of ours; ``window`` if it was planned work."""

    incident: Incident
    updates: Sequence[OldUpdate]
    external_id: str
    url: str = ""
    window: tuple[datetime, datetime] | None = None


def add_all(
    old: Sequence[OldIncident], *, source: str, key: RenditionKey, zone: str, at: datetime
) -> None:
    """Keep many, a few statements for each thousand. ``key`` is whom the texts were for."""
    for start in range(0, len(old), _AT_ONCE):
        _add(old[start : start + _AT_ONCE], source=source, key=key, zone=zone, at=at)


def _add(
    old: Sequence[OldIncident], *, source: str, key: RenditionKey, zone: str, at: datetime
) -> None:
    rows = IncidentRow.objects.bulk_create(
        IncidentRow(**columns_of(one.incident), request_key=_request(source, one.external_id))
        for one in old
    )
    ImportedRow.objects.bulk_create(
        ImportedRow(
            incident=row, source=source, external_id=one.external_id, url=one.url, imported_at=at
        )
        for row, one in zip(rows, old, strict=True)
    )
    works = [(row, one) for row, one in zip(rows, old, strict=True) if one.window]
    MaintenanceRow.objects.bulk_create(_work(row, one, zone=zone) for row, one in works)
    said = [
        (one, update, _message(row, one, update, number))
        for row, one in zip(rows, old, strict=True)
        for number, update in enumerate(one.updates, 1)
    ]
    MessageRow.objects.bulk_create(message for _, _, message in said)
    NoticeRow.objects.bulk_create(
        NoticeRow(
            message=message, purpose=str(_PURPOSES.get(update.stage, Purpose.UPDATE)), revision=1
        )
        for one, update, message in said
        if one.window
    )
    RenditionRow.objects.bulk_create(_text(message, update, key) for _, update, message in said)


def _request(source: str, external_id: str) -> str:
    """Incidents have one key of their own: the database itself keeps a second import out."""
    return "import:" + hashlib.sha256(f"{source}\0{external_id}".encode()).hexdigest()


def _work(row: IncidentRow, one: OldIncident, *, zone: str) -> MaintenanceRow:
    begins, ends = one.window or (row.started_at, row.started_at)
    return MaintenanceRow(
        incident=row,
        state=str(WorkState.COMPLETED),
        details={},
        starts_at=begins,
        ends_at=ends,
        zone=zone,
        announced_at=one.updates[0].at,
        begun_at=one.incident.started_at,
        ended_at=one.incident.resolved_at,
        planned_by=BY,
    )


def _message(row: IncidentRow, one: OldIncident, update: OldUpdate, number: int) -> MessageRow:
    return MessageRow(
        incident=row,
        number=number,
        kind=str(MessageKind.NOTICE if one.window else MessageKind.UPDATE),
        stage=str(update.stage),
        state=str(MessageState.PUBLISHED),
        drafted_by=BY,
        drafted_at=update.at,
        published_at=update.at,
        published_by=BY,
        display_at=update.at,
    )


def _text(message: MessageRow, update: OldUpdate, key: RenditionKey) -> RenditionRow:
    digest = digest_of(
        key,
        message_id=message.pk,
        stage=update.stage,
        subject=update.subject,
        body=update.body,
        next_update_at=None,
    )
    return RenditionRow(
        message=message,
        audience=key.audience,
        channel=str(Channel.STATUS_PAGE),
        language=key.language,
        subject=update.subject,
        body=update.body,
        digest=digest,
        template_digest=digest,
        written_by=BY,
        editors=[],
    )


@dataclass(frozen=True, kw_only=True)
class PastOutage:
    """An incident that was over when it was written down; no region means everywhere."""

    components: frozenset[str]
    regions: frozenset[str]
    status: ComponentStatus
    start: datetime
    end: datetime


def past_outages(*, since: datetime) -> list[PastOutage]:
    """Those that ended after ``since``: nobody changed a component's state while they lasted."""
    rows = IncidentRow.objects.filter(
        entered_at__isnull=False,
        stage__isnull=False,  # a past incident that is still being written is not public
        resolved_at__gte=since,
        subject=str(Subject.INCIDENT),
        state="resolved",
    )
    return [
        PastOutage(
            components=frozenset(row.components),
            regions=frozenset(row.regions),
            status=ComponentStatus(row.component_status),
            start=row.started_at,
            end=row.resolved_at,
        )
        for row in rows.order_by("started_at")
        if row.resolved_at
        and row.resolved_at > row.started_at
        and row.component_status != ComponentStatus.OPERATIONAL
    ]


def watched_earlier() -> Mapping[str, datetime]:
    """Since when components stood on the page they were taken over from."""
    return dict(WatchedEarlier.objects.values_list("component", "since"))


def note_watched(since: Mapping[str, datetime], *, source: str) -> None:
    """Keep the earliest moment of each component."""
    known = watched_earlier()
    for component, at in since.items():
        if component not in known or at < known[component]:
            WatchedEarlier.objects.update_or_create(
                component=component, defaults={"since": at, "source": source[:200]}
            )


def known_ids(source: str, ids: Collection[str]) -> frozenset[str]:
    """Which of these were imported before."""
    rows = ImportedRow.objects.filter(source=source, external_id__in=list(ids))
    return frozenset(rows.values_list("external_id", flat=True))


def origins(numbers: Collection[int]) -> Mapping[int, tuple[str, str, str]]:
    """Source, id and address of those that were imported, by number."""
    rows = ImportedRow.objects.filter(incident__number__in=list(numbers))
    told = rows.values_list("incident__number", "source", "external_id", "url")
    return {number: (source, key, url) for number, source, key, url in told.order_by("pk")}


def origin(number: int) -> tuple[str, str, str] | None:
    """Source, id and address of an imported incident; None for one of our own."""
    rows = ImportedRow.objects.filter(incident__number=number)
    return rows.values_list("source", "external_id", "url").first()
