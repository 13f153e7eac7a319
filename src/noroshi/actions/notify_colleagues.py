"""Write to colleagues: who is asked to approve, reminded of a promise, or called next (P7, R8)."""

from __future__ import annotations

from collections.abc import Collection

from noroshi.actions.queries.approvals import active_people, writers_of
from noroshi.domain.message import Message
from noroshi.domain.plan import select
from noroshi.domain.plan.model import Person, Plan, Role
from noroshi.jobs.payloads import NotifyColleague
from noroshi.jobs.queue import defer
from noroshi.storage import messages

NO_INCIDENT = 0
"""Stands in a notice that is about no incident."""


def ask_to_approve(plan: Plan, message: Message, roles: Collection[Role]) -> list[str]:
    """Ask the first person of each role who did not write the message; returns their names.

    Somebody who cannot sign in is asked only when nobody else plays the role.
    """
    active = active_people()
    writers = frozenset[str]().union(
        *(writers_of(message, text) for text in messages.renditions(message.id))
    )
    asked: dict[str, Person] = {}
    for role in sorted(roles):
        free = [person for person in select.people_in(plan, role) if person.key not in writers]
        if free:
            first = next((person for person in free if person.key in active), free[0])
            asked[first.key] = first
    for person in asked.values():
        notify(
            person,
            "approval_asked",
            incident_number=message.incident_number,
            about=message.id,
        )
    return [person.name for person in asked.values()]


def tell_writer(plan: Plan, message: Message, kind: str) -> None:
    """Tell whoever drafted the message what its approvers decided; they publish or mend it."""
    for person in plan.people:
        if person.key == message.drafted_by:
            notify(person, kind, incident_number=message.incident_number, about=message.id)


def call_technicians(plan: Plan, kind: str, *, about: int) -> None:
    """Write to whoever leads the repair, about something that no incident has begun with yet.

    Where the plan names nobody for that, the customer liaison passes it on.
    """
    active = active_people()
    roles = (Role.MAJOR_INCIDENT_MANAGER, Role.CUSTOMER_LIAISON)
    people = [person for role in roles for person in select.people_in(plan, role)]
    for person in [*(one for one in people if one.key in active), *people][:1]:
        notify(person, kind, incident_number=NO_INCIDENT, about=about)


def notify(person: Person, kind: str, *, incident_number: int, about: int) -> None:
    """Queue one notice. The words are made when it is sent, from what is true then."""
    defer(
        NotifyColleague(person=person.key, kind=kind, incident_number=incident_number, about=about),
        queueing_lock=f"notify:{kind}:{about}:{person.key}",
    )
