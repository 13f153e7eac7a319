"""A text reaches those whom it was written for, and nobody else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from noroshi.domain.channel import Channel
from noroshi.domain.guardrails.rule import Level, Sibling
from noroshi.domain.guardrails.rules.wrong_audience import OPEN_TO_ALL
from noroshi.domain.guardrails.run import check
from tests.domain.guardrails.texts import BODIES, CONTEXT, found, marked, text

BAD = {
    "INTERNAL ONLY: payments fail.": "INTERNAL ONLY",
    "internal use only\n\nPayments fail.": "internal use only",
    "ＩＮＴＥＲＮＡＬ ＯＮＬＹ - payments fail.": "ＩＮＴＥＲＮＡＬ ＯＮＬＹ",
    "INTER\u200bNAL ONLY: payments fail.": "INTER\u200bNAL ONLY",
    "[Internal] Payments fail.": "Internal",
    "Internal: payments fail.": "Internal",
    "`INTERNAL ONLY` Payments fail.": "INTERNAL ONLY",
    "🔒 **Confidential**\nPayments fail.": "Confidential",
    "Payments fail (internal only).": "internal only",
    "Payments fail - not for customers": "not for customers",
    "Payments fail. Please do not forward this message.": "do not forward this message",
    "Payments fail. Do not share.": "Do not share",
    "Payments fail. Don't share this outside the company.": "Don't share this",
    "This message is for internal use only.": "This message is for internal use only",
    "Please keep this confidential.": "Please keep this confidential",
    "@channel payments fail": "@channel",
    "【社外秘】決済が失敗しています。": "社外秘",
    "社内限り\n決済が失敗しています。": "社内限り",
    "決済が失敗しています（部外秘）。": "部外秘",
    "転送禁止です。決済が失敗しています。": "転送禁止",
    "本メールは社外秘として扱ってください。": "社外秘",
    "取扱注意：決済が失敗しています。": "取扱注意",
    "社外に転送しないでください。": "社外に転送しないで",
    "このメールは転送しないでください。": "このメールは転送しない",
}
GOOD = [
    "Confidential data was not affected.",
    "Internal systems were slow.",
    "Please do not share your password.",
    "Do not forward this code.",
    "We do not share data with third parties.",
    "A tool for internal use only was the cause.",
    "機密情報の漏えいはありません。",
    "社外秘の情報は含まれておりません。",
    "社内向けツールが停止しました。",
    "関係者のみなさまにお詫びします。",
    "このリンクは転送しないでください。",
]
ROOM = replace(CONTEXT, internal_links=("https://meet.kitsune.example/incident/", ""))
SECRET_EN = "The on-call engineer rolled back the deployment of 13:50 CET."
SHARED_EN = "We are sorry that the on-call team needs until 16:00 CET for the repair."


@pytest.mark.parametrize("channel", list(Channel))
def test_a_text_for_colleagues_is_never_on_an_open_channel(channel: Channel) -> None:
    hits = found("wrong_audience", text(channel=channel, internal=True))
    assert [hit.found for hit in hits] == ([BODIES["en"]] if channel in OPEN_TO_ALL else [])


def test_everything_that_strangers_read_is_open() -> None:
    assert {"status_page", "x", "bluesky", "mastodon", "blog"} == OPEN_TO_ALL


@pytest.mark.parametrize(("body", "mark"), BAD.items())
def test_a_mark_of_internal_texts_is_blocked_outside(body: str, mark: str) -> None:
    assert any(mark in one for one in marked("wrong_audience", body))


@pytest.mark.parametrize("body", BAD)
def test_a_mark_of_internal_texts_is_fine_inside(body: str) -> None:
    assert not found("wrong_audience", text(body, internal=True))


@pytest.mark.parametrize("body", GOOD)
def test_a_sentence_about_something_else_passes(body: str) -> None:
    assert marked("wrong_audience", body) == []


def test_a_mark_in_the_subject_is_found() -> None:
    assert found("wrong_audience", text(subject="[INTERNAL] Payments fail"))


def test_two_marks_at_one_place_are_found_once() -> None:
    assert marked("wrong_audience", "STRICTLY CONFIDENTIAL - INTERNAL ONLY") == [
        "STRICTLY CONFIDENTIAL",
        "INTERNAL ONLY",
    ]


@pytest.mark.parametrize(
    ("body", "mark"),
    [
        ("Join https://meet.kitsune.example/incident.", "https://meet.kitsune.example/incident."),
        ("Join MEET.kitsune.example/incident?pwd=1", "MEET.kitsune.example/incident?pwd=1"),
        ("Join `meet.kitsune.example/incident/2`", "meet.kitsune.example/incident/2`"),
    ],
)
def test_the_incident_room_is_for_colleagues(body: str, mark: str) -> None:
    assert [hit.found for hit in found("wrong_audience", text(body, context=ROOM))] == [mark]
    assert not found("wrong_audience", text(body, context=ROOM, internal=True))


@pytest.mark.parametrize("body", ["See https://meet.kitsune.example/incidents", "See kitsune"])
def test_other_addresses_are_for_anybody(body: str) -> None:
    assert not found("wrong_audience", text(body, context=ROOM))


def test_an_empty_link_finds_nothing() -> None:
    assert not found("wrong_audience", text(context=replace(CONTEXT, internal_links=("",))))


def sibling(body: str, *, audience: str = "internal", internal: bool = True) -> Sibling:
    return Sibling(
        language="en",
        audience=audience,
        channel=Channel.EMAIL,
        subject="",
        body=body,
        internal=internal,
    )


def test_a_sentence_of_colleagues_that_was_copied_is_a_warning() -> None:
    context = replace(CONTEXT, siblings=(sibling(SECRET_EN), sibling("Hi", audience="it_admins")))
    (hit,) = found("wrong_audience", text(f"Sorry.  {SECRET_EN.upper()}", context=context))
    assert (hit.level, hit.found) == (Level.WARN, SECRET_EN.upper())


def test_a_sentence_that_other_outsiders_get_too_passes() -> None:
    others = (sibling(SHARED_EN), sibling(SHARED_EN, audience="it_admins", internal=False))
    assert not found("wrong_audience", text(SHARED_EN, context=replace(CONTEXT, siblings=others)))


def test_the_text_itself_among_the_others_changes_nothing() -> None:
    others = (sibling(SECRET_EN), sibling(SECRET_EN, audience="customers", internal=False))
    assert found("wrong_audience", text(SECRET_EN, context=replace(CONTEXT, siblings=others)))


@pytest.mark.parametrize(
    "body",
    [BODIES["en"], "On-call.", "The on-call engineer sees what is on the page."],
)
def test_template_sentences_and_short_or_other_ones_pass(body: str) -> None:
    context = replace(CONTEXT, siblings=(sibling(f"On-call.\n\n{BODIES['en']}"),))
    assert not found("wrong_audience", text(body, context=context))


def test_no_plan_lifts_the_interlock() -> None:
    hits = check(text(channel=Channel.STATUS_PAGE, internal=True), {"wrong_audience": "off"})
    assert ("wrong_audience", Level.BLOCK) in [(hit.code, hit.level) for hit in hits]
