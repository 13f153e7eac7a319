"""The one thing to do next in an incident, for the person who looks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from noroshi.actions.context import Actor
from noroshi.actions.queries.approvals import may_decide
from noroshi.actions.queries.composing import Work
from noroshi.domain.approvals import State
from noroshi.domain.incident import Incident, IncidentState, Stage
from noroshi.domain.message import MessageState
from noroshi.domain.permissions import Deed, allowed
from noroshi.domain.plan.model import Plan

StepKind = Literal[
    "confirm",  # a person must say whether it is an incident
    "start",  # begin the next update
    "mend_and_ask",  # every block has ready words: mend them all, then ask
    "mend",  # a person must find the words; text_id is the first such text
    "ask",
    "decide",  # this person's approval is missing; text_id is the first text to read
    "wait_for_approval",
    "lapsed",  # the promised time has passed: take it back for a fresh one
    "publish",
    "wait_for_publisher",
    "report",
    "read_review",
    "nothing",
]


@dataclass(frozen=True, kw_only=True)
class NextStep:
    """What to do. ``count`` is how many findings or texts it is about."""

    kind: StepKind
    count: int = 0
    text_id: int | None = None


def next_step(
    plan: Plan, incident: Incident, work: Work | None, actor: Actor, *, lapsed: bool = False
) -> NextStep:
    """The next step of ``incident``. ``lapsed``: the time that the message promises has passed."""
    if incident.state is IncidentState.PROPOSED:
        return NextStep(kind="confirm")
    if incident.state is IncidentState.DISMISSED:
        return NextStep(kind="nothing")
    if work is None:
        return _without_message(incident)
    if work.message.state is MessageState.DRAFT:
        return _of_draft(work)
    if lapsed:
        return NextStep(kind="lapsed")
    return _of_asked(plan, incident, work, actor)


def _without_message(incident: Incident) -> NextStep:
    if incident.state is IncidentState.OPEN:
        return NextStep(kind="start")
    over = incident.stage is Stage.POSTMORTEM
    return NextStep(kind="read_review" if over else "report")


def _of_draft(work: Work) -> NextStep:
    count = sum(len(one.blocks) for one in work.blocked)
    if not count:
        return NextStep(kind="ask", count=len(work.texts))
    by_hand = [one for one in work.blocked if not one.mendable]
    if by_hand:
        return NextStep(kind="mend", count=count, text_id=by_hand[0].text.id)
    return NextStep(kind="mend_and_ask", count=count)


def _of_asked(plan: Plan, incident: Incident, work: Work, actor: Actor) -> NextStep:
    if work.is_approved:
        may = allowed(actor.roles, Deed.PUBLISH)
        return NextStep(kind="publish" if may else "wait_for_publisher", count=len(work.texts))
    mine = [
        one.text.id
        for one in work.texts
        if one.standing.state is not State.APPROVED
        and may_decide(plan, incident, work.message, one.text, person=actor.person)
    ]
    if mine:
        return NextStep(kind="decide", count=len(mine), text_id=mine[0])
    return NextStep(kind="wait_for_approval")
