"""Note that a report of a monitoring system could not be read."""

from __future__ import annotations

from datetime import timedelta

from noroshi.actions.context import Context
from noroshi.domain.events import EventKind
from noroshi.storage import events
from noroshi.storage.unit_of_work import unit_of_work

AT_MOST_EVERY = timedelta(minutes=1)
_LOOK_BACK = 50
_MAX_REASON = 300


def reject_signal(context: Context, *, source: str, why: str) -> bool:
    """Keep one entry a minute and source: a sender gone mad must not fill the log.

    ``source`` is the name of the token. Returns whether an entry was added.
    """
    now = context.clock.now()
    reason = "".join(c if c.isprintable() else " " for c in why)[:_MAX_REASON]
    with unit_of_work():
        recent = (
            event
            for event in events.latest(_LOOK_BACK)
            if event.kind is EventKind.SIGNAL_REJECTED and event.actor == source
        )
        last = next(recent, None)
        if last and now - last.at < AT_MOST_EVERY:
            return False
        events.append(
            at=now,
            kind=EventKind.SIGNAL_REJECTED,
            actor=source,
            data={"source": source, "reason": reason},
        )
    return True
