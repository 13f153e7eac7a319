"""Ask for the approval of every notice of planned work that is still a draft, in one request."""

from __future__ import annotations

from noroshi.actions.ask_together import ask_together
from noroshi.actions.context import Actor, Context
from noroshi.actions.queries.plan import current_plan
from noroshi.domain.message import Message, MessageState
from noroshi.domain.permissions import Deed
from noroshi.kernel.errors import Conflict
from noroshi.storage import incidents, maintenances
from noroshi.storage.unit_of_work import unit_of_work


def ask_for_notices(context: Context, actor: Actor, number: int) -> list[Message]:
    """Send every draft to its approvers; each person is written to once, not once a notice.

    Raises:
        Invalid: a text is blocked.
        Conflict: nothing is in draft.
    """
    actor.must_be_allowed(Deed.REQUEST_APPROVAL)
    plan, now = current_plan(), context.clock.now()
    with unit_of_work():
        incident = incidents.get(number, lock=True)
        notices = maintenances.notices(number)
        drafts = [n.message for n in notices if n.message.state is MessageState.DRAFT]
        if not drafts:
            raise Conflict("No notice is in draft.", way_out="Read it again.")
        return ask_together(plan, incident, drafts, actor=actor, now=now)
