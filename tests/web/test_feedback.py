"""What readers say back from the status page, and what colleagues see of it (G3)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from noroshi.actions.erase_feedback import forget_readers
from noroshi.actions.queries.heard import heard
from noroshi.domain.channel import Channel
from noroshi.domain.feedback import FROM_NETWORK
from noroshi.domain.incident import IncidentState, Stage
from noroshi.domain.message import Message, MessageKind, MessageState, RenditionKey
from noroshi.storage import incidents, messages
from noroshi.storage.models import EventRow, FeedbackRow
from noroshi.web.services import Services, install
from tests.actions.steps import SOFIE
from tests.cast import World
from tests.maintenance.planned import announced
from tests.web.scene import browser, declared

pytestmark = pytest.mark.django_db

HIT = "/feedback/all-regions/en/1"
CLEAR = f"{HIT}/1"
WORDS = "Was I charged, or not?"


@pytest.fixture
def published(world: World) -> World:
    """An incident in Europe with one update on the page."""
    on_the_page(world)
    return world


def on_the_page(world: World, *, key: str = "one", audience: str = "customers") -> None:
    """An incident whose first update is out, as storage holds it."""
    incident = declared(world, key=key)
    now = world.clock.now()
    incidents.save(replace(incident, stage=Stage.INVESTIGATING))
    message = messages.add(
        Message(
            id=0,
            incident_number=incident.number,
            number=1,
            kind=MessageKind.UPDATE,
            stage=Stage.INVESTIGATING,
            state=MessageState.DRAFT,
            next_update_at=None,
            drafted_by=SOFIE,
            drafted_at=now,
        )
    )
    place = RenditionKey(audience=audience, channel=Channel.STATUS_PAGE, language="en")
    messages.add_rendition(
        message.id,
        place,
        subject="Checkout",
        body="We are sorry.",
        digest="d" * 64,
        template_digest="",
        by=SOFIE,
    )
    messages.set_state(message, MessageState.PUBLISHED, at=now, by=SOFIE)


def reader(world: World, address: str = "192.0.2.7", **headers: str) -> Client:
    """Somebody at home, in front of a page that stands elsewhere."""
    install(Services(context=world.context))
    return Client(enforce_csrf_checks=True, REMOTE_ADDR=address, HTTP_ORIGIN="", **headers)


def press(client: Client, address: str, origin: str | None, **fields: str) -> Any:
    """Press a button on a page of an origin; None is a browser that does not say where."""
    more = {"HTTP_ORIGIN": origin} if origin is not None else {}
    client.defaults.pop("HTTP_ORIGIN", None)
    return client.post(address, fields, **more)


def ours(world: World) -> str:
    return world.context.public_url


def test_one_press_counts_without_sign_in_cookie_or_token(published: World) -> None:
    rin = reader(published)
    answer = press(rin, HIT, ours(published))
    assert answer.status_code == 200
    assert "You are counted" in answer.content.decode()
    assert f'href="{ours(published)}/status/"' in answer.content.decode()
    assert not answer.cookies
    assert heard(1).affected == 1


def test_a_reader_who_presses_twice_counts_once(published: World) -> None:
    for _ in range(2):
        press(reader(published), HIT, ours(published))
    press(reader(published, "192.0.2.8"), HIT, ours(published))
    assert heard(1).affected == 2


def test_the_address_of_a_reader_is_stored_nowhere(published: World) -> None:
    press(reader(published, "198.51.100.23"), HIT, ours(published))
    row = FeedbackRow.objects.get()
    assert "198.51.100.23" not in repr(row.__dict__)
    before = row.sender
    published.clock.pass_by(days=31)
    assert forget_readers(published.context) == 1
    row.refresh_from_db()
    assert row.sender != before
    assert heard(1).affected == 1


def test_the_same_reader_has_another_name_in_another_incident(published: World) -> None:
    on_the_page(published, key="two")
    rin = reader(published)
    press(rin, HIT, ours(published))
    press(rin, "/feedback/all-regions/en/2", ours(published))
    first, second = FeedbackRow.objects.order_by("incident__number")
    assert first.sender != second.sender


@pytest.mark.parametrize("origin", ["https://mallory.example", "null", "http://testserver.evil"])
def test_a_foreign_page_cannot_press_in_a_readers_name(published: World, origin: str) -> None:
    answer = press(reader(published), HIT, origin)
    assert answer.status_code == 200
    assert "Are you affected?" in answer.content.decode()
    assert heard(1).affected == 0


def test_a_text_browser_that_does_not_say_where_it_was_is_believed(published: World) -> None:
    press(reader(published), HIT, None)
    assert heard(1).affected == 1


def test_looking_counts_nothing(published: World) -> None:
    assert reader(published).get(HIT).status_code == 200
    assert reader(published).get(CLEAR).status_code == 200
    assert not heard(1)


def test_a_program_that_fills_in_the_hidden_field_is_thanked_and_not_counted(
    published: World,
) -> None:
    answer = press(reader(published), HIT, ours(published), website="https://spam.example")
    assert "Thank you" in answer.content.decode()
    assert heard(1).affected == 0


def test_a_flood_from_one_network_is_stopped_and_told(published: World) -> None:
    for n in range(FROM_NETWORK.most):
        press(reader(published, "192.0.2.7", HTTP_USER_AGENT=f"bot {n}"), HIT, ours(published))
    answer = press(reader(published, "192.0.2.7", HTTP_USER_AGENT="x"), HIT, ours(published))
    assert answer.status_code == 429
    assert heard(1).affected == FROM_NETWORK.most
    assert press(reader(published, "192.0.2.9"), HIT, ours(published)).status_code == 200


def test_yes_is_one_press_and_no_asks_what_was_missing(published: World) -> None:
    assert (
        "Thank you"
        in press(reader(published), CLEAR, ours(published), clear="yes").content.decode()
    )
    second = reader(published, "192.0.2.8")
    asked = press(second, CLEAR, ours(published), clear="no")
    token = asked.context["token"]
    published.clock.pass_by(seconds=20)
    press(second, CLEAR, ours(published), token=token, comment=f"  {WORDS}\x07  ")
    (update,) = heard(1).messages
    assert (update.clear, update.unclear) == (1, 1)
    assert [word.comment for word in update.comments] == [WORDS]


def test_who_changes_their_mind_is_counted_once(published: World) -> None:
    rin = reader(published)
    press(rin, CLEAR, ours(published), clear="no")
    press(rin, CLEAR, ours(published), clear="yes")
    (update,) = heard(1).messages
    assert (update.clear, update.unclear) == (1, 0)


def test_words_sent_at_once_by_a_program_or_long_after_or_by_mallory_are_not_kept(
    published: World,
) -> None:
    rin = reader(published)
    token = press(rin, CLEAR, ours(published), clear="no").context["token"]
    press(rin, CLEAR, ours(published), token=token, comment="at once")
    published.clock.pass_by(seconds=30)
    mallory = reader(published, "203.0.113.66")
    refused = press(mallory, CLEAR, ours(published), token=token, comment="I am Rin")
    assert refused.status_code == 409
    forged = press(rin, CLEAR, ours(published), token=f"{token[:-3]}abc", comment="x")
    assert forged.status_code == 409
    published.clock.pass_by(hours=3)
    assert press(rin, CLEAR, ours(published), token=token, comment="late").status_code == 409
    assert heard(1).messages[0].comments == ()


def test_words_are_cut_at_500_characters(published: World) -> None:
    rin = reader(published)
    token = press(rin, CLEAR, ours(published), clear="no").context["token"]
    published.clock.pass_by(seconds=30)
    press(rin, CLEAR, ours(published), token=token, comment="あ" * 900)
    assert len(heard(1).messages[0].comments[0].comment) == 500


@pytest.mark.parametrize(
    "address",
    [
        "/feedback/nowhere/en/1",
        "/feedback/all-regions/en/99",
        "/feedback/all-regions/en/1/99",
        f"/feedback/all-regions/en/{10**30}",
    ],
)
def test_what_is_on_no_page_does_not_exist(published: World, address: str) -> None:
    assert press(reader(published), address, ours(published), clear="yes").status_code == 404
    assert not heard(1)


def test_an_incident_that_is_over_hits_nobody_any_more(published: World) -> None:
    on_the_page(published, key="two")
    over = replace(incidents.get(2), state=IncidentState.RESOLVED, stage=Stage.RESOLVED)
    incidents.save(over)
    answer = press(reader(published), "/feedback/all-regions/ja/2", ours(published))
    assert answer.status_code == 409
    assert "この障害は復旧しています。" in answer.content.decode()
    assert "/status/ja/" in answer.content.decode()


def test_a_press_leaves_no_line_in_the_log_of_what_colleagues_did(published: World) -> None:
    before = EventRow.objects.count()
    press(reader(published), HIT, ours(published))
    assert EventRow.objects.count() == before


def test_colleagues_see_the_figures_in_the_room_and_the_words_in_the_review(
    published: World,
) -> None:
    rin = reader(published)
    press(rin, HIT, ours(published))
    token = press(rin, CLEAR, ours(published), clear="no").context["token"]
    published.clock.pass_by(seconds=30)
    press(rin, CLEAR, ours(published), token=token, comment=f"{WORDS} <script>")
    sofie = browser(published, SOFIE)
    room = sofie.get("/incidents/1/").content.decode()
    assert "Readers say" in room
    assert "0 of 1" in room
    assert WORDS not in room
    review = sofie.get("/reviews/1/").content.decode()
    assert f"{WORDS} &lt;script&gt;" in review
    word = FeedbackRow.objects.get(message=1)
    assert sofie.post(f"/incidents/1/readers/{word.pk}/erase/").status_code == 303
    assert WORDS not in sofie.get("/reviews/1/").content.decode()
    assert heard(1).messages[0].unclear == 1
    assert EventRow.objects.filter(kind="feedback_erased").count() == 1


def test_readers_behind_our_proxy_are_told_apart(published: World) -> None:
    for home in ("198.51.100.1", "198.51.100.2"):
        proxied = reader(published, "10.0.0.2", HTTP_X_FORWARDED_FOR=f"6.6.6.6, {home}")
        press(proxied, HIT, ours(published))
    assert heard(1).affected == 2


def test_an_incident_that_only_colleagues_were_told_of_is_none_for_anybody(world: World) -> None:
    on_the_page(world, audience="internal")
    answer = press(reader(world), HIT, ours(world))
    unknown = press(reader(world), "/feedback/all-regions/en/999", ours(world))
    assert (answer.status_code, unknown.status_code) == (404, 404)
    assert answer.content.replace(b"/1", b"") == unknown.content.replace(b"/999", b"")
    assert heard(1).affected == 0


def test_planned_work_hits_nobody_by_a_button_that_no_page_has(world: World) -> None:
    work = announced(world)
    address = f"/feedback/all-regions/en/{work.number}"
    assert press(reader(world), address, ours(world)).status_code == 404


def test_the_question_shows_the_approved_name_and_not_the_one_for_colleagues(
    published: World,
) -> None:
    incident = incidents.get(1)
    incidents.save(replace(incident, title={"en": "Aldermark is down again"}))
    asked = press(reader(published), HIT, "https://elsewhere.example").content.decode()
    assert "Aldermark" not in asked
