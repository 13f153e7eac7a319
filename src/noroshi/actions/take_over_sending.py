"""Let this copy of the installation send from now on (R11)."""

from __future__ import annotations

from typing import Final

from noroshi.actions.context import Actor, Context
from noroshi.actions.note_alive import hold
from noroshi.actions.queries.sending import is_copy
from noroshi.actions.reason import typed_reason
from noroshi.domain.events import EventKind
from noroshi.domain.permissions import Deed
from noroshi.kernel.errors import Conflict
from noroshi.storage import events, sending_right
from noroshi.storage.unit_of_work import unit_of_work

_MOST: Final = 300
_PLANNED_BEFORE: Final = "It was planned before this copy was told to send."


def take_over_sending(context: Context, actor: Actor, *, reason: str) -> int:
    """This place sends from now on; how many dispatches wait for a person before they go on.

    Nothing that the database remembers as unsent goes out by it: the other copy may have sent it.
    Where two copies publish to the same directory, the other one stops sending within seconds.

    Raises:
        NotAllowed: by the roles of the plan.
        Invalid: no reason is given.
        Conflict: this copy may send already.
    """
    actor.must_be_allowed(Deed.MANAGE_PROVIDERS)
    said = typed_reason(reason, missing="Say why this copy should send.", most=_MOST)
    if not is_copy(context):
        raise Conflict("This installation may send already.", way_out="Nothing has to be done.")
    with unit_of_work():
        sending_right.grant_here()
        sending_right.outdo(context.page_root)
        waiting = sending_right.waiting_dispatches()
        hold(context, waiting, why=_PLANNED_BEFORE)
        events.append(
            at=context.clock.now(),
            kind=EventKind.INSTALLATION_MOVED,
            actor=actor.person,
            data={"reason": said},
        )
    sending_right.point(context.page_root)
    return len(waiting)
