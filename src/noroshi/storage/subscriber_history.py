"""What happened to one subscription: entries of the log and copies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from noroshi.domain.delivery import State
from noroshi.domain.events import Event
from noroshi.domain.incident import Subject
from noroshi.domain.message import MessageKind
from noroshi.storage.copies import copies_of
from noroshi.storage.events import event_of_row
from noroshi.storage.models import Dispatch, EventRow

_MOST_EVENTS = 200
_LAST_DISPATCHES = 100


@dataclass(frozen=True, kw_only=True)
class CopyLine:
    """One message that was meant for the person, and what became of their copy."""

    incident: int
    subject: Subject  # what the number names
    message: int  # its number within the incident
    kind: MessageKind
    planned_at: datetime
    state: State
    reason: str


def events_about(subscriber_id: int) -> list[Event]:
    """The entries of the log about a subscription, oldest first."""
    rows = EventRow.objects.filter(incident_number=None, data__subscriber=subscriber_id)
    return [event_of_row(row) for row in rows.order_by("id")[:_MOST_EVENTS]]


def copies_for(subscriber_id: int) -> list[CopyLine]:
    """What became of the newest messages that were meant for the person, newest first."""
    rows = Dispatch.objects.select_related("rendition__message__incident").order_by("-id")
    recent = {row.pk: row for row in rows[:_LAST_DISPATCHES]}
    found = copies_of(subscriber_id, list(recent))
    found.sort(key=lambda copy: copy.dispatch_id, reverse=True)
    lines = []
    for copy in found:
        row = recent[copy.dispatch_id]
        message = row.rendition.message
        lines.append(
            CopyLine(
                incident=message.incident.number,
                subject=Subject(message.incident.subject),
                message=message.number,
                kind=MessageKind(message.kind),
                planned_at=row.planned_at,
                state=copy.state,
                reason=str(copy.outcome.reason or "") if copy.outcome else "",
            )
        )
    return lines
