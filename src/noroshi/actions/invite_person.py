"""Let a person of the plan in: an invitation that works once, and the sign-in it makes."""

from __future__ import annotations

from noroshi.actions.context import Actor, Context
from noroshi.actions.queries.plan import current_plan
from noroshi.domain.events import EventKind
from noroshi.domain.permissions import Deed
from noroshi.domain.plan import select
from noroshi.domain.plan.model import Person
from noroshi.kernel.errors import Conflict, NotFound
from noroshi.kernel.secret import Secret
from noroshi.storage import accounts, events
from noroshi.storage.accounts import Member
from noroshi.storage.unit_of_work import unit_of_work


def invite_person(context: Context, actor: Actor, person: str) -> str:
    """The address at which the person chooses a password. Earlier invitations stop working.

    Raises:
        NotFound: the plan has no such person.
        Conflict: they have a sign-in already.
    """
    actor.must_be_allowed(Deed.MANAGE_PEOPLE)
    named = select.person(current_plan(), person)
    if accounts.by_person(named.key):
        raise Conflict("{name} has a sign-in already.", name=named.name)
    token = accounts.make_link(_purpose(named.key), at=context.clock.now())
    return f"{context.public_url}/join/{named.key}/{token}"


def invited(person: str, token: str) -> Person:
    """The person whom an invitation is for.

    Raises:
        NotFound: the invitation was used or replaced.
    """
    if not accounts.link_works(_purpose(person), token):
        raise NotFound(
            "This invitation does not work any more.", way_out="Ask an administrator for a new one."
        )
    return select.person(current_plan(), person)


def accept_invitation(context: Context, person: str, token: str, *, password: Secret) -> Member:
    """Use the invitation up and make the sign-in, both or neither.

    Raises:
        NotFound: the invitation was used or replaced.
        Invalid: the password is too easy to guess.
    """
    named = invited(person, token)
    now = context.clock.now()
    with unit_of_work():
        if not accounts.use_link(_purpose(person), token, at=now):
            raise NotFound("This invitation does not work any more.")
        return add_member(context, named, password=password)


def add_member(context: Context, person: Person, *, password: Secret) -> Member:
    """Make the sign-in of a person of the plan, inside the caller's transaction."""
    member = accounts.add(
        person=person.key,
        name=person.name,
        email=person.email,
        password=password,
        language=person.language,
        is_admin=False,
    )
    events.append(
        at=context.clock.now(),
        kind=EventKind.PERSON_ADDED,
        actor=member.person,
        data={"person": member.person},
    )
    return member


def _purpose(person: str) -> str:
    return f"invite:{person}"
