"""Ask those whom the plan names to approve every text of a message."""

from __future__ import annotations

from noroshi.actions.context import Actor, Context
from noroshi.actions.notify_colleagues import ask_to_approve
from noroshi.actions.queries.approvals import standings_of
from noroshi.actions.queries.findings import must_have_no_blocks
from noroshi.actions.queries.plan import current_plan
from noroshi.domain.events import EventKind
from noroshi.domain.message import Message, MessageState
from noroshi.domain.permissions import Deed
from noroshi.kernel.errors import Conflict
from noroshi.storage import events, incidents, messages
from noroshi.storage.unit_of_work import unit_of_work


def request_approval(context: Context, actor: Actor, message_id: int) -> Message:
    """Send the message to its approvers. No text may have a blocking finding.

    Raises:
        Invalid: a text is blocked; the error names the texts and the first reason.
        Conflict: the message is not a draft.
    """
    actor.must_be_allowed(Deed.REQUEST_APPROVAL)
    plan = current_plan()
    now = context.clock.now()
    with unit_of_work():
        message = messages.get(message_id, lock=True)
        if message.state is not MessageState.DRAFT:
            raise Conflict("This message is not a draft any more.", way_out="Read it again.")
        incident = incidents.get(message.incident_number)
        must_have_no_blocks(plan, incident, message)
        asked = messages.set_state(message, MessageState.IN_APPROVAL, at=now, by=actor.person)
        standings = standings_of(plan, incident, asked)
        missing = {role for _, standing in standings for role in standing.missing}
        people = ask_to_approve(plan, asked, missing)
        events.append(
            at=now,
            kind=EventKind.APPROVAL_REQUESTED,
            actor=actor.person,
            incident=incident.number,
            data={"message": message.number, "roles": sorted(missing), "people": people},
        )
        return asked
