"""Planned work as a status page shows it: announced windows, and approved words only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from noroshi.domain.channel import Channel
from noroshi.domain.maintenance import Maintenance, Purpose, WorkState
from noroshi.domain.message import Message, MessageState
from noroshi.domain.plan.model import StatusPage
from noroshi.pages.state import MaintenanceStatus, MaintenanceView, UpdateView
from noroshi.storage import maintenances, messages
from noroshi.storage.maintenances import Notice

SHOWN_FOR = timedelta(days=365)
_BODY_OF = frozenset({Purpose.ANNOUNCE, Purpose.CHANGE, Purpose.EXTEND, Purpose.OVERRUN})
"""Whose words say how things stand; of the others the state on the page says enough."""


def maintenances_of(page: StatusPage, *, now: datetime) -> tuple[MaintenanceView, ...]:
    """What the public was told of, as far as it touches the page's region."""
    return tuple(
        _view(work, said, now=now)
        for work in maintenances.listing()
        if work.is_public
        and work.scope.touches(region=page.region)
        and work.window.ends_at > now - SHOWN_FOR
        and (said := _said(work))
    )


def _said(work: Maintenance) -> list[Notice]:
    return [
        notice
        for notice in maintenances.notices(work.number)
        if notice.message.state is MessageState.PUBLISHED and _texts(notice.message)
    ]


def _view(work: Maintenance, said: Sequence[Notice], *, now: datetime) -> MaintenanceView:
    told = work.announced or work.window
    telling = [notice for notice in said if notice.purpose in _BODY_OF]
    first, newest = said[0], (telling or said)[-1]
    return MaintenanceView(
        key=f"maintenance-{work.number}",
        number=work.number,
        title=work.title,
        body_markdown=_texts(newest.message),
        status=_STATUSES.get(work.state, "scheduled"),
        scheduled_for=told.starts_at,
        scheduled_until=told.ends_at,
        announced_at=work.announced_at or _at(first.message),
        components=work.scope.components,
        regions=work.scope.regions,
        revision=sum(n.purpose in {Purpose.CHANGE, Purpose.EXTEND} for n in said),
        changed_at=_changed_at(work, said),
        cancelled_at=work.ended_at if work.state is WorkState.CANCELLED else None,
        started_at=work.started_at,
        ended_at=work.ended_at if work.state is WorkState.COMPLETED else None,
        overruns=work.is_under_way and now >= told.ends_at,
        updates=tuple(map(_update, said)),
    )


_STATUSES: Mapping[WorkState, MaintenanceStatus] = {
    WorkState.IN_PROGRESS: "in_progress",
    WorkState.VERIFYING: "verifying",
    WorkState.COMPLETED: "completed",
}
"""Statuspage's words; cancelled work keeps the one it had."""


def _changed_at(work: Maintenance, said: Iterable[Notice]) -> datetime:
    moments = [work.announced_at, work.started_at, work.ended_at, *(_at(n.message) for n in said)]
    return max(at for at in moments if at is not None)


def _update(notice: Notice) -> UpdateView:
    return UpdateView(
        number=notice.message.number,
        at=_at(notice.message),
        status=notice.message.stage.value,
        body_markdown=_texts(notice.message),
    )


def _texts(message: Message) -> dict[str, str]:
    texts = messages.renditions(message.id)
    return {t.key.language: t.body for t in texts if t.key.channel is Channel.STATUS_PAGE}


def _at(message: Message) -> datetime:
    return message.published_at or message.drafted_at
