"""Write down who is to get a published message, before anything is sent (promise 1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from noroshi.actions.note_told import notice_useful_until
from noroshi.actions.queries.channels import by_provider
from noroshi.actions.queries.occasions import occasion_of
from noroshi.domain.incident import Incident
from noroshi.domain.message import Message, MessageKind, Rendition
from noroshi.domain.plan import select
from noroshi.domain.plan.model import Plan
from noroshi.domain.subscription import Occasion
from noroshi.storage import ledger, messages, stopping, subscribers
from noroshi.storage.ledger import PlannedDispatch
from noroshi.storage.subscribers import AudienceQuery


@dataclass(frozen=True, kw_only=True)
class _Planned:
    text: Rendition
    priority: int


def plan_dispatches(plan: Plan, incident: Incident, message: Message) -> list[PlannedDispatch]:
    """Snapshot the audience of each text as batches of the ledger; priority audiences first.

    Runs inside the transaction that publishes: whoever is confirmed at that moment is in it.
    """
    channels = by_provider()
    texts = [t for t in messages.renditions(message.id) if t.key.channel in channels]
    ordered = sorted(
        (_Planned(text=t, priority=select.audience(plan, t.key.audience).priority) for t in texts),
        key=lambda planned: (-planned.priority, planned.text.id),
    )
    at = message.published_at
    assert at is not None  # noqa: S101 - the message has just been published
    about = occasion_of(plan, incident, message.kind, at=at)
    return [_plan_one(message, planned, about) for planned in ordered]


def _plan_one(message: Message, planned: _Planned, about: Occasion) -> PlannedDispatch:
    at, text = about.at, planned.text
    return ledger.plan(
        text,
        people=_people(message, text, about),
        at=at,
        useful_until=_useful_until(message, at),
        priority=planned.priority,
    )


def _people(message: Message, text: Rendition, about: Occasion) -> AudienceQuery | Sequence[int]:
    if message.corrects is None:
        return subscribers.audience_query(
            text.key.channel, text.key.audience, text.key.language, about=about
        )
    wrong = (w for w in messages.renditions(message.corrects) if w.key == text.key)
    return [person for one in wrong for person in stopping.stop(one.id, at=about.at)]


def _useful_until(message: Message, at: datetime) -> datetime:
    # An update is overtaken by the next one; the report is worth trying for days (RFC 5321, 4.5.4.1).
    if message.kind is MessageKind.REPORT:
        return at + timedelta(days=4)
    if message.kind is MessageKind.NOTICE:
        return notice_useful_until(message, at)
    return max(message.next_update_at or at, at + timedelta(hours=1)) + timedelta(hours=1)
