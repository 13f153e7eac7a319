"""What burns and what is due, for the person who looks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from noroshi.actions.queries.chores import Chore, ChoreKind, Quiet, chores, quiet
from noroshi.actions.queries.due import Due, DueKind, due
from noroshi.actions.queries.fires import Fire, fires
from noroshi.actions.queries.plan import plan_or_none
from noroshi.domain.incident import ComponentStatus, Incident, worst
from noroshi.domain.plan import select
from noroshi.domain.plan.model import Person, Plan, Role, StatusPage
from noroshi.storage import incidents, pages
from noroshi.storage.pages import PublicationRecord

_ORDER: tuple[DueKind | ChoreKind, ...] = (
    "approval",
    "proposal",
    "state",
    "overrun",
    "publish",
    "resolution",
    "update",
    "begin",
    "report",
    "tell",
    "commitment",
    "certificate",
)


@dataclass(frozen=True, kw_only=True)
class PageLine:
    """A status page and what it says."""

    page: StatusPage
    status: ComponentStatus


@dataclass(frozen=True, kw_only=True)
class RoleLine:
    """Who is called first for a role, and the deputies."""

    role: Role
    first: Person | None
    deputies: tuple[Person, ...]


@dataclass(frozen=True, kw_only=True)
class Home:
    """Everything that the first screen shows."""

    plan: Plan | None
    fires: tuple[Fire, ...]
    due: tuple[Due | Chore, ...]
    quiet: tuple[Quiet, ...]  # what the clock takes care of
    last_resolved: Incident | None
    pages: tuple[PageLine, ...]
    published: PublicationRecord | None
    unpublished: PublicationRecord | None  # a version that was wanted and has not been read back
    roles: tuple[RoleLine, ...]


def home(person: str, *, now: datetime, today: date) -> Home:
    """The first screen of ``person``, whose own tasks come first.

    ``today`` is the day in the reader's zone.
    """
    plan = plan_or_none()
    burning = fires()
    unverified = pages.unverified()
    return Home(
        plan=plan,
        fires=burning,
        due=_everything(plan, burning, person, now=now, today=today) if plan else (),
        quiet=quiet(now=now),
        last_resolved=incidents.last_resolved(),
        pages=_pages(plan) if plan else (),
        published=pages.newest_verified(),
        unpublished=unverified[-1] if unverified else None,
        roles=_roles(plan) if plan else (),
    )


def _everything(
    plan: Plan, burning: tuple[Fire, ...], person: str, *, now: datetime, today: date
) -> tuple[Due | Chore, ...]:
    told = due(plan, burning, person)
    read_first = {one.incident.number for one in told if one.kind == "approval"}
    beside = [
        chore
        for chore in chores(plan, person, now=now, today=today)
        if not (chore.kind == "tell" and chore.work and chore.work.number in read_first)
    ]
    return tuple(sorted([*told, *beside], key=_rank))


def _rank(one: Due | Chore) -> tuple[bool, int, float]:
    at = one.at or one.since
    return (not one.is_mine, _ORDER.index(one.kind), at.timestamp() if at else 0.0)


def _pages(plan: Plan) -> tuple[PageLine, ...]:
    states = pages.states()
    return tuple(
        PageLine(
            page=page,
            status=worst(
                status
                for (_, region), status in states.items()
                if page.region is None or region == page.region
            ),
        )
        for page in plan.pages
    )


def _roles(plan: Plan) -> tuple[RoleLine, ...]:
    lines = []
    for appointment in plan.appointments:
        people = select.people_in(plan, appointment.role)
        lines.append(
            RoleLine(
                role=appointment.role, first=people[0] if people else None, deputies=people[1:]
            )
        )
    return tuple(lines)
