"""A region's page on a host of its own shows that region, and leads to the others (R5)."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from noroshi.actions.want_pages import want_pages
from noroshi.jobs.payloads import PublishPages
from noroshi.pages.serve.sites import Sites
from noroshi.storage.unit_of_work import unit_of_work
from noroshi.web.pageserver.application import PageServer
from noroshi.web.pageserver.streams import Limits, Streams
from noroshi.worker.duties.publish_pages import publish_pages
from noroshi.worker.duties.tools import Toolbox
from tests.cast import World
from tests.closed.scene import burning, everything, files, in_force
from tests.web.asking import ask, scope

pytestmark = pytest.mark.django_db

EUROPE, ASIA = "status.kitsune.eu.example", "status.kitsune.jp.example"


@pytest.fixture
def two(world: World) -> World:
    """Europe and Asia Pacific, each on its own host; one service exists in Asia only."""
    whole, europe = world.plan.pages
    asia = replace(
        europe, key="asia", path="asia", region="asia-pacific", address=f"https://{ASIA}",
        name={"en": "Kitsune Cloud Status, Asia Pacific", "ja": "稼働状況（アジア太平洋）"},
        time_zone="Asia/Tokyo", default_language="ja", languages=("ja", "en"),
    )  # fmt: skip
    pages = (whole, replace(europe, address=f"https://{EUROPE}"), asia)
    components = tuple(
        replace(one, regions=("asia-pacific",)) if one.key == "invoices" else one
        for one in world.plan.components
    )
    return in_force(world, replace(world.plan, pages=pages, components=components))


def test_a_region_shows_its_own_services_and_incidents_only(two: World) -> None:
    burning(two)
    title = "Checkout errors in Europe"
    assert title in everything(two, "europe")
    assert title in everything(two, "all-regions")
    assert title not in everything(two, "asia")
    assert "Invoices" in everything(two, "asia")
    assert "Invoices" not in everything(two, "europe")


def test_who_comes_to_the_wrong_region_is_told_so_and_where_it_burns(two: World) -> None:
    burning(two)
    page = files(two, "asia")["en/index.html"].decode()
    shown = re.sub(r"<[^>]+>", " ", page)
    assert "This page is about Asia Pacific only." in shown
    assert "All services in Asia Pacific are working normally." in shown
    row = page[page.rindex(f'href="https://{EUROPE}/"') :][:600]
    assert "Partial outage" in row


def test_pages_lead_to_each_other_by_their_own_addresses(two: World) -> None:
    europe, asia = (files(two, key)["en/index.html"].decode() for key in ("europe", "asia"))
    assert f'href="https://{ASIA}/"' in europe
    assert f'href="https://{EUROPE}/"' in asia
    for page in (europe, asia):
        assert 'href="https://noroshi.example/status/"' in page
        assert "/status/eu/" not in page
        assert "/status/asia/" not in page


def test_search_engines_find_each_language_once_at_the_pages_own_address(two: World) -> None:
    for key, host, first in (("europe", EUROPE, "en"), ("asia", ASIA, "ja")):
        built = files(two, key)
        for language in ("en", "ja"):
            page = built[f"{language}/index.html"].decode()
            own = "" if language == first else f"{language}/"
            assert f'<link rel="canonical" href="https://{host}/{own}">' in page
            told = re.findall(r'<link rel="alternate" hreflang="(\w+)" href="([^"]+)"', page)
            addresses = {"en": f"https://{host}/en/", "ja": f"https://{host}/ja/"}
            assert dict(told) == addresses | {first: f"https://{host}/"}
        root = built["index.html"].decode()
        assert f'<link rel="canonical" href="https://{host}/">' in root
        assert f'lang="{first}"' in root


def test_each_host_answers_with_its_own_region(two: World) -> None:
    burning(two)
    with unit_of_work():
        wanted = want_pages(two.context, "test")
    publish_pages(Toolbox(context=two.context), PublishPages(version=wanted.version))

    async def screens(scope: object, receive: object, send: object) -> None:
        raise AssertionError("a page's own host is never the screens'")

    sites = Sites(two.context.page_root, public_url=two.context.public_url)
    server = PageServer(screens, sites=sites, streams=Streams(sites, Limits()))
    title = b"Checkout errors in Europe"
    europe = ask(server, scope("/en/", host=EUROPE))
    asia = ask(server, scope("/en/", host=ASIA))
    assert (europe.status, asia.status) == (200, 200)
    assert title in europe.body
    assert title not in asia.body
    gone = ask(server, scope("/incidents/1.html", host=ASIA))
    assert gone.status == 404
    assert ASIA.encode() in gone.body
    forged = ask(server, scope("/en/", host=ASIA, x_forwarded_host=EUROPE))
    assert forged.body == asia.body
