"""A person decides about a state that a check or an alert proposes."""

from __future__ import annotations

from dataclasses import replace

from noroshi.actions.change_holds import Entry, change_holds
from noroshi.actions.context import Actor, Context
from noroshi.actions.reason import typed_reason
from noroshi.domain.events import EventKind
from noroshi.domain.holds import Hold, Origin, Standing
from noroshi.domain.permissions import Deed
from noroshi.kernel.errors import Conflict
from noroshi.storage import events, holds
from noroshi.storage.unit_of_work import unit_of_work


def accept_hold(context: Context, actor: Actor, hold_id: int) -> Hold:
    """Let customers see the state, until the check or the alert has recovered.

    Raises:
        NotFound: it has recovered meanwhile.
        Conflict: customers see it already.
    """
    actor.must_be_allowed(Deed.SET_COMPONENTS)
    with unit_of_work():
        hold = _automatic(hold_id)
        if hold.standing is Standing.SHOWN:
            raise Conflict("Customers see this state already.")
        decided = replace(hold, standing=Standing.SHOWN, by=actor.person)
        entry = Entry(kind=EventKind.COMPONENT_ACCEPTED, actor=actor.person)
        change_holds(context, entry, put=[decided])
        return decided


def dismiss_hold(context: Context, actor: Actor, hold_id: int, *, reason: str) -> Hold:
    """Show nothing of it, also if it was shown, until it has recovered and fails anew.

    Raises:
        NotFound: it has recovered meanwhile.
        Conflict: it is dismissed already.
        Invalid: there is no reason.
    """
    actor.must_be_allowed(Deed.SET_COMPONENTS)
    why = typed_reason(reason, missing="Say why, in a few words.", most=500)
    with unit_of_work():
        hold = _automatic(hold_id)
        if hold.standing is Standing.DISMISSED:
            raise Conflict("This state is dismissed already.")
        decided = replace(hold, standing=Standing.DISMISSED, by=actor.person)
        entry = Entry(kind=EventKind.COMPONENT_DISMISSED, actor=actor.person, reason=why)
        change_holds(context, entry, put=[decided])
        return decided


def _automatic(hold_id: int) -> Hold:
    events.take_turn()  # or it recovers between this look and the decision, and never ends
    hold = holds.get(hold_id)
    if hold.origin is Origin.HAND:
        raise Conflict(
            "This state was set by a person.", way_out="Set the component to operational."
        )
    return hold
