"""Which page answers where is noted for the page server as soon as the plan says so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from noroshi.actions.apply_plan import apply_plan
from noroshi.actions.context import SYSTEM
from noroshi.actions.note_routes import note_routes
from noroshi.actions.queries.links import page_url
from noroshi.domain.plan.model import Plan
from noroshi.pages.routes import read_routes
from tests.cast import World

OWN = "https://status.kitsune.example"


def with_address(plan: Plan, address: str = OWN) -> Plan:
    first, *rest = plan.pages
    return replace(plan, pages=(replace(first, address=address), *rest))


@pytest.mark.django_db
def test_a_new_plan_is_noted_at_once(world: World) -> None:
    root = world.context.page_root
    apply_plan(world.context, SYSTEM, with_address(world.plan), digest="before")
    assert read_routes(root) is None  # nothing was ever published on this machine
    root.mkdir(parents=True)
    apply_plan(world.context, SYSTEM, with_address(world.plan), digest="own")
    routes = read_routes(root)
    assert routes
    assert {route.key for route in routes} == {page.key for page in world.plan.pages}
    assert routes[0].address == OWN
    gone = replace(world.plan, pages=world.plan.pages[:1])
    apply_plan(world.context, SYSTEM, gone, digest="gone")
    assert read_routes(root) == (replace(routes[0], address=""),)


@pytest.mark.django_db
def test_the_web_process_notes_what_an_older_release_did_not(world: World) -> None:
    assert note_routes(world.context)
    assert read_routes(world.context.page_root)
    assert not note_routes(world.context)


@pytest.mark.django_db
def test_links_use_a_pages_own_address_unless_it_is_that_of_the_screens(world: World) -> None:
    public = world.context.public_url
    page = with_address(world.plan).pages[0]
    assert page_url(world.context, page) == f"{OWN}/"
    taken = with_address(world.plan, public).pages[0]
    assert page_url(world.context, taken) == f"{public}/status/"
