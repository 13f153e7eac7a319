"""Texts that wait for approval: mine first, each with what changed and who else must sign."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from noroshi.actions.queries.approvals import (
    Hands,
    hands_on,
    may_decide,
    may_decide_among,
    writers_of,
)
from noroshi.actions.queries.changes import Changes, changes
from noroshi.actions.queries.composing import (
    ComposedText,
    Work,
    compose_view,
    previous_of,
    readers_of,
    work,
)
from noroshi.actions.queries.plan import current_plan
from noroshi.domain.approvals import State
from noroshi.domain.cadence import Promise
from noroshi.domain.incident import Incident
from noroshi.domain.message import Message
from noroshi.domain.plan import select
from noroshi.domain.plan.model import Person, Plan
from noroshi.domain.verdict import No, Yes
from noroshi.storage import incidents, messages, promises


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A message in approval. ``mine`` are the texts that the person who looks may decide."""

    plan: Plan
    incident: Incident
    work: Work
    asked_at: datetime | None
    mine: tuple[ComposedText, ...]
    open: tuple[ComposedText, ...]


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One text in front of its approver."""

    plan: Plan
    incident: Incident
    message: Message
    view: ComposedText
    verdict: Yes | No
    is_writer: bool
    has_decided: bool
    others: tuple[Person, ...]  # who else must still sign
    previous: Message | None
    subject_changes: Changes | None
    body_changes: Changes | None
    promise: Promise | None
    left: int  # texts that wait for this person, this one included


def desk(person: str) -> tuple[Waiting, ...]:
    """Every message in approval; those that wait for ``person`` first, then the oldest."""
    plan = current_plan()
    found = [_waiting(plan, message, person) for message in messages.waiting_for_approval()]
    return tuple(sorted(found, key=lambda waiting: not waiting.mine))


def waiting_for(person: str) -> tuple[int, ...]:
    """The ids of the texts that ``person`` may decide now, in order of reading."""
    return tuple(one.text.id for waiting in desk(person) for one in waiting.mine)


def _waiting(plan: Plan, message: Message, person: str) -> Waiting:
    incident = incidents.get(message.incident_number)
    found = work(plan, incident, message)
    hands = hands_on(message)
    still = tuple(one for one in found.texts if one.standing.state is not State.APPROVED)
    return Waiting(
        plan=plan,
        incident=incident,
        work=found,
        asked_at=messages.asked_at(message.id),
        mine=tuple(one for one in still if _is_for(plan, hands, one, person=person)),
        open=still,
    )


def _is_for(plan: Plan, hands: Hands, one: ComposedText, *, person: str) -> bool:
    missing = {p.key for role in one.standing.missing for p in select.people_in(plan, role)}
    signed = {counted.approval.person for counted in one.standing.counted}
    verdict = may_decide_among(hands, one.needed, one.text, plan, person=person)
    return bool(verdict) and person in missing and person not in signed


def reading(person: str, rendition_id: int) -> Reading:
    """One text as its approver reads it.

    Raises:
        NotFound: there is no such text.
    """
    plan = current_plan()
    text = messages.rendition(rendition_id)
    message = messages.get(text.message_id)
    incident = incidents.get(message.incident_number)
    readers = readers_of(plan, incident, message, text.key)
    view = compose_view(plan, incident, message, text, readers=readers)
    earlier = previous_of(message, text.key)
    waiting = promises.open_ones(incident.number)
    return Reading(
        plan=plan,
        incident=incident,
        message=message,
        view=view,
        verdict=may_decide(plan, incident, message, text, person=person),
        is_writer=person in writers_of(message, text),
        has_decided=_has_decided(view, person),
        others=_others(plan, message, view, person),
        previous=earlier[0] if earlier else None,
        subject_changes=changes(earlier[1].subject, text.subject) if earlier else None,
        body_changes=changes(earlier[1].body, text.body) if earlier else None,
        promise=waiting[0] if waiting else None,
        left=len(waiting_for(person)),
    )


def _has_decided(view: ComposedText, person: str) -> bool:
    return any(counted.approval.person == person for counted in view.standing.counted)


def _others(plan: Plan, message: Message, view: ComposedText, person: str) -> tuple[Person, ...]:
    writers = writers_of(message, view.text)
    mine = select.roles_of(plan, person) if person not in writers else frozenset()
    missing = list(view.standing.missing)
    # One person signs for one role: the first of the missing ones that they play.
    own = next((role for role in missing if role in mine), None)
    if own is not None:
        missing.remove(own)
    found = {}
    for role in missing:
        free = (p for p in select.people_in(plan, role) if p.key not in {*writers, person})
        first = next(free, None)
        if first:
            found[first.key] = first
    return tuple(found.values())
