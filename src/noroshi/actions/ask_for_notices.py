"""Ask for the approval of every notice of planned work that is still a draft, in one request."""

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
from noroshi.storage import events, incidents, maintenances, messages
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
        for message in drafts:
            must_have_no_blocks(plan, incident, message)
        asked = [
            messages.set_state(message, MessageState.IN_APPROVAL, at=now, by=actor.person)
            for message in drafts
        ]
        missing = {
            role
            for message in asked
            for _, standing in standings_of(plan, incident, message)
            for role in standing.missing
        }
        people = ask_to_approve(plan, asked[0], missing)
        for message in asked:
            events.append(
                at=now,
                kind=EventKind.APPROVAL_REQUESTED,
                actor=actor.person,
                incident=number,
                data={"message": message.number, "roles": sorted(missing), "people": people},
            )
        return asked
