"""While the cause is known, a message says what customers can do meanwhile."""

from __future__ import annotations

import pytest

from noroshi.domain.channel import SHORT, Channel
from noroshi.domain.guardrails.mend import apply
from noroshi.domain.guardrails.rule import Context, Known, Level
from noroshi.domain.incident import Stage
from tests.domain.guardrails.texts import found, text

MISSING = [
    ("en", "Some card payments fail. We have found the cause."),
    ("en", "Some card payments fail. Please bear with us."),
    ("en", "Please contact support if you have questions."),
    ("en", "You can follow the progress on our status page."),
    ("en", "Card payments in Europe fail; other regions work normally."),
    ("ja", "決済エラーが続いております。今しばらくお待ちください。"),
    ("ja", "請求書をご利用いただけません。"),
    ("ja", "その他の地域では通常どおりご利用いただけます。"),
    ("ja", "最新の状況は、稼働状況ページをご覧ください。"),
]
SAID = [
    ("en", "Bank transfer works as usual."),
    ("en", "Please try again after a few minutes."),
    ("en", "We do not know a workaround yet."),
    ("en", "You do not need to change anything."),
    ("ja", "銀行振込は通常どおりご利用いただけます。"),
    ("ja", "数分後に再度お試しください。"),
    ("ja", "代わりの方法は、現時点では見つかっておりません。"),
    ("ja", "設定の変更は不要です。"),
]
OVER = [
    ("en", "Payments work again, and we are watching them."),
    ("en", "We believe that it is over, and we keep watching until we are sure."),
    ("ja", "現在は解消しているものと見ておりますが、引き続き監視いたします。"),
]
NOT_YET_OVER = [
    ("en", "A fix is in place. We are monitoring to confirm that services have recovered."),
    ("ja", "修正を適用しました。復旧を確認できるまで監視いたします。"),
]


@pytest.mark.parametrize(("language", "body"), MISSING)
@pytest.mark.parametrize("stage", [Stage.IDENTIFIED, Stage.MONITORING])
def test_a_message_without_a_way_to_go_on_is_warned_about(
    language: str, body: str, stage: Stage
) -> None:
    (missing,) = found("no_workaround", text(body, language, stage=stage))
    assert (missing.level, missing.mend) == (Level.WARN, None)


@pytest.mark.parametrize(("language", "body"), SAID)
def test_a_way_to_go_on_or_that_there_is_none_passes(language: str, body: str) -> None:
    assert not found("no_workaround", text(body, language))


@pytest.mark.parametrize(("language", "body"), OVER)
def test_when_it_works_again_nobody_needs_a_way_around(language: str, body: str) -> None:
    assert not found("no_workaround", text(body, language, stage=Stage.MONITORING))
    assert found("no_workaround", text(body, language, stage=Stage.IDENTIFIED))


@pytest.mark.parametrize(("language", "body"), NOT_YET_OVER)
def test_to_wait_for_recovery_is_not_to_have_it(language: str, body: str) -> None:
    assert found("no_workaround", text(body, language, stage=Stage.MONITORING))


@pytest.mark.parametrize("stage", [Stage.INVESTIGATING, Stage.RESOLVED, Stage.POSTMORTEM])
def test_at_other_stages_nothing_is_asked(stage: Stage) -> None:
    assert not found("no_workaround", text("Some card payments fail.", stage=stage))


@pytest.mark.parametrize("channel", sorted(SHORT))
def test_short_channels_carry_the_link_instead(channel: Channel) -> None:
    assert not found("no_workaround", text("Some card payments fail.", channel=channel))


def test_colleagues_and_other_languages_are_exempt() -> None:
    assert not found("no_workaround", text("Card payments fail.", internal=True))
    assert not found("no_workaround", text("Zahlungen scheitern.", "de"))


@pytest.mark.parametrize(
    ("language", "answer", "sentence"),
    [
        ("en", "", "We do not know a workaround yet."),
        ("en", "Bank transfer works", "Bank transfer works."),
        ("en", "Buyers reach us by phone.", "Buyers reach us by phone."),
        ("ja", "", "代わりの方法は、現時点では見つかっておりません。"),
        ("ja", "店頭の端末でお支払いを承ります", "店頭の端末でお支払いを承ります。"),
    ],
)
def test_one_click_says_what_the_checklist_knows(language: str, answer: str, sentence: str) -> None:
    body = {"en": "We are sorry.\n\nNext.", "ja": "申し訳ございません。\n\n以上です。"}[language]
    context = Context(known=Known(workaround=answer))
    (missing,) = found("no_workaround", text(body, language, context=context))
    _, mended = apply(missing, "", body)
    first, second, last = mended.split("\n\n")
    assert (second, f"{first}\n\n{last}") == (sentence, body)
    assert not found("no_workaround", text(mended, language, context=context))
