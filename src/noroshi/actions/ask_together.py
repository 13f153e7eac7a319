"""Ask for the approval of several messages of one subject at once, in the current transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from noroshi.actions.context import Actor
from noroshi.actions.notify_colleagues import ask_to_approve
from noroshi.actions.queries.approvals import standings_of
from noroshi.actions.queries.findings import must_have_no_blocks
from noroshi.domain.events import EventKind
from noroshi.domain.incident import Incident
from noroshi.domain.message import Message, MessageState
from noroshi.domain.plan.model import Plan
from noroshi.storage import events, messages


def ask_together(
    plan: Plan, incident: Incident, drafts: Sequence[Message], *, actor: Actor, now: datetime
) -> list[Message]:
    """Send every draft to its approvers; each person is written to once, not once a message.

    Raises:
        Invalid: a text is blocked; nothing is asked.
    """
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
            incident=incident.number,
            data={"message": message.number, "roles": sorted(missing), "people": people},
        )
    return asked
