"""Mark a promise as done, move its day, or take it away before anybody has read it (F4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from noroshi.actions.context import Actor, Context
from noroshi.actions.promised import (
    checked_texts,
    is_out,
    must_be_allowed,
    one_day,
    owner_or_nobody,
    page_again,
)
from noroshi.actions.queries.plan import current_plan
from noroshi.domain.commitment import Commitment
from noroshi.domain.events import EventKind
from noroshi.domain.language import Localised
from noroshi.kernel.errors import Conflict
from noroshi.storage import commitments, events, incidents
from noroshi.storage.unit_of_work import unit_of_work


def keep_commitment(
    context: Context, actor: Actor, commitment_id: int, *, note: Localised, version: int
) -> Commitment:
    """Mark it as done. ``note`` says to readers what came of it, in every language or in none.

    Raises:
        Conflict: it is done already, or somebody has changed it meanwhile.
        Invalid: the note lacks a language or is too long.
    """
    clean = checked_texts(note, current_plan().company.languages, field="note", optional=True)
    now = context.clock.now()
    with unit_of_work():
        before = _seen(commitment_id, version, actor)
        if before.is_done:
            raise Conflict("This is done already.")
        done = replace(before, done_at=now, done_by=actor.person, note=clean)
        return _kept(context, actor, done, EventKind.COMMITMENT_DONE)


def reopen_commitment(
    context: Context, actor: Actor, commitment_id: int, *, version: int
) -> Commitment:
    """It was not done after all.

    Raises:
        Conflict: it is open, or somebody has changed it meanwhile.
    """
    with unit_of_work():
        before = _seen(commitment_id, version, actor)
        if not before.is_done:
            raise Conflict("This is open already.")
        again = replace(before, done_at=None, done_by="", note={})
        return _kept(context, actor, again, EventKind.COMMITMENT_REOPENED)


def move_commitment(
    context: Context,
    actor: Actor,
    commitment_id: int,
    *,
    due: date,
    owner: str,
    version: int,
) -> Commitment:
    """Set another day or owner. Readers are told the day that was promised at first.

    Raises:
        Conflict: it is done, or somebody has changed it meanwhile.
        Invalid: the day has passed, or the owner is nobody of the plan.
    """
    now = context.clock.now()
    owner_or_nobody(owner)
    with unit_of_work():
        before = _seen(commitment_id, version, actor)
        if before.is_done:
            raise Conflict("This is done already.")
        if due != before.due:
            one_day(due, now=now, plan=current_plan())
        moved = commitments.put(replace(before, due=due, owner=owner))
        events.append(
            at=now,
            kind=EventKind.COMMITMENT_CHANGED,
            actor=actor.person,
            incident=moved.incident_number,
            data={
                "commitment": moved.id,
                "from": before.due.isoformat(),
                "to": due.isoformat(),
            },
        )
        page_again(context, moved.incident_number)
        return moved


def remove_commitment(context: Context, actor: Actor, commitment_id: int, *, version: int) -> None:
    """Take it away, as long as no reader has seen it.

    Raises:
        Conflict: the report is out, and so is the promise.
    """
    with unit_of_work():
        before = _seen(commitment_id, version, actor)
        if is_out(before.incident_number):
            raise Conflict(
                "The report is out, and this promise with it.",
                way_out="Move its day, or mark it as done with a note that says what came of it.",
            )
        commitments.remove(before)
        events.append(
            at=context.clock.now(),
            kind=EventKind.COMMITMENT_REMOVED,
            actor=actor.person,
            incident=before.incident_number,
            data={"commitment": commitment_id},
        )


def _seen(commitment_id: int, version: int, actor: Actor) -> Commitment:
    found = commitments.get(commitment_id)
    incidents.locked(found.incident_number)  # its report goes out before this or after it
    must_be_allowed(actor, found.incident_number)
    if found.version != version:
        raise Conflict(
            "Somebody else has changed this commitment meanwhile.",
            way_out="Look at it again.",
        )
    return found


def _kept(context: Context, actor: Actor, changed: Commitment, kind: EventKind) -> Commitment:
    stored = commitments.put(changed)
    events.append(
        at=context.clock.now(),
        kind=kind,
        actor=actor.person,
        incident=stored.incident_number,
        data={"commitment": stored.id, "due": stored.due.isoformat()},
    )
    page_again(context, stored.incident_number)
    return stored
