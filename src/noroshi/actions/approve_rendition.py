"""Approve or reject exactly one text, by its digest."""

from __future__ import annotations

from noroshi.actions.approve_twins import approve_twins
from noroshi.actions.context import Actor, Context
from noroshi.actions.notify_colleagues import tell_writer
from noroshi.actions.queries.approvals import is_approved, may_decide
from noroshi.actions.queries.plan import current_plan
from noroshi.actions.reason import typed_reason
from noroshi.domain.approvals import Approval, Decision
from noroshi.domain.events import EventKind
from noroshi.domain.incident import Incident
from noroshi.domain.message import Message, MessageKind, MessageState, Rendition
from noroshi.domain.plan.model import Plan
from noroshi.kernel.errors import Conflict, NotAllowed
from noroshi.storage import decisions, events, incidents, maintenances, messages
from noroshi.storage.unit_of_work import unit_of_work

MAX_REASON = 1_000


def approve_rendition(context: Context, actor: Actor, rendition_id: int, *, digest: str) -> Message:
    """Sign the text whose digest the approver has read.

    Raises:
        Conflict: the text has changed since it was read, or is not in approval.
        NotAllowed: the approver wrote a part of it, or has no role that the plan asks for.
    """
    with unit_of_work():
        text, message = _read(rendition_id, digest)
        _must_be_an_approver(actor, text, message)
        _keep(context, actor, text, message, decision=Decision.APPROVED)
        plan, incident = current_plan(), incidents.get(message.incident_number)
        if is_approved(plan, incident, message):
            _tell_approved(plan, incident, message)
        return message


def reject_rendition(
    context: Context, actor: Actor, rendition_id: int, *, digest: str, reason: str
) -> Message:
    """Send the message back to its writers, with a reason.

    Raises:
        Invalid: no reason was given.
        Conflict, NotAllowed: as for approving.
    """
    why = typed_reason(reason, missing="Say why, so that the writer can mend it.", most=MAX_REASON)
    with unit_of_work():
        text, message = _read(rendition_id, digest)
        _must_be_an_approver(actor, text, message)
        _keep(context, actor, text, message, decision=Decision.REJECTED, reason=why)
        tell_writer(current_plan(), message, "rejected")
        now = context.clock.now()
        return messages.set_state(message, MessageState.DRAFT, at=now, by=actor.person)


def _tell_approved(plan: Plan, incident: Incident, message: Message) -> None:
    """One mail for all notices of planned work, which are approved together."""
    if message.kind is not MessageKind.NOTICE:
        tell_writer(plan, message, "all_approved")
        return
    told = [notice.message for notice in maintenances.notices(incident.number)]
    asked = [one for one in told if one.state is MessageState.IN_APPROVAL]
    if all(is_approved(plan, incident, one) for one in asked):
        tell_writer(plan, asked[0], "all_approved")


def _read(rendition_id: int, digest: str) -> tuple[Rendition, Message]:
    message, text = messages.locked(rendition_id)
    if message.state is not MessageState.IN_APPROVAL:
        raise Conflict(
            "This message is not waiting for approval.", way_out="Open the incident to see why."
        )
    if text.digest != digest:
        raise Conflict(
            "The text has changed since you read it.", way_out="Read the new text and decide again."
        )
    return text, message


def _must_be_an_approver(actor: Actor, text: Rendition, message: Message) -> None:
    plan = current_plan()
    incident = incidents.get(message.incident_number)
    verdict = may_decide(plan, incident, message, text, person=actor.person)
    if not verdict:
        raise NotAllowed(verdict.reason, way_out="Ask somebody else whom the plan names.")


def _keep(
    context: Context,
    actor: Actor,
    text: Rendition,
    message: Message,
    *,
    decision: Decision,
    reason: str = "",
) -> None:
    now = context.clock.now()
    decided = Approval(
        person=actor.person, digest=text.digest, at=now, decision=decision, reason=reason
    )
    decisions.add(text.id, decided)
    twins = approve_twins(message, text, decided)
    approved = decision is Decision.APPROVED
    events.append(
        at=now,
        kind=EventKind.RENDITION_APPROVED if approved else EventKind.RENDITION_REJECTED,
        actor=actor.person,
        incident=message.incident_number,
        data={
            "message": message.number,
            "rendition": str(text.key),
            "digest": text.digest,
            "reason": reason,
        }
        | ({"twins": [twin.digest for twin in twins]} if twins else {}),
    )
