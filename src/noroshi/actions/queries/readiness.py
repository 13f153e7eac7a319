"""Whether a message could go out at this moment, and if not, why: for the clock and its warnings."""

from __future__ import annotations

from noroshi.actions.queries.approvals import is_approved
from noroshi.actions.queries.findings import must_have_no_blocks
from noroshi.domain.language import Localised
from noroshi.domain.message import Message, MessageState
from noroshi.domain.plan.model import Plan
from noroshi.kernel.errors import Invalid
from noroshi.storage import incidents

NOT_ASKED: Localised = {
    "en": "It has not been sent to its approvers.",
    "ja": "まだ承認を依頼していません。",
}
NOT_APPROVED: Localised = {
    "en": "Not every text of it is approved.",
    "ja": "承認されていない文面があります。",
}
BLOCKED: Localised = {
    "en": "A guardrail blocks one of its texts.",
    "ja": "ガードレールにより公開できない文面があります。",
}


def not_approved(plan: Plan, message: Message) -> Localised | None:
    """Why the message lacks an approval; None when it has every one that the plan asks for."""
    if message.state is not MessageState.IN_APPROVAL:
        return NOT_ASKED
    incident = incidents.get(message.incident_number)
    return None if is_approved(plan, incident, message) else NOT_APPROVED


def what_holds(plan: Plan, message: Message) -> Localised | None:
    """What keeps the message from going out now; None when nothing does."""
    missing = not_approved(plan, message)
    if missing is not None:
        return missing
    try:
        must_have_no_blocks(plan, incidents.get(message.incident_number), message)
    except Invalid:
        return BLOCKED
    return None
