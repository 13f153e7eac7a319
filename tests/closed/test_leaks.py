"""No byte of a closed page, nor its name, in anything that the public can fetch."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from noroshi.actions.note_routes import note_routes
from noroshi.actions.queries.targets import all_targets, notes_of
from noroshi.actions.want_pages import want_pages
from noroshi.domain.incident import IncidentState, Stage
from noroshi.jobs.payloads import PublishPages, WatchPages
from noroshi.pages.routes import read_routes
from noroshi.pages.serve.sites import Sites
from noroshi.storage import incidents
from noroshi.storage.models import IncidentRow, MessageRow, PageEdition, RenditionRow
from noroshi.storage.unit_of_work import unit_of_work
from noroshi.web.pageserver.application import PageServer
from noroshi.web.pageserver.streams import Limits, Streams
from noroshi.worker.duties.publish_pages import publish_pages
from noroshi.worker.duties.tools import Toolbox
from noroshi.worker.duties.watch_pages import watch_pages
from tests.actions.steps import opened
from tests.cast import World
from tests.closed.scene import (
    ADMINS,
    ADMINS_PAGE,
    NAMES,
    STAFF,
    STAFF_PAGE,
    WORDS,
    burning,
    everything,
    visitor,
)

pytestmark = pytest.mark.django_db

SECRET = [
    *WORDS.values(),
    *(name for names in NAMES.values() for name in names.values()),
    f"pages/{ADMINS_PAGE}",
    f"pages/{STAFF_PAGE}",
]
PUBLIC = ("all-regions", "europe")


def published(world: World) -> None:
    with unit_of_work():
        wanted = want_pages(world.context, "test")
    tools = Toolbox(context=world.context)
    publish_pages(tools, PublishPages(version=wanted.version))
    watch_pages(tools, WatchPages())


def leaks(text: str) -> list[str]:
    return [words for words in SECRET if words in text]


def test_the_public_pages_with_their_feeds_and_files_do_not_even_name_it(company: World) -> None:
    burning(company)
    for key in PUBLIC:
        assert leaks(everything(company, key)) == []


def test_nothing_of_it_is_published_anywhere(company: World) -> None:
    burning(company)
    published(company)
    root = company.context.page_root
    found = [file for file in root.rglob("*") if file.is_file()]
    assert {file.relative_to(root).parts[0] for file in found} <= {
        *PUBLIC, "routes.json", "targets.json", "emergency.json",
    }, found  # fmt: skip
    for file in found:
        assert leaks(file.read_bytes().decode("utf-8", "replace")) == [], file
    routes = read_routes(root)
    assert routes
    assert {route.key for route in routes} == set(PUBLIC)
    targets = all_targets(company.context, company.plan)
    noted = notes_of(company.context, company.plan, 1)
    kept = PageEdition.objects.values_list("page", flat=True)
    for keys in ({t.page for t in targets}, {n.key for n in noted}, set(kept)):
        assert keys == set(PUBLIC)


def test_the_page_server_in_front_never_answers_for_it(company: World) -> None:
    """Even when a directory of its name lies among the public ones."""
    burning(company)
    published(company)
    note_routes(company.context)
    root = company.context.page_root
    (root / ADMINS_PAGE / "versions" / "1").mkdir(parents=True)
    (root / ADMINS_PAGE / "versions" / "1" / "index.html").write_text(WORDS[ADMINS])
    (root / ADMINS_PAGE / "current").symlink_to("versions/1")
    asked: list[str] = []

    async def screens(scope: object, receive: object, send: object) -> None:
        asked.append("screens")

    sites = Sites(root, public_url=company.context.public_url)
    server = PageServer(screens, sites=sites, streams=Streams(sites, Limits()))
    for host in (b"noroshi.example", b"elsewhere.example"):
        for path in (f"/status/{ADMINS_PAGE}/", f"/status/{ADMINS_PAGE}/events",
                     f"/status/../{ADMINS_PAGE}/current/index.html",
                     f"/status/eu/../{ADMINS_PAGE}/"):  # fmt: skip
            assert WORDS[ADMINS] not in _got(server, host, path)
        _got(server, host, f"/pages/{ADMINS_PAGE}/")
    assert asked == ["screens", "screens"]


def _got(server: PageServer, host: bytes, path: str) -> str:
    sent: list[bytes] = []

    async def receive() -> dict[str, object]:
        return {"type": "http.disconnect"}

    async def send(message: object) -> None:
        sent.append(repr(message).encode())

    scope = {
        "type": "http", "method": "GET", "path": path, "raw_path": path.encode(),
        "query_string": b"", "headers": [(b"host", host)], "client": ("127.0.0.1", 1),
    }  # fmt: skip
    asyncio.run(asyncio.wait_for(server(scope, receive, send), 5))
    return b"".join(sent).decode()


def test_what_anybody_can_open_on_the_screens_does_not_name_it(company: World) -> None:
    burning(company)
    client = visitor(company)
    for path in ("/subscribe", "/subscriptions/", "/healthz", f"/feedback/{ADMINS_PAGE}/en/1",
                 f"/feedback/{STAFF_PAGE}/en/1", f"/subscribe?page={ADMINS_PAGE}"):  # fmt: skip
        answer = client.get(path)
        found = leaks(answer.content.decode())
        assert found == [], (path, found)
    assert client.get(f"/feedback/{ADMINS_PAGE}/en/1").status_code == 404


told = st.lists(
    st.tuples(
        st.sampled_from([Stage.INVESTIGATING, Stage.IDENTIFIED, Stage.MONITORING]),
        st.sampled_from(["update", "correction"]),
        st.sets(st.sampled_from(["customers", ADMINS, STAFF, "long-gone"]), min_size=1),
    ),
    min_size=1,
    max_size=5,
)


@pytest.mark.django_db
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told)
def test_no_word_for_one_audience_is_ever_on_the_page_of_another(
    company: World, messages: list[tuple[Stage, str, set[str]]]
) -> None:
    """Whatever was said to whom, in whatever order."""
    number = next((row.number for row in incidents.listing(list(IncidentState))), 0)
    number = number or opened(company).number
    with _undone():
        for at, (stage, kind, audiences) in enumerate(messages, start=1):
            _said(company, number, at, stage=stage, kind=kind, audiences=audiences)
        pages = {"customers": "europe", ADMINS: ADMINS_PAGE, STAFF: STAFF_PAGE}
        for reads, key in pages.items():
            whole = everything(company, key)
            for at, (_, _, audiences) in enumerate(messages, start=1):
                for audience in audiences - {reads}:
                    assert f"word-{audience}-{at}" not in whole
        whole = everything(company, "all-regions")
        assert not [words for words in ("word-it", "word-int", "word-long") if words in whole]


@contextmanager
def _undone() -> Iterator[None]:
    """Forget afterwards what one example said."""
    before = set(MessageRow.objects.values_list("pk", flat=True))
    try:
        yield
    finally:
        new = MessageRow.objects.exclude(pk__in=before)
        RenditionRow.objects.filter(message__in=new).delete()
        new.delete()


def _said(
    world: World, incident: int, at: int, *, stage: Stage, kind: str, audiences: set[str]
) -> None:
    now = world.clock.now()
    row = MessageRow.objects.create(
        incident=IncidentRow.objects.get(number=incident), number=at, kind=kind, stage=str(stage), state="published",
        drafted_by="system", drafted_at=now, published_at=now,
    )  # fmt: skip
    row.incident.stage = str(stage)
    row.incident.save()
    for audience in audiences:
        for language in ("en", "ja"):
            words = f"word-{audience}-{at}"
            RenditionRow.objects.create(
                message=row, audience=audience, channel="status_page", language=language,
                subject=f"{stage}: {words}", body=f"Body {words}.", digest="", template_digest="",
                written_by="system",
            )  # fmt: skip
