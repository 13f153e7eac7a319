"""A person finds that a proposed incident is none."""

from __future__ import annotations

from dataclasses import replace

from noroshi.actions.context import Actor, Context
from noroshi.actions.reason import typed_reason
from noroshi.domain.events import EventKind
from noroshi.domain.incident import Incident, IncidentState
from noroshi.domain.permissions import Deed
from noroshi.kernel.errors import Conflict
from noroshi.storage import events, incidents
from noroshi.storage.unit_of_work import unit_of_work

MAX_REASON = 500


def dismiss_incident(context: Context, actor: Actor, number: int, *, reason: str) -> Incident:
    """Close a proposal with a reason, which the log keeps.

    Raises:
        Invalid: no reason was given.
        Conflict: it is not a proposal any more.
    """
    actor.must_be_allowed(Deed.CONFIRM)
    why = typed_reason(
        reason, missing="Say in a few words why this is no incident.", most=MAX_REASON
    )
    now = context.clock.now()
    with unit_of_work():
        proposed = incidents.get(number, lock=True)
        if proposed.state is not IncidentState.PROPOSED:
            raise Conflict(
                "This incident is not a proposal any more.",
                way_out="Resolve it with a last update instead.",
            )
        dismissed = incidents.save(replace(proposed, state=IncidentState.DISMISSED))
        events.append(
            at=now,
            kind=EventKind.INCIDENT_DISMISSED,
            actor=actor.person,
            incident=number,
            data={"reason": why},
        )
        return dismissed
