"""Planned work as a status page shows it: announced windows, and approved words only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from noroshi.actions.queries.page_readings import Readings
from noroshi.domain.channel import Channel
from noroshi.domain.maintenance import Maintenance, Purpose, WorkState
from noroshi.domain.message import Message, MessageState, Rendition
from noroshi.domain.plan.model import StatusPage
from noroshi.pages.state import MaintenanceStatus, MaintenanceView, UpdateView
from noroshi.storage.maintenances import Notice

_BODY_OF = frozenset({Purpose.ANNOUNCE, Purpose.CHANGE, Purpose.EXTEND, Purpose.OVERRUN})
"""Whose words say how things stand; of the others the state on the page says enough."""


def maintenances_of(
    page: StatusPage, read: Readings, *, audience: str
) -> tuple[MaintenanceView, ...]:
    """What the readers of a page were told of, as far as it touches the page's region."""
    return tuple(
        replace(_view(work, said, now=read.now), former=read.former(work.number))
        for work in read.maintenances
        if work.scope.touches(region=page.region) and (said := _said(work, audience, read))
    )


@dataclass(frozen=True, kw_only=True)
class _Said:
    """A notice that went out, with its texts for the page."""

    notice: Notice
    texts: Mapping[str, str]

    @property
    def purpose(self) -> Purpose:
        return self.notice.purpose

    @property
    def message(self) -> Message:
        return self.notice.message


def _said(work: Maintenance, audience: str, read: Readings) -> list[_Said]:
    return [
        _Said(notice=notice, texts=texts)
        for notice in read.notices(work.number)
        if notice.message.state is MessageState.PUBLISHED
        and (texts := _texts(read.texts(notice.message), audience))
    ]


def _view(work: Maintenance, said: Sequence[_Said], *, now: datetime) -> MaintenanceView:
    told = work.announced or work.window
    telling = [notice for notice in said if notice.purpose in _BODY_OF]
    first, newest = said[0], (telling or said)[-1]
    return MaintenanceView(
        key=f"maintenance-{work.number}",
        number=work.number,
        title=work.title,
        body_markdown=newest.texts,
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


def _changed_at(work: Maintenance, said: Iterable[_Said]) -> datetime:
    moments = [work.announced_at, work.started_at, work.ended_at, *(_at(n.message) for n in said)]
    return max(at for at in moments if at is not None)


def _update(notice: _Said) -> UpdateView:
    return UpdateView(
        number=notice.message.number,
        at=_at(notice.message),
        status=notice.message.stage.value,
        body_markdown=notice.texts,
    )


def _texts(texts: Iterable[Rendition], audience: str) -> dict[str, str]:
    return {
        text.key.language: text.body
        for text in texts
        if text.key.channel is Channel.STATUS_PAGE and text.key.audience == audience
    }


def _at(message: Message) -> datetime:
    return message.published_at or message.drafted_at
