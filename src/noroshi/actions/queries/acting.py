"""Who acts, where nobody signs in with a password: at the terminal of the host."""

from __future__ import annotations

from noroshi.actions.context import Actor
from noroshi.actions.queries.plan import plan_or_none
from noroshi.domain.plan import select
from noroshi.domain.plan.model import Plan
from noroshi.kernel.errors import NotAllowed
from noroshi.storage import accounts

SHELL = Actor(person="shell", is_admin=True)
"""Whoever has the terminal of the host. They can read the key and the database anyway, so they
may administer; they have no voice towards customers."""


def actor_named(key: str) -> Actor:
    """The person as an actor, with the roles of the plan in force.

    Raises:
        NotAllowed: the plan does not name them, or their sign-in is missing or closed.
    """
    plan = plan_or_none()
    member = accounts.by_person(key)
    if not (_is_named(plan, key) or (member and member.is_admin)):
        raise NotAllowed(
            f"The plan has no person “{key}”.",
            way_out="See “noroshi person list” for those it has.",
        )
    if member is None:
        raise NotAllowed(
            f"{key} has no sign-in, so nobody can act as {key}.",
            way_out=f"Invite them with “noroshi person invite {key}”.",
        )
    if not member.is_active:
        raise NotAllowed(
            f"The sign-in of {key} is closed.", way_out="Let somebody else act, or open it again."
        )
    roles = select.roles_of(plan, key) if plan else frozenset()
    return Actor(person=key, roles=roles, is_admin=member.is_admin)


def _is_named(plan: Plan | None, key: str) -> bool:
    return plan is not None and any(person.key == key for person in plan.people)
