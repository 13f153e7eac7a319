"""Note that everybody in a dispatch has a final outcome."""

from __future__ import annotations

from noroshi.actions.context import SYSTEM, Context
from noroshi.domain.delivery import State
from noroshi.domain.events import EventKind
from noroshi.storage import events, ledger, messages, tallies
from noroshi.storage.unit_of_work import unit_of_work


def finish_dispatch(context: Context, batch: int) -> bool:
    """Close the dispatch of ``batch`` when nothing is left to do in it; once."""
    now = context.clock.now()
    with unit_of_work():
        dispatch = ledger.finish(batch, at=now)
        if dispatch is None:
            return False  # asked after every batch, and true after the last one
        message = messages.get(messages.rendition(dispatch.rendition_id).message_id)
        events.append(
            at=now,
            kind=EventKind.DISPATCH_FINISHED,
            actor=SYSTEM.person,
            incident=message.incident_number,
            data={
                "message": message.number,
                "channel": dispatch.channel,
                "accepted": tallies.tally_of(dispatch.id)[State.ACCEPTED],
                "recipients": dispatch.recipients,
            },
        )
        return True
