"""Texts in the shapes of Slack and Microsoft Teams: nothing in them gets a meaning of its own."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.delivery.chat.note import ChatNote, parts
from noroshi.delivery.chat.slack import mrkdwn, slack_body
from noroshi.delivery.chat.teams import teams_body
from noroshi.delivery.providers.webhook.provider import says_gone
from noroshi.domain.asking import Means, means_of
from noroshi.domain.channel import Channel
from noroshi.domain.webhook_shape import Shape, shape_of
from noroshi.net import Reply
from tests.pages.corpus import STORABLE

NOTE = ChatNote(
    title="Checkout errors in Europe",
    body_markdown="We are **sorry**. See [the page](https://kitsune.example/status/).\n\n- one\n- two",
    link="https://kitsune.example/status/incidents/1.html",
    link_label="Read it on the status page",
    language="en",
)


def slack(note: ChatNote) -> Any:
    return json.loads(slack_body(note))


def card(note: ChatNote) -> Any:
    return json.loads(teams_body(note))["attachments"][0]["content"]


@pytest.mark.parametrize(
    ("address", "shape", "means"),
    [
        ("https://hooks.slack.com/services/T/B/x", Shape.SLACK, Means.SLACK),
        ("https://HOOKS.slack.com./services/T/B/x", Shape.SLACK, Means.SLACK),
        ("https://kitsune.webhook.office.com/webhookb2/a", Shape.TEAMS, Means.TEAMS),
        ("https://prod-1.eu.logic.azure.com:443/workflows/a?sig=b", Shape.TEAMS, Means.TEAMS),
        ("https://hooks.slack.com.evil.example/", Shape.INCIDENT, Means.WEBHOOK),
        ("https://evil.example/hooks.slack.com", Shape.INCIDENT, Means.WEBHOOK),
        ("https://[", Shape.INCIDENT, Means.WEBHOOK),
    ],
)
def test_an_address_says_which_shape_it_reads(address: str, shape: Shape, means: Means) -> None:
    assert shape_of(address) is shape
    assert means_of(Channel.WEBHOOK, address) is means


def test_slack_gets_a_heading_the_text_in_its_notation_and_the_link() -> None:
    told = slack(NOTE)
    head, text, foot = told["blocks"]
    assert head["text"]["text"] == NOTE.title
    assert text["text"]["text"] == (
        "We are *sorry*. See <https://kitsune.example/status/|the page>.\n\n- one\n- two"
    )
    assert foot["elements"][0]["text"] == f"<{NOTE.link}|{NOTE.link_label}>"
    assert told["text"].startswith(NOTE.title)


@pytest.mark.parametrize(
    ("markdown", "said"),
    [
        ("<!channel> <!here>", "&lt;!channel&gt; &lt;!here&gt;"),
        ("<@U123> &lt;", "&lt;@U123&gt; &lt;"),
        ("[x](javascript:alert(1))", "[x](javascript:alert(1))"),
        ("[a|b](https://x.example/a|b)", "<https://x.example/a%7Cb|a|b>"),
        ("`<b>`", "`&lt;b&gt;`"),
        ("    <code>", "```&lt;code&gt;\n```"),
    ],
)
def test_nothing_in_a_text_means_anything_to_slack(markdown: str, said: str) -> None:
    assert mrkdwn(markdown).strip() == said


@given(st.text(max_size=200))
def test_no_text_whatever_mentions_anybody(text: str) -> None:
    said = slack(replace(NOTE, title=text[:50] or "x", body_markdown=text))
    for words in (said["text"], *(b["text"]["text"] for b in said["blocks"][1:-1])):
        assert "<!" not in words
        assert "<@" not in words
        assert "<#" not in words


def test_teams_gets_one_card_with_one_button() -> None:
    told = card(NOTE)
    assert told["type"] == "AdaptiveCard"
    assert [block["type"] for block in told["body"]] == ["TextBlock", "TextBlock"]
    assert told["actions"] == [
        {"type": "Action.OpenUrl", "title": NOTE.link_label, "url": NOTE.link}
    ]


@pytest.mark.parametrize(
    ("markdown", "said"),
    [
        ("[x](javascript:alert(1))", r"[x]\(javascript:alert(1))"),
        ("[x]( JavaScript:alert(1))", r"[x]\( JavaScript:alert(1))"),
        ("![x](data:image/png;base64,AA)", r"![x]\(data:image/png;base64,AA)"),
        ("[x](https://x.example/) [m](mailto:a@b.example)",) * 2,
    ],
)
def test_links_in_teams_lead_to_the_web_or_to_a_mail(markdown: str, said: str) -> None:
    assert card(replace(NOTE, body_markdown=markdown))["body"][1]["text"] == said


def test_no_text_of_the_corpus_is_anything_but_text_to_a_chat() -> None:
    for payload in STORABLE:
        note = replace(NOTE, title=payload, body_markdown=payload)
        shown = [block["text"] for block in card(note)["body"]]
        assert not any(re.search(r"(?<!\\)\]\((?!https?://|mailto:)", text) for text in shown)
        said = slack(note)
        marked = [said["text"], *(b["text"]["text"] for b in said["blocks"][1:-1])]
        assert not any(re.search(r"<(?!https?://|mailto:)", text) for text in marked)


def test_a_title_stays_a_title_in_teams() -> None:
    told = card(replace(NOTE, title="[click](https://evil.example) *now*"))
    assert told["body"][0]["text"] == r"\[click\](https://evil.example) \*now\*"


def test_a_report_of_any_length_fits() -> None:
    long = replace(NOTE, body_markdown="長い文章です。\n\n" * 5_000, title="x" * 400)
    assert all(len(block["text"]["text"]) <= 3_000 for block in slack(long)["blocks"][:-1])
    assert len(slack(long)["blocks"]) <= 50
    assert len(teams_body(long)) < 50_000


@given(st.text(max_size=300), st.integers(5, 40))
def test_pieces_lose_no_word_and_are_never_too_long(text: str, most: int) -> None:
    found = parts(text, most)
    assert all(len(piece) <= most for piece in found)
    assert "".join("".join(found).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("status", "body", "gone"),
    [
        (404, b"no_service", True),
        (403, b"action_prohibited", True),
        (404, b"Not Found", False),
        (500, b"no_service", False),
    ],
)
def test_slack_says_when_a_channel_is_gone(status: int, body: bytes, gone: bool) -> None:
    assert says_gone(Reply(status=status, headers={}, body=body)) is gone
