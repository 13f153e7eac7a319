"""Every message says what customers notice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from noroshi.domain.channel import Channel
from noroshi.domain.guardrails.mend import apply
from noroshi.domain.guardrails.rule import Context, Known, Level
from noroshi.domain.incident import INCIDENT_STAGES, Stage
from tests.domain.guardrails.texts import CONTEXT, found, text

VAGUE = [
    ("en", "We are sorry for the trouble with Checkout."),
    ("en", "Checkout shows degraded performance."),
    ("en", "A configuration error affects some customers."),
    ("en", "Checkout is disrupted, caused by a failed switch."),
    ("en", "We cannot say yet how many customers are affected."),
    ("ja", "チェックアウトに不具合が発生しております。"),
    ("ja", "サーバーの故障により、一部のお客さまに影響が出ております。"),
    ("ja", "影響の範囲は、まだ特定できておりません。"),
    ("ja", "他の地域では、エラーは発生しておりません。"),
]
CLEAR = [
    ("en", "Some customers cannot pay by card."),
    ("en", "Order e-mails arrive up to an hour late."),
    ("en", "Because of a failed switch, some shops are unable to sign in."),
    ("en", "Some buyers see a blank page."),
    ("ja", "決済が完了しない場合があります。"),
    ("ja", "確認メールの到着が遅れております。"),
    ("ja", "接続しづらい状態が続いております。"),
    ("ja", "画面の表示に時間がかかっております。"),
]
KNOWN = replace(CONTEXT, known=Known(effect="Some buyers pay and get no receipt"))


@pytest.mark.parametrize(("language", "body"), VAGUE)
def test_our_own_words_say_nothing_of_what_customers_notice(language: str, body: str) -> None:
    (missing,) = found("no_effect", text(body, language, subject="-"))
    assert (missing.level, missing.mend) == (Level.WARN, None)


@pytest.mark.parametrize(("language", "body"), CLEAR)
def test_what_customers_notice_passes(language: str, body: str) -> None:
    assert not found("no_effect", text(body, language, subject="-"))


@pytest.mark.parametrize("stage", INCIDENT_STAGES)
def test_it_is_said_at_every_stage(stage: Stage) -> None:
    assert found("no_effect", text("We are sorry for the trouble.", subject="-", stage=stage))


def test_the_subject_says_it_where_the_channel_shows_one() -> None:
    vague = "Trouble with Checkout in Europe."
    assert not found("no_effect", text(vague))
    assert not found("no_effect", text(vague, channel=Channel.PUSH))
    assert found("no_effect", text(vague, channel=Channel.SMS))


def test_one_click_adds_the_answer_of_the_checklist_below_the_apology() -> None:
    body = "We are sorry.\n\nNext update by 15:15 CET."
    before = text(body, subject="-", context=KNOWN)
    (missing,) = found("no_effect", before)
    _, mended = apply(missing, "-", body)
    assert mended == (
        "We are sorry.\n\nSome buyers pay and get no receipt.\n\nNext update by 15:15 CET."
    )
    assert not found("no_effect", text(mended, subject="-", context=KNOWN))


def test_the_answer_goes_neither_below_a_heading_nor_into_code() -> None:
    for body in ("# News\n\nWe are sorry.", "```\na\n\nb\n```"):
        (missing,) = found("no_effect", text(body, subject="-", context=KNOWN))
        assert missing.start == len(body)


def test_a_japanese_answer_ends_with_its_own_full_stop() -> None:
    answer = Context(known=Known(effect="入金の通知がありません"))
    (missing,) = found("no_effect", text("お詫びいたします。", "ja", subject="-", context=answer))
    assert missing.mend == "\n\n入金の通知がありません。"


def test_colleagues_and_other_languages_are_exempt() -> None:
    assert not found("no_effect", text("Trouble.", subject="-", internal=True))
    assert not found("no_effect", text("Eine Störung.", "de", subject="-"))
