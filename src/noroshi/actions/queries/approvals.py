"""Where the approvals of a text stand, and who may decide."""

from __future__ import annotations

from functools import partial

from noroshi.domain import approvals
from noroshi.domain.approvals import Standing, State
from noroshi.domain.incident import Incident
from noroshi.domain.message import Message, Rendition
from noroshi.domain.plan import select
from noroshi.domain.plan.model import Plan, Role
from noroshi.domain.verdict import No, Yes
from noroshi.storage import accounts, messages


def needed_for(
    plan: Plan, incident: Incident, message: Message, text: Rendition
) -> tuple[Role, ...]:
    """The roles that must approve the text."""
    return approvals.needed(
        plan,
        text.key,
        stage=message.stage,
        severity=incident.severity,
        unedited=text.digest == text.template_digest,
    ).roles


def standing_of(plan: Plan, incident: Incident, message: Message, text: Rendition) -> Standing:
    """Whether exactly this text has the approvals that the plan asks for, at this moment."""
    return approvals.standing(
        needed_for(plan, incident, message, text),
        messages.approvals(text.id),
        digest=text.digest,
        editors=writers_of(message, text),
        roles_of=partial(select.roles_of, plan),
        active=active_people(),
    )


def is_approved(plan: Plan, incident: Incident, message: Message) -> bool:
    """Whether every text of the message has the approvals that the plan asks for."""
    return all(
        standing_of(plan, incident, message, text).state is State.APPROVED
        for text in messages.renditions(message.id)
    )


def may_decide(
    plan: Plan, incident: Incident, message: Message, text: Rendition, *, person: str
) -> Yes | No:
    """Whether the person's approval of this text would count, and if not, why."""
    return approvals.may_approve(
        person,
        needed=needed_for(plan, incident, message, text),
        editors=writers_of(message, text),
        roles_of=partial(select.roles_of, plan),
        active=active_people(),
    )


def writers_of(message: Message, text: Rendition) -> frozenset[str]:
    """Everybody who had a hand in the text: its drafter and each editor."""
    return messages.editors_of(text.id) | {message.drafted_by}


def active_people() -> frozenset[str]:
    """Those whose sign-in works."""
    return frozenset(member.person for member in accounts.everybody() if member.is_active)
