"""A plan with pages for IT administrators and for colleagues, and an incident told to everybody."""

from __future__ import annotations

from dataclasses import replace

from django.test import Client

from noroshi.actions.apply_plan import apply_plan
from noroshi.actions.context import SYSTEM
from noroshi.actions.queries.page_state import page_state
from noroshi.actions.want_pages import want_pages
from noroshi.domain.channel import Channel
from noroshi.domain.incident import Incident, Stage
from noroshi.domain.message import Message
from noroshi.domain.plan.model import Outlet, Plan, Scenario, StatusPage, Template
from noroshi.kernel.ids import token_hash
from noroshi.pages.build import build
from noroshi.storage.unit_of_work import unit_of_work
from noroshi.web.services import Services, install
from tests.actions.steps import opened, said
from tests.cast import World

ADMINS, STAFF = "it_admins", "internal"
ADMINS_PAGE, STAFF_PAGE = "it-admins", "inside"
WORDS = {ADMINS: "Tanuki gateway 7731", STAFF: "Tengu line 4242"}
"""Words that stand in the texts of one audience alone."""
NAMES = {
    ADMINS_PAGE: {"en": "For administrators", "ja": "管理者向け稼働状況"},
    STAFF_PAGE: {"en": "Inside Kitsune", "ja": "社内向け稼働状況"},
}
RIN, MALLORY = "rin@partner.example", "mallory@elsewhere.example"


def closed(key: str, audience: str, like: StatusPage) -> StatusPage:
    """A page for one audience, otherwise like a public one."""
    return replace(like, key=key, audience=audience, name=NAMES[key], path="", targets=())


def with_closed_pages(plan: Plan) -> Plan:
    """The plan with a page for each of the two, to which every action path speaks."""
    first = plan.pages[0]
    pages = (closed(ADMINS_PAGE, ADMINS, first), closed(STAFF_PAGE, STAFF, first))
    told = tuple(Outlet(audience=key, channel=Channel.STATUS_PAGE) for key in (ADMINS, STAFF))
    scenarios = tuple(_told(scenario, told) for scenario in plan.scenarios)
    return replace(plan, audience_pages=pages, scenarios=scenarios)


def _told(scenario: Scenario, more: tuple[Outlet, ...]) -> Scenario:
    paths = tuple(replace(path, outlets=(*path.outlets, *more)) for path in scenario.paths)
    public = [t for t in scenario.templates if t.channel is Channel.STATUS_PAGE]
    made = tuple(_for(template, audience) for template in public for audience in WORDS)
    return replace(scenario, paths=paths, templates=(*scenario.templates, *made))


def _for(template: Template, audience: str) -> Template:
    words = f"{template.body}\n\n{WORDS[audience]}"
    return replace(template, audience=audience, body=words)


def in_force(world: World, plan: Plan) -> World:
    """Another plan in force."""
    apply_plan(world.context, SYSTEM, plan, digest=token_hash(repr(plan)))
    world.plan = plan
    return world


def kitsune(world: World) -> World:
    """The sample company with its two closed pages."""
    return in_force(world, with_closed_pages(world.plan))


def burning(world: World, stage: Stage = Stage.INVESTIGATING) -> tuple[Incident, Message]:
    """An incident that every audience was told of."""
    incident = opened(world)
    return incident, said(world, incident, stage)


def files(world: World, key: str) -> dict[str, bytes]:
    """A page as it is built, whoever may read it."""
    plan = world.plan
    page = next(p for p in (*plan.pages, *plan.audience_pages) if p.key == key)
    return build(page_state(world.context, plan, page, version=1))


def everything(world: World, key: str) -> str:
    """All bytes of a page, as text."""
    return "\n".join(data.decode("utf-8", "replace") for data in files(world, key).values())


def visitor(world: World, *, language: str = "en") -> Client:
    """A browser of somebody who is not signed in."""
    install(Services(context=world.context))
    return Client(HTTP_ACCEPT_LANGUAGE=language)


def anew(world: World) -> None:
    """Ask for a new version of the pages, as every change does."""
    with unit_of_work():
        want_pages(world.context, "test")
