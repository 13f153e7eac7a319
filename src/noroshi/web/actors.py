"""Who asks: from a request to the person of the plan, and to the actor of an action."""

from __future__ import annotations

from django.http import HttpRequest

from noroshi.actions.context import Actor
from noroshi.actions.queries.plan import plan_or_none
from noroshi.domain.plan import select
from noroshi.domain.plan.model import Role
from noroshi.kernel.errors import NotAllowed
from noroshi.storage import accounts
from noroshi.storage.accounts import Member

_MEMBER = "_noroshi_member"


def member_or_none(request: HttpRequest) -> Member | None:
    """Who is signed in, if anybody is; looked up once a request."""
    if not hasattr(request, _MEMBER):
        user = request.user
        found = accounts.by_user(user.pk) if user.is_authenticated and user.pk else None
        setattr(request, _MEMBER, found if found and found.is_active else None)
    member: Member | None = getattr(request, _MEMBER)
    return member


def member_of(request: HttpRequest) -> Member:
    """Who is signed in.

    Raises:
        NotAllowed: nobody is, or the sign-in belongs to no person.
    """
    member = member_or_none(request)
    if member is None:
        raise NotAllowed("You are not signed in.", way_out="Sign in first.")
    return member


def actor_of(request: HttpRequest) -> Actor:
    """The actor for an action: the person who is signed in, with their roles of the plan.

    Raises:
        NotAllowed: nobody is signed in.
    """
    member = member_of(request)
    return Actor(person=member.person, roles=roles_of(member), is_admin=member.is_admin)


def roles_of(member: Member) -> frozenset[Role]:
    """The roles that the plan in force gives to somebody."""
    plan = plan_or_none()
    return select.roles_of(plan, member.person) if plan else frozenset()
