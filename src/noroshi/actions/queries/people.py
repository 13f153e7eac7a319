"""Colleagues: who they are, what they play, and whether they can sign in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from noroshi.actions.context import SYSTEM
from noroshi.actions.queries.plan import plan_or_none
from noroshi.domain.audit.words import names_of_gaps
from noroshi.domain.guardrails.catalogue import CATALOGUE
from noroshi.domain.language import pick
from noroshi.domain.permissions import ROLE_NAMES
from noroshi.domain.plan import select
from noroshi.domain.plan.model import Person, Plan, Role
from noroshi.storage import accounts
from noroshi.storage.accounts import Member


@dataclass(frozen=True, kw_only=True)
class Colleague:
    """A person of the plan, or somebody with a sign-in whom the plan does not name."""

    key: str
    name: str
    email: str
    roles: tuple[Role, ...]
    person: Person | None
    member: Member | None

    @property
    def state(self) -> str:
        """Whether they can sign in."""
        return "signs_in" if self.member and self.member.is_active else "no_sign_in"


def colleagues() -> list[Colleague]:
    """Everybody of the plan in its order, then the sign-ins beside it."""
    plan = plan_or_none()
    members = {member.person: member for member in accounts.everybody()}
    named = [_named(plan, person, members) for person in plan.people] if plan else []
    known = {colleague.key for colleague in named}
    return named + [_unnamed(m) for key, m in members.items() if key not in known]


def _named(plan: Plan, person: Person, members: Mapping[str, Member]) -> Colleague:
    playing = select.roles_of(plan, person.key)
    return Colleague(
        key=person.key,
        name=person.name,
        email=person.email,
        roles=tuple(role for role in Role if role in playing),
        person=person,
        member=members.get(person.key),
    )


def _unnamed(member: Member) -> Colleague:
    return Colleague(
        key=member.person,
        name=member.name,
        email=member.email,
        roles=(),
        person=None,
        member=member,
    )


def name_of(person: str) -> str:
    """What to call the person behind a key of the plan or of a sign-in."""
    return names().get(person, person)


def names() -> dict[str, str]:
    """What to call everybody, by key."""
    plan = plan_or_none()
    ours = {SYSTEM.person: "Noroshi"}
    signed = {member.person: member.name for member in accounts.everybody()}
    return ours | signed | ({person.key: person.name for person in plan.people} if plan else {})


def names_in_log(language: str) -> dict[str, str]:
    """What to call people, roles and rules of the guardrails in the lines of the log."""
    rules = {rule.code: pick(rule.name, language) for rule in CATALOGUE}
    roles = {str(role): name.get(language, name["en"]) for role, name in ROLE_NAMES.items()}
    return rules | roles | names_of_gaps(language) | names()
