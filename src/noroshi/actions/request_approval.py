"""Ask those whom the plan names to approve every text of a message."""

from __future__ import annotations

from noroshi.actions.ask_together import ask_together
from noroshi.actions.context import Actor, Context
from noroshi.actions.queries.plan import current_plan
from noroshi.domain.message import Message, MessageState
from noroshi.domain.permissions import Deed
from noroshi.kernel.errors import Conflict
from noroshi.storage import incidents, messages
from noroshi.storage.unit_of_work import unit_of_work


def request_approval(context: Context, actor: Actor, message_id: int) -> Message:
    """Send the message to its approvers. No text may have a blocking finding.

    Raises:
        Invalid: a text is blocked; the error names the texts and the first reason.
        Conflict: the message is not a draft.
    """
    actor.must_be_allowed(Deed.REQUEST_APPROVAL)
    plan = current_plan()
    with unit_of_work():
        message = messages.get(message_id, lock=True)
        if message.state is not MessageState.DRAFT:
            raise Conflict("This message is not a draft any more.", way_out="Read it again.")
        incident = incidents.get(message.incident_number)
        return ask_together(plan, incident, [message], actor=actor, now=context.clock.now())[0]
