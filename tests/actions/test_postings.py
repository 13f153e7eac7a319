"""Channels without a provider: a named person posts the approved words and says so (R10, R11)."""

from __future__ import annotations

from datetime import datetime

import pytest

from noroshi.actions.note_posting import note_posting
from noroshi.actions.queries.postings import PostingView, postings_of
from noroshi.actions.queries.review import timeline
from noroshi.domain.channel import Channel
from noroshi.domain.events import EventKind
from noroshi.domain.incident import Incident, Stage
from noroshi.domain.posting import PostingState
from noroshi.kernel.errors import Conflict, Invalid, NotFound
from noroshi.storage import messages
from tests.actions.by_hand import with_posting_by_hand
from tests.actions.steps import JONAS, SOFIE, at_once, drafted, log, opened, said
from tests.cast import World

pytestmark = pytest.mark.django_db

POST = "https://x.example/kitsune/1"


def views(world: World, channel: Channel, language: str = "en") -> list[PostingView]:
    found = postings_of(world.plan, 1)
    return [
        v for v in found if (v.posting.key.channel, v.posting.key.language) == (channel, language)
    ]


def incident(world: World) -> Incident:
    with_posting_by_hand(world)
    return opened(world)


def test_a_published_text_waits_for_its_person_with_account_and_owner(world: World) -> None:
    said(world, incident(world))
    (view,) = views(world, Channel.X)
    assert (view.state, view.account) == (PostingState.OWED, "@kitsune_cloud")
    assert view.owner is not None
    assert view.owner.key == JONAS
    assert "https://" in view.words


def test_nothing_is_owed_before_it_is_published(world: World) -> None:
    drafted(world, incident(world))
    assert postings_of(world.plan, 1) == ()


def test_noting_keeps_who_when_and_where_and_is_in_the_log(world: World) -> None:
    said(world, incident(world))
    (view,) = views(world, Channel.X)
    noted = note_posting(
        world.context, world.actor(JONAS), view.posting.rendition_id, address=f" {POST} "
    )
    assert (noted.posted_by, noted.posted_at, noted.address) == (JONAS, world.clock.now(), POST)
    (entry,) = log(EventKind.POSTING_NOTED)
    assert (entry.actor, entry.data["address"]) == (JONAS, POST)


def test_noting_twice_changes_nothing_and_another_address_puts_it_right(world: World) -> None:
    said(world, incident(world))
    text = views(world, Channel.X)[0].posting.rendition_id
    first = note_posting(world.context, world.actor(JONAS), text, address="")
    world.clock.pass_by(minutes=1)
    assert note_posting(world.context, world.actor(SOFIE), text, address="") == first
    assert len(log(EventKind.POSTING_NOTED)) == 1
    corrected = note_posting(world.context, world.actor(SOFIE), text, address=POST)
    assert (corrected.posted_by, corrected.posted_at) == (JONAS, first.posted_at)
    assert corrected.address == POST


def test_an_overtaken_text_can_no_longer_be_posted(world: World) -> None:
    found = incident(world)
    said(world, found)
    world.clock.pass_by(minutes=20)
    said(world, found, Stage.IDENTIFIED)
    newest, older = views(world, Channel.X)
    assert (newest.state, older.state) == (PostingState.OWED, PostingState.OVERTAKEN)
    with pytest.raises(Conflict):
        note_posting(world.context, world.actor(JONAS), older.posting.rendition_id, address="")


def test_the_blog_post_grows_in_order_of_time_and_knows_where_it_stands(world: World) -> None:
    found = incident(world)
    said(world, found)
    first = views(world, Channel.BLOG)[0].posting.rendition_id
    note_posting(world.context, world.actor(JONAS), first, address="https://blog.example/outage")
    world.clock.pass_by(minutes=20)
    said(world, found, Stage.IDENTIFIED)
    grown = next(v for v in views(world, Channel.BLOG) if v.state is PostingState.OWED)
    earlier, later = messages.rendition(first).body, grown.posting.body
    assert grown.words.index(earlier) < grown.words.index(later)
    assert grown.words.count("## ") == 2
    assert grown.replaces == "https://blog.example/outage"


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "ftp://x.example/1", "https://", "x", "https://x.example/ a", "http://[",
     "https://x.example/" + "a" * 500],
)  # fmt: skip
def test_an_address_that_is_none_is_refused_and_nothing_is_noted(
    world: World, address: str
) -> None:
    said(world, incident(world))
    text = views(world, Channel.X)[0].posting.rendition_id
    with pytest.raises(Invalid):
        note_posting(world.context, world.actor(JONAS), text, address=address)
    assert views(world, Channel.X)[0].state is PostingState.OWED


def test_a_text_of_a_channel_with_a_provider_is_not_posted_by_hand(world: World) -> None:
    message = said(world, incident(world))
    mail = next(t for t in messages.renditions(message.id) if t.key.channel is Channel.EMAIL)
    with pytest.raises(NotFound):
        note_posting(world.context, world.actor(JONAS), mail.id, address="")


def test_the_review_counts_a_post_from_the_moment_it_was_noted(world: World) -> None:
    said(world, incident(world))
    assert x_dots(world) == []
    world.clock.pass_by(minutes=7)
    text = views(world, Channel.X)[0].posting.rendition_id
    note_posting(world.context, world.actor(JONAS), text, address="")
    assert x_dots(world) == [world.clock.now()]


def x_dots(world: World) -> list[datetime]:
    lanes = timeline(world.context, 1, language="en").lanes
    return [dot.at for lane in lanes if lane.key == "x.customers" for dot in lane.dots]


@pytest.mark.django_db(transaction=True)
def test_two_people_who_note_at_once_make_one_entry(world: World) -> None:
    said(world, incident(world))
    text = views(world, Channel.X)[0].posting.rendition_id
    at_once(
        *(lambda: note_posting(world.context, world.actor(JONAS), text, address="") for _ in "123")
    )
    assert len(log(EventKind.POSTING_NOTED)) == 1
