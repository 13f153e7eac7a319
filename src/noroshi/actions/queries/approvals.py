"""Where the approvals of a text stand, and who may decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from noroshi.domain import approvals
from noroshi.domain.approvals import Approval, Standing, State
from noroshi.domain.incident import Incident
from noroshi.domain.message import Message, Rendition
from noroshi.domain.plan import select
from noroshi.domain.plan.model import Plan, Role
from noroshi.domain.verdict import No, Yes
from noroshi.storage import accounts, decisions, messages


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


@dataclass(frozen=True, kw_only=True)
class Hands:
    """Who decided about and who wrote each text of a message (its drafter wrote all of them), and
    who of all can sign in."""

    decided: Mapping[int, Sequence[Approval]]
    wrote: Mapping[int, frozenset[str]]
    active: frozenset[str]


def hands_on(message: Message) -> Hands:
    """All of it at this moment, in three questions whatever the number of texts."""
    return Hands(
        decided=decisions.of_message(message.id),
        wrote={
            text: editors | {message.drafted_by}
            for text, editors in messages.editors_in(message.id).items()
        },
        active=active_people(),
    )


def standing_of(plan: Plan, incident: Incident, message: Message, text: Rendition) -> Standing:
    """Whether exactly this text has the approvals that the plan asks for, at this moment."""
    return standing_among(hands_on(message), needed_for(plan, incident, message, text), text, plan)


def standings_of(
    plan: Plan, incident: Incident, message: Message
) -> list[tuple[Rendition, Standing]]:
    """The same of every text of the message, in as few questions as for one."""
    hands = hands_on(message)
    return [
        (text, standing_among(hands, needed_for(plan, incident, message, text), text, plan))
        for text in messages.renditions(message.id)
    ]


def standing_among(hands: Hands, needed: tuple[Role, ...], text: Rendition, plan: Plan) -> Standing:
    """The same, of a message whose hands were read already."""
    return approvals.standing(
        needed,
        hands.decided.get(text.id, ()),
        digest=text.digest,
        editors=hands.wrote[text.id],
        roles_of=partial(select.roles_of, plan),
        active=hands.active,
    )


def is_approved(plan: Plan, incident: Incident, message: Message) -> bool:
    """Whether every text of the message has the approvals that the plan asks for."""
    standings = standings_of(plan, incident, message)
    return all(standing.state is State.APPROVED for _, standing in standings)


def may_decide(
    plan: Plan, incident: Incident, message: Message, text: Rendition, *, person: str
) -> Yes | No:
    """Whether the person's approval of this text would count, and if not, why."""
    needed = needed_for(plan, incident, message, text)
    return may_decide_among(hands_on(message), needed, text, plan, person=person)


def may_decide_among(
    hands: Hands, needed: tuple[Role, ...], text: Rendition, plan: Plan, *, person: str
) -> Yes | No:
    """The same, of a message whose hands were read already."""
    return approvals.may_approve(
        person,
        needed=needed,
        editors=hands.wrote[text.id],
        roles_of=partial(select.roles_of, plan),
        active=hands.active,
    )


def writers_of(message: Message, text: Rendition) -> frozenset[str]:
    """Everybody who had a hand in the text: its drafter and each editor."""
    return messages.editors_of(text.id) | {message.drafted_by}


def active_people() -> frozenset[str]:
    """Those whose sign-in works."""
    return frozenset(member.person for member in accounts.everybody() if member.is_active)
