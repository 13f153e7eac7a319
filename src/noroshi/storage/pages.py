"""What the public pages are made of, beside incidents: component states and publications."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from noroshi.domain.holds import Place, shown
from noroshi.domain.incident import ComponentStatus
from noroshi.storage import events, holds
from noroshi.storage.models import ComponentChange, ComponentState, Publication
from noroshi.storage.page_targets import newest_shown
from noroshi.storage.unit_of_work import hold, unit_of_work

_VERSIONS = 0x70616765

Change = tuple[Place, ComponentStatus, datetime]
"""Where, into which state, and when."""


@dataclass(frozen=True, kw_only=True)
class PublicationRecord:
    """A wanted version of the pages, and what became of it."""

    version: int
    reason: str
    wanted_at: datetime
    message_id: int | None = None
    files: int = 0
    verified_at: datetime | None = None
    failed_at: datetime | None = None
    failure: str = ""


def mark(number: int, places: Iterable[Place], status: ComponentStatus, *, at: datetime) -> None:
    """Say that an incident puts these places in ``status``; operational takes its mark away."""
    wanted = set(places)
    with changing(at):
        ComponentState.objects.filter(incident_number=number).delete()
        if status is not ComponentStatus.OPERATIONAL:
            ComponentState.objects.bulk_create(
                ComponentState(
                    component=component,
                    region=region,
                    incident_number=number,
                    status=str(status),
                    since=at,
                )
                for component, region in sorted(wanted)
            )


@contextmanager
def changing(at: datetime) -> Iterator[None]:
    """Whatever is done inside to the states of components is noted for the uptime bars.

    Only one at a time: it waits for the log's lock, so take other locks before.
    """
    events.take_turn()
    before = states()
    yield
    _note_changes(before, states(), at)


def told() -> list[tuple[Place, ComponentStatus]]:
    """What incidents and maintenance say, each for itself."""
    rows = ComponentState.objects.order_by("component", "region")
    return [((row.component, row.region), ComponentStatus(row.status)) for row in rows]


def told_by_incident() -> dict[Place, tuple[int, ...]]:
    """The incidents that say something of each place, by number."""
    found: dict[Place, tuple[int, ...]] = {}
    for row in ComponentState.objects.order_by("incident_number"):
        place = (row.component, row.region)
        found[place] = (*found.get(place, ()), row.incident_number)
    return found


def states() -> Mapping[Place, ComponentStatus]:
    """What customers see of each place that is not operational."""
    return shown(told(), holds.everything())


def changes_since(since: datetime) -> list[Change]:
    """Changes of component states in order of time."""
    return _changes(ComponentChange.objects.filter(at__gte=since).order_by("at", "id"))


def last_changes_before(moment: datetime) -> list[Change]:
    """The change by which each place came into the state that it was in at a moment."""
    earlier = ComponentChange.objects.filter(at__lt=moment)
    newest = earlier.order_by("component", "region", "-at", "-id")
    return _changes(newest.distinct("component", "region"))


def _changes(rows: Iterable[ComponentChange]) -> list[Change]:
    return [((r.component, r.region), ComponentStatus(r.status), r.at) for r in rows]


def want(reason: str, *, at: datetime, message_id: int | None = None) -> PublicationRecord:
    """Ask for a new version of the pages; two at once get two numbers."""
    hold(_VERSIONS)
    row = Publication.objects.create(
        version=_above_all(), reason=reason, wanted_at=at, message_id=message_id
    )
    return _record(row)


def renumber(version: int, *, above: int) -> PublicationRecord | None:
    """Give a publication that is not done a number above ``above``; None if it is done."""
    with unit_of_work():
        hold(_VERSIONS)
        fresh = max(_above_all(), above + 1)
        waiting = Publication.objects.filter(version=version, verified_at=None)
        return publication(fresh) if waiting.update(version=fresh) else None


def _above_all() -> int:
    """A number that no version has: neither ours, nor one that readers see from elsewhere."""
    top = Publication.objects.aggregate(top=Max("version"))["top"] or 0
    return max(int(top), newest_shown()) + 1


def publication(version: int) -> PublicationRecord | None:
    """One version."""
    row = Publication.objects.filter(version=version).first()
    return _record(row) if row else None


def verified(version: int, *, files: int, at: datetime) -> bool:
    """Note that a version was read back with the right hash; False if that was known."""
    rows = Publication.objects.filter(version=version, verified_at__isnull=True)
    return bool(rows.update(files=files, verified_at=at, failed_at=None, failure=""))


def failed(version: int, *, why: str, at: datetime) -> None:
    """Note that a version is not published, and why."""
    rows = Publication.objects.filter(version=version, verified_at__isnull=True)
    rows.update(failed_at=at, failure=why[:500])


def newest() -> PublicationRecord | None:
    """The newest wanted version."""
    row = Publication.objects.order_by("-version").first()
    return _record(row) if row else None


def newest_verified() -> PublicationRecord | None:
    """The newest version that was read back: what readers see."""
    row = Publication.objects.exclude(verified_at=None).order_by("-version").first()
    return _record(row) if row else None


def unverified() -> list[PublicationRecord]:
    """Versions that were wanted and have not been read back, oldest first."""
    return [_record(r) for r in Publication.objects.filter(verified_at=None).order_by("version")]


def of_message(message_id: int) -> PublicationRecord | None:
    """The version that carried a message."""
    row = Publication.objects.filter(message_id=message_id).order_by("-version").first()
    return _record(row) if row else None


def _note_changes(
    before: Mapping[Place, ComponentStatus], after: Mapping[Place, ComponentStatus], at: datetime
) -> None:
    fine = ComponentStatus.OPERATIONAL
    ComponentChange.objects.bulk_create(
        ComponentChange(component=place[0], region=place[1], status=after.get(place, fine), at=at)
        for place in sorted(before.keys() | after.keys())
        if before.get(place, fine) != after.get(place, fine)
    )


def _record(row: Publication) -> PublicationRecord:
    return PublicationRecord(
        version=row.version,
        reason=row.reason,
        wanted_at=row.wanted_at,
        message_id=row.message_id,
        files=row.files,
        verified_at=row.verified_at,
        failed_at=row.failed_at,
        failure=row.failure,
    )
