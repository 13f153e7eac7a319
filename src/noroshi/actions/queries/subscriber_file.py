"""What is stored about one address: for whoever asks what we know of them, and for support."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from noroshi.actions.context import Context
from noroshi.domain.delivery import Reason
from noroshi.domain.events import Event
from noroshi.kernel.errors import NotFound
from noroshi.storage import subscriber_history, subscribers, suppressions
from noroshi.storage.subscriber_history import CopyLine
from noroshi.storage.subscribers import Subscriber


@dataclass(frozen=True, kw_only=True)
class SubscriberFile:
    """One subscription with what happened to it, oldest first."""

    subscriber: Subscriber
    suppression: Reason | None
    events: tuple[Event, ...]
    copies: tuple[CopyLine, ...]  # the newest messages that were meant for them


def files_of(context: Context, address: str) -> list[SubscriberFile]:
    """Every subscription of an address.

    Raises:
        NotFound: nothing is stored under the address.
    """
    found = subscribers.of_address(address.strip())
    if not found:
        raise NotFound("Nothing is stored under this address.", way_out="Look for a mistake in it.")
    return [_file(context, subscriber) for subscriber in found]


def _file(context: Context, one: Subscriber) -> SubscriberFile:
    return SubscriberFile(
        subscriber=one,
        suppression=suppressions.reason_for(context.key, one.channel, one.address),
        events=tuple(subscriber_history.events_about(one.id)),
        copies=tuple(subscriber_history.copies_for(one.id)),
    )


def as_document(file: SubscriberFile) -> dict[str, Any]:
    """A subscription and its history for a program, and for the person it is about."""
    one = file.subscriber
    return {
        "id": one.id,
        "channel": one.channel,
        "address": one.address,
        "audience": one.audience,
        "language": one.language,
        "time_zone": one.time_zone,
        "state": one.state,
        "components": list(one.components),
        "groups": list(one.groups),
        "regions": list(one.regions),
        "topics": [str(topic) for topic in one.topics],
        "min_severity": one.min_severity,
        "paused_until": _at(one.paused_until),
        "consent": dict(one.consent),
        "created_at": _at(one.created_at),
        "confirmed_at": _at(one.confirmed_at),
        "unsubscribed_at": _at(one.unsubscribed_at),
        "confirmations_sent": one.confirmations_sent,
        "has_signing_key": bool(one.secret),
        "suppressed": one.suppressed,
        "suppressed_at": _at(one.suppressed_at),
        "on_the_suppression_list": file.suppression,
        "events": [
            {"at": _at(event.at), "kind": event.kind, "by": event.actor, "data": dict(event.data)}
            for event in file.events
        ],
        "messages": [
            {
                "incident": copy.incident,
                "message": copy.message,
                "planned_at": _at(copy.planned_at),
                "state": copy.state,
                "reason": copy.reason,
            }
            for copy in file.copies
        ],
    }


def _at(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
