"""What a person posts by hand, and the one blog post of an incident (R10, R11)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from noroshi.domain.channel import Channel
from noroshi.domain.compose.blog import Entry, post
from noroshi.domain.incident import Stage
from noroshi.domain.message import RenditionKey
from noroshi.domain.posting import Posting, PostingState, address_of, earlier_on_blog, state_of

NOON = datetime(2026, 3, 12, 12, 0, tzinfo=UTC)
X = RenditionKey(audience="customers", channel=Channel.X, language="en")
BLOG = RenditionKey(audience="customers", channel=Channel.BLOG, language="en")


def posting(number: int, key: RenditionKey = X, **more: object) -> Posting:
    made = Posting(
        rendition_id=number,
        incident_number=1,
        message_number=number,
        stage=Stage.IDENTIFIED,
        key=key,
        subject="",
        body=f"Words {number}.",
        owed_at=NOON + timedelta(minutes=30 * number),
    )
    return replace(made, **more)  # type: ignore[arg-type]


def test_a_text_is_owed_until_somebody_says_that_it_was_posted() -> None:
    one = posting(1)
    assert state_of(one, [one]) is PostingState.OWED
    done = replace(one, posted_at=NOON)
    assert state_of(done, [done]) is PostingState.POSTED


def test_an_older_text_is_overtaken_by_a_newer_one_for_the_same_place_only() -> None:
    one, two = posting(1), posting(2)
    elsewhere = posting(3, replace(X, language="ja"))
    assert state_of(one, [one, two, elsewhere]) is PostingState.OVERTAKEN
    assert state_of(two, [one, two, elsewhere]) is PostingState.OWED


def test_what_was_posted_stays_posted_when_a_newer_text_comes() -> None:
    one = posting(1, posted_at=NOON)
    assert state_of(one, [one, posting(2)]) is PostingState.POSTED


def test_a_blog_text_brings_the_earlier_ones_in_order_and_a_post_on_x_does_not() -> None:
    blog = [posting(3, BLOG), posting(1, BLOG), posting(2, BLOG)]
    assert [one.message_number for one in earlier_on_blog(blog[2], blog)] == [1, 2]
    assert earlier_on_blog(posting(2), blog) == ()


def test_the_address_of_the_latest_earlier_post_is_the_one_to_extend() -> None:
    posts = [
        posting(1, BLOG, address="https://blog.example/1"),
        posting(2, BLOG, address="https://blog.example/2"),
        posting(3, BLOG),
    ]
    assert address_of(posts[2], posts) == "https://blog.example/2"
    assert address_of(posts[0], posts) == ""


def test_the_blog_post_holds_every_update_word_for_word_oldest_first() -> None:
    entries = [
        Entry(at=NOON + timedelta(hours=1), stage=Stage.IDENTIFIED, body="We found it.\n"),
        Entry(at=NOON, stage=Stage.INVESTIGATING, body="We are looking."),
    ]
    assert post(entries, language="en", zone="Europe/Berlin") == (
        "## 13:00 CET · Investigating\n\nWe are looking.\n\n## 14:00 CET · Identified\n\nWe found it."
    )


def test_a_post_over_two_days_says_the_day_of_each_entry() -> None:
    entries = [
        Entry(at=NOON, stage=Stage.INVESTIGATING, body="A"),
        Entry(at=NOON + timedelta(days=1), stage=Stage.RESOLVED, body="B"),
    ]
    english = post(entries, language="en", zone="Europe/Berlin")
    assert "12 March" in english
    assert "13 March" in english
    japanese = post(entries, language="ja", zone="Asia/Tokyo")
    assert "3月12日" in japanese
    assert "調査" in japanese


def test_a_post_without_entries_is_empty() -> None:
    assert post([], language="en", zone="UTC") == ""
