"""Promise an action that a final report names, with its day (F4)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from noroshi.actions.context import Actor, Context
from noroshi.actions.promised import (
    checked_texts,
    must_be_allowed,
    one_day,
    owner_or_nobody,
    page_again,
)
from noroshi.actions.queries.plan import current_plan
from noroshi.domain.commitment import Commitment
from noroshi.domain.events import EventKind
from noroshi.domain.incident import IncidentState
from noroshi.domain.language import Localised
from noroshi.kernel.errors import Conflict
from noroshi.storage import commitments, events, incidents
from noroshi.storage.unit_of_work import unit_of_work


def make_commitment(
    context: Context, actor: Actor, number: int, *, text: Localised, due: date, owner: str = ""
) -> Commitment:
    """Keep the promise; readers see it from the moment at which the report is out.

    The same promise twice, by a second press or by two people, is one promise.

    Raises:
        Conflict: the incident is not resolved.
        Invalid: a language is missing, a text is too long, or the owner is nobody of the plan.
    """
    plan = current_plan()
    clean = checked_texts(text, plan.company.languages, field="text")
    now = context.clock.now()
    one_day(due, now=now, plan=plan)
    owner_or_nobody(owner)
    with unit_of_work():
        incident = incidents.locked(number)
        must_be_allowed(actor, number)
        if incident.state is not IncidentState.RESOLVED:
            raise Conflict("Promises are made when the incident is resolved.")
        earlier = _same(commitments.of_incident(number), clean, due)
        if earlier:
            return earlier
        made = commitments.add(
            Commitment(
                id=0,
                incident_number=number,
                text=clean,
                due=due,
                first_due=due,
                owner=owner,
                made_by=actor.person,
                made_at=now,
                version=1,
                note={},
            )
        )
        events.append(
            at=now,
            kind=EventKind.COMMITMENT_MADE,
            actor=actor.person,
            incident=number,
            data={"commitment": made.id, "due": due.isoformat()},
        )
        page_again(context, number)
        return made


def _same(known: Iterable[Commitment], text: Localised, due: date) -> Commitment | None:
    found = (one for one in known if not one.is_done and (one.text, one.due) == (text, due))
    return next(found, None)
