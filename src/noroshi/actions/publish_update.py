"""Publish a message: one transaction decides, records and queues everything."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import datetime, timedelta

from noroshi.actions.context import Actor, Context
from noroshi.actions.note_told import must_still_be_true, note_told, told_of
from noroshi.actions.owe_postings import owe_postings
from noroshi.actions.plan_dispatches import plan_dispatches
from noroshi.actions.queries.approvals import standings_of
from noroshi.actions.queries.findings import must_have_no_blocks
from noroshi.actions.queries.plan import current_plan
from noroshi.actions.resolve_incident import resolve_incident
from noroshi.actions.settle_promises import settle_promises
from noroshi.actions.show_components import show_components
from noroshi.actions.texts import signed
from noroshi.actions.want_pages import want_pages
from noroshi.actions.watch_reports import note_miss
from noroshi.domain.approvals import Standing, State
from noroshi.domain.events import EventKind
from noroshi.domain.guardrails.override import Override
from noroshi.domain.incident import Incident, IncidentState, Stage, Subject
from noroshi.domain.message import Message, MessageKind, MessageState, Rendition
from noroshi.domain.named import message_name, subject_name, whole_name
from noroshi.domain.permissions import ROLE_NAMES, Deed
from noroshi.domain.plan.model import Plan
from noroshi.kernel.errors import Conflict
from noroshi.storage import events, incidents, messages, overrides, reports
from noroshi.storage.unit_of_work import unit_of_work

_KINDS = {
    MessageKind.UPDATE: EventKind.MESSAGE_PUBLISHED,
    MessageKind.CORRECTION: EventKind.CORRECTION_PUBLISHED,
    MessageKind.REPORT: EventKind.REPORT_PUBLISHED,
    MessageKind.NOTICE: EventKind.NOTICE_PUBLISHED,
}


def publish_update(context: Context, actor: Actor, message_id: int) -> Message:
    """Let the message go out: the status page first, then everybody else.

    The texts are those whose digests were approved; they are checked once more in the very
    transaction that makes them public. Publishing twice is refused, not repeated.

    Raises:
        Conflict: approvals are missing, the promised time has passed, or it is out already.
        Invalid: a text has a blocking finding.
    """
    actor.must_be_allowed(Deed.PUBLISH)
    plan = current_plan()
    now = context.clock.now()
    with unit_of_work():
        incident = incidents.get(messages.get(message_id).incident_number, lock=True)
        message = messages.get(message_id, lock=True)
        passed = _must_be_ready(plan, incident, message, now=now)
        published = messages.set_state(message, MessageState.PUBLISHED, at=now, by=actor.person)
        overrides.mark_used([override.id for override in passed], at=now)
        settled = settle_promises(plan, incident, published, actor)
        after = _move_on(plan, incident, published, actor)
        if after.subject is Subject.INCIDENT:
            show_components(plan, after, at=now)
        dispatches = plan_dispatches(plan, after, published)
        owe_postings(published)
        events.append(
            at=now,
            kind=_kind(published),
            actor=actor.person,
            incident=after.number,
            data={
                "message": published.number,
                "stage": published.stage,
                "recipients": sum(d.recipients for d in dispatches),
                "next_update_at": published.next_update_at,
                "promise_kept": settled.kept,
                "late_minutes": settled.late_minutes or _minutes_late(after, published) or None,
            }
            | told_of(published),
        )
        # After the log's lock, which every publication holds: two at once never wait in a ring.
        said = message_name(published.kind, published.number, "en")
        about = whole_name(said, subject_name(after.subject, after.number, "en", inside=True), "en")
        want_pages(context, about, published)
        return published


def _kind(message: Message) -> EventKind:
    return _KINDS[message.kind]


def _must_be_ready(
    plan: Plan, incident: Incident, message: Message, *, now: datetime
) -> tuple[Override, ...]:
    """Refuse unless it may go out; returns what lets texts pass that a guardrail blocks."""
    if message.state is MessageState.PUBLISHED:
        raise Conflict("This message is out already.", way_out="Nothing was sent twice.")
    if message.state is not MessageState.IN_APPROVAL:
        raise Conflict("This message has not been sent to its approvers.")
    if incident.state is IncidentState.ENTERED:
        raise Conflict(
            "This incident was over when it was entered, so nobody is written to.",
            way_out="Put it into the history as a whole.",
        )
    if message.kind is MessageKind.NOTICE:
        must_still_be_true(message, now=now)
    if message.next_update_at and message.next_update_at <= now:
        raise Conflict(
            "The time that this message promises has passed.",
            way_out="Take it back to draft: it gets a fresh time.",
        )
    passed = must_have_no_blocks(plan, incident, message)
    for text, standing in standings_of(plan, incident, message):
        _must_be_approved(message, text, standing)
    return passed


def _must_be_approved(message: Message, text: Rendition, standing: Standing) -> None:
    if text.digest != signed(message, text):
        raise Conflict("The text of {text} is not the one that was signed.", text=str(text.key))
    if standing.state is State.REJECTED:
        raise Conflict(
            "{text} was rejected.",
            way_out="Take it back, mend it and ask again.",
            text=str(text.key),
        )
    if standing.state is not State.APPROVED:
        names = [ROLE_NAMES[role] for role in standing.missing]
        raise Conflict(
            "{text} is not approved yet.",
            way_out="It waits for: {roles}.",
            text=str(text.key),
            roles={
                "en": ", ".join(name["en"] for name in names),
                "ja": "、".join(name["ja"] for name in names),
            },
        )


def _minutes_late(incident: Incident, message: Message) -> int:
    at, due = message.published_at, incident.report_due_at
    if message.kind is not MessageKind.REPORT or at is None or due is None:
        return 0
    return max(0, math.ceil((at - due) / timedelta(minutes=1)))


def _move_on(plan: Plan, incident: Incident, message: Message, actor: Actor) -> Incident:
    at = message.published_at
    assert at is not None  # noqa: S101 - set_state has just written it
    if message.kind is MessageKind.REPORT:
        note_miss(incident, at=at)
        reports.published(incident.number, at=at)
        return incidents.save(replace(incident, stage=message.stage))
    if message.kind is MessageKind.CORRECTION:
        return incident  # what is wrong with the service has not changed by it
    if message.kind is MessageKind.NOTICE:
        return note_told(message, at=at)
    moved = replace(incident, stage=message.stage)
    if message.stage is Stage.RESOLVED:
        return resolve_incident(plan, moved, actor, at=at)
    return incidents.save(moved)
