"""Who and what the tests are about: the sample company's people, and a world with a still clock."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from django.contrib.auth.hashers import Argon2PasswordHasher, make_password
from django.contrib.auth.models import User

from noroshi import planfile
from noroshi.actions.apply_plan import apply_plan
from noroshi.actions.context import SYSTEM, Actor, Context
from noroshi.actions.queries import links
from noroshi.domain.channel import Channel
from noroshi.domain.plan import select
from noroshi.domain.plan.model import Outlet, Plan, Scenario, Template
from noroshi.kernel.secret import Secret
from noroshi.storage import accounts
from noroshi.storage.models import Account

PLAN = Path(__file__).parent.parent / "plans" / "kitsune-cloud"


@dataclass
class StillClock:
    """A clock that moves only when it is told to."""

    at: datetime

    def now(self) -> datetime:
        return self.at

    def wall(self, at: datetime) -> datetime:
        return at

    def pass_by(self, **time: float) -> datetime:
        """Let some time pass, in the units of timedelta."""
        self.at += timedelta(**time)
        return self.at


class QuickPasswords(Argon2PasswordHasher):
    """Argon2 as in the product, without what it costs on purpose."""

    time_cost = 1
    memory_cost = 64
    parallelism = 1


@dataclass
class World:
    """An installation with the sample plan in force, and its people."""

    context: Context
    clock: StillClock
    plan: Plan

    def actor(self, person: str) -> Actor:
        """Somebody of the plan, acting."""
        return Actor(person=person, roles=select.roles_of(self.plan, person))

    def member(self, person: str) -> accounts.Member:
        """The sign-in of somebody of the plan, without a password: use force_login."""
        known = accounts.by_person(person)
        if known:
            return known
        named = select.person(self.plan, person)
        return accounts.add(
            person=named.key,
            name=named.name,
            email=named.email,
            password=None,
            language=named.language,
            is_admin=False,
        )


def make_world(at: datetime, directory: Path) -> World:
    """Put the sample plan in force, and give everybody in it a sign-in. Needs the database."""
    clock = StillClock(at)
    context = Context(
        clock=clock,
        public_url="https://noroshi.example",
        page_root=directory / "pages",
        key=Secret("a key for tests only"),
    )
    links.install(context.public_url)
    loaded = sample_plan()
    apply_plan(context, SYSTEM, loaded, digest="sample")
    _sign_ins(loaded)
    return World(context=context, clock=clock, plan=loaded)


def _sign_ins(plan: Plan) -> None:
    """What World.member makes, of everybody at once: every test that has a world waits for it."""
    users = User.objects.bulk_create(
        User(username=person.email, email=person.email, password=make_password(None))
        for person in plan.people
    )
    Account.objects.bulk_create(
        Account(user=user, person=person.key, name=person.name, language=person.language)
        for user, person in zip(users, plan.people, strict=True)
    )


_LOADED: list[Plan] = []


def sample_plan() -> Plan:
    """The plan in plans/, read once, without its pages for one audience.

    Those have tests of their own (tests/closed, tests/domain/compose); without them every message
    of every other test is four texts lighter.
    """
    if not _LOADED:
        loaded = planfile.load(PLAN)
        assert loaded.plan is not None, loaded.findings
        _LOADED.append(_open_to_all(loaded.plan))
    return _LOADED[0]


def _open_to_all(plan: Plan) -> Plan:
    closed = {page.audience for page in plan.audience_pages}

    def stays(place: Outlet | Template) -> bool:
        return place.channel is not Channel.STATUS_PAGE or place.audience not in closed

    def without(scenario: Scenario) -> Scenario:
        paths = (replace(p, outlets=tuple(filter(stays, p.outlets))) for p in scenario.paths)
        templates = tuple(filter(stays, scenario.templates))
        return replace(scenario, paths=tuple(paths), templates=templates)

    told = tuple(filter(stays, plan.maintenance.outlets))
    return replace(
        plan,
        audience_pages=(),
        scenarios=tuple(without(scenario) for scenario in plan.scenarios),
        maintenance=replace(plan.maintenance, outlets=told),
    )
