"""Choose anew what one is told of, in which language, and until when nothing at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from noroshi.actions.context import Context
from noroshi.actions.queries.managed import mine
from noroshi.actions.queries.plan import current_plan
from noroshi.actions.wish import check_choice, check_reader
from noroshi.domain.events import EventKind
from noroshi.domain.subscription import Choice
from noroshi.kernel.errors import Invalid
from noroshi.storage import events, subscribers
from noroshi.storage.subscribers import Subscriber
from noroshi.storage.unit_of_work import unit_of_work

_MOST_CHANGES = 50
"""Changes that are kept as proof of what was wanted when."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What somebody wants from now on."""

    choice: Choice
    language: str
    time_zone: str


def change_subscription(
    context: Context, session: str, subscriber_id: int, wanted: Wanted
) -> Subscriber:
    """Write down another choice, with the proof of when and how it was made.

    Raises:
        SessionOver: the session has ended.
        NotFound: it is not theirs, or the plan has no such component or region.
        Invalid: the plan has no such group or language, or the day is over.
    """
    plan, now = current_plan(), context.clock.now()
    check_reader(plan, language=wanted.language, time_zone=wanted.time_zone)
    check_choice(plan, wanted.choice)
    if wanted.choice.paused_until and wanted.choice.paused_until <= now:
        raise Invalid("Choose a day to come.", field="paused_until")
    with unit_of_work():
        before = mine(context, session, subscriber_id)
        after = replace(
            before.choosing(wanted.choice), language=wanted.language, time_zone=wanted.time_zone
        )
        if after == before:
            return before
        after = replace(after, consent=_with_proof(before, after, at=now))
        subscribers.save(after)
        events.append(
            at=now,
            kind=EventKind.SUBSCRIBER_CHANGED,
            actor="reader",
            data={"subscriber": subscriber_id},
        )
        return after


def _with_proof(before: Subscriber, after: Subscriber, *, at: datetime) -> Mapping[str, object]:
    changes = before.consent.get("changes", [])
    kept = list(changes)[-_MOST_CHANGES + 1 :] if isinstance(changes, list) else []
    made = {
        "at": at.isoformat(),
        "by": "code",
        "language": after.language,
        "components": list(after.components),
        "groups": list(after.groups),
        "regions": list(after.regions),
        "topics": [str(topic) for topic in after.topics],
        "min_severity": after.min_severity,
        "paused_until": after.paused_until.isoformat() if after.paused_until else None,
    }
    return {**before.consent, "changes": [*kept, made]}
