"""What holds for every screen: access, refusals, forms that come back, a strict policy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from noroshi.domain.events import EventKind
from noroshi.storage import events
from noroshi.web import boundary
from noroshi.web.access import rule_of
from tests.cast import World
from tests.maintenance.planned import past_form
from tests.web.scene import HENRIK, SOFIE, browser

TEMPLATES = Path(__file__).parents[2] / "src" / "noroshi" / "web" / "templates"
PUBLIC = {"subscribe", "confirm_subscription", "unsubscribe", "come_back", "healthz", "language",
          "account_login", "account_logout", "set_up", "join",
          "mailbox", "mail", "mail_html",
          # readers' presses, and what they ask for; managing needs the session of a mailed code:
          # tests/web/test_feedback, tests/web/subscriptions
          "affected", "clear", "subscribe_code", "push_key", "push_worker", "manage_subscriptions",
          "manage_code", "manage_export", "manage_erase", "manage_end", "manage_change",
          "manage_leave", "manage_key",
          "compatible_subscribers", "compatible_subscriber", "compatible_resend",
          # pages for one audience check by themselves who asks: tests/closed
          "closed_page", "closed_file", "page_enter", "page_link", "page_leave", "page_feeds",
          "page_feed_end", "page_feed",
}  # fmt: skip


def addresses(patterns: list[URLPattern | URLResolver] | None = None) -> Iterator[URLPattern]:
    for known in (
        patterns if patterns is not None else get_resolver("noroshi.web.urls").url_patterns
    ):
        if isinstance(known, URLResolver):
            yield from addresses(known.url_patterns)
        else:
            yield known


def test_every_view_declares_who_may_open_it() -> None:
    assert [str(p.pattern) for p in addresses() if rule_of(p.callback) is None] == []


def test_only_these_are_open_to_everybody() -> None:
    open_to_all = {p.name for p in addresses() if (r := rule_of(p.callback)) and r.is_public}
    assert open_to_all == PUBLIC


def test_no_template_has_a_style_or_a_script_of_its_own() -> None:
    for path in TEMPLATES.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:", text), path.name
        assert not re.search(r"<script(?![^>]*\ssrc=)", text), path.name


@pytest.mark.django_db
def test_mallory_is_sent_to_the_sign_in_and_comes_back_afterwards(world: World) -> None:
    browser(world, SOFIE)
    answer = Client().get("/audiences/?x=1")
    assert answer["Location"] == "/sign-in/?next=%2Faudiences%2F%3Fx%3D1"
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_screens_come_with_a_strict_policy_and_no_inline_anything(world: World) -> None:
    answer = browser(world, SOFIE).get("/")
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    assert "unsafe" not in policy


@pytest.mark.django_db
def test_somebody_without_the_role_is_told_who_may(world: World) -> None:
    answer = browser(world, HENRIK).get("/declare/")
    assert answer.status_code == 403
    assert "customer liaison" in answer.content.decode()
    assert "顧客対応窓口" in browser(world, HENRIK, language="ja").get("/declare/").content.decode()


@pytest.mark.django_db
def test_a_refusal_has_its_reason_and_the_way_out(world: World) -> None:
    answer = browser(world, SOFIE).get("/incidents/77/confirm/")
    assert answer.status_code == 404
    assert "There is no incident 77." in answer.content.decode()
    assert "Look at the list of incidents." in answer.content.decode()


@pytest.mark.django_db
def test_a_part_of_a_page_is_refused_as_a_part(world: World) -> None:
    answer = browser(world, SOFIE).get("/incidents/77/confirm/", headers={"HX-Request": "true"})
    assert answer.status_code == 404
    assert "<html" not in answer.content.decode()
    assert "There is no incident 77." in answer.content.decode()


@pytest.mark.django_db
def test_a_lost_form_token_gives_back_what_was_typed(world: World) -> None:
    sofie = browser(world, SOFIE)
    sofie.handler.enforce_csrf_checks = True
    typed = {"step": "1", "title_en": "Payments <b>fail</b>", "password": "not to be shown"}
    answer = sofie.post("/declare/", typed)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Payments &lt;b&gt;fail&lt;/b&gt;" in page
    assert "not to be shown" not in page
    assert "csrfmiddlewaretoken" in page
    assert 'action="/declare/"' in page


@pytest.mark.django_db
def test_a_body_of_ten_megabytes_is_refused_in_plain_words(world: World) -> None:
    sofie = browser(world, SOFIE)
    answer = sofie.post("/declare/", {"title_en": "x" * 10_000_000})
    assert answer.status_code == 400
    assert "too large" in answer.content.decode()
    huge = Client().post("/subscribe", {"email": "x" * 10_000_000})
    assert huge.status_code == 400


@pytest.mark.django_db
def test_a_character_that_no_text_can_hold_is_no_fault_of_ours(world: World) -> None:
    form = past_form() | {"body_1_en": "We are sorry.\x00"}
    answer = browser(world, SOFIE).post("/past/new/", form)
    assert answer.status_code == 400
    assert "This request cannot be read." in answer.content.decode()


@pytest.mark.django_db
def test_unknown_addresses_have_a_page_too(world: World) -> None:
    answer = browser(world, SOFIE).get("/nowhere/")
    assert answer.status_code == 404
    assert "There is no such page." in answer.content.decode()


def test_the_page_for_faults_needs_no_database() -> None:
    answer = boundary.broken(None)  # type: ignore[arg-type]
    assert answer.status_code == 500
    assert "nothing is sent twice" in answer.content.decode()


@pytest.mark.django_db
def test_healthz_says_that_the_database_is_up_to_date(world: World) -> None:
    browser(world, SOFIE)
    assert Client().get("/healthz").content == b"ok\n"


@pytest.mark.django_db
def test_the_log_shows_everything_and_proves_it(world: World) -> None:
    sofie = browser(world, SOFIE)
    page = sofie.get("/log/?check").content.decode()
    assert "Plan version 1" in page
    assert "every one as it was written" in page
    assert sofie.get("/log/?before=abc").status_code == 200
    assert "Nothing has happened yet" in sofie.get("/log/?before=1").content.decode()


@pytest.mark.django_db
def test_signing_in_and_out_is_in_the_log(world: World) -> None:
    browser(world, SOFIE).post("/sign-out/")
    assert EventKind.SIGNED_OUT in {event.kind for event in events.latest(5)}
