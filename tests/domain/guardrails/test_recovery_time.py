"""Nobody promises a time of recovery without a fact behind it."""

from __future__ import annotations

import pytest

from noroshi.domain.guardrails.rule import Context, Known, Level
from noroshi.domain.incident import Stage
from tests.domain.guardrails.texts import found, marked, text

PROMISES = [
    ("en", "It will be fixed by 16:00.", "will be fixed by 16:00"),
    ("en", "By 16:00 CET it should work again.", "16:00 CET it should work again"),
    ("en", "We expect it back within the hour.", "expect it back within the hour"),
    ("en", "Back in about 30 minutes.", "Back in about 30 minutes"),
    ("en", "It should be restored shortly.", "should be restored shortly"),
    ("en", "Service will soon be restored.", "will soon be restored"),
    ("en", "ETA: 2 hours.", "ETA: 2 hours"),
    ("en", "Recovery is expected by Monday.", "Recovery is expected by Monday"),
    ("en", "The repair will take two hours.", "repair will take two hours"),
    ("en", "Invoices will be down until 18:00.", "will be down until 18:00"),
    ("ja", "16時までに復旧する見込みです。", "16時までに復旧する見込"),
    ("ja", "まもなく復旧いたします。", "まもなく復旧いたします"),
    ("ja", "1時間程度で復旧予定です。", "1時間程度で復旧予定"),
    ("ja", "復旧見込みは、本日16時ごろです。", "復旧見込みは、本日"),
    ("ja", "復旧まで2時間ほどかかる見込みです。", "復旧まで2時間ほどかかる"),
    ("ja", "近日中に再開いたします。", "近日中に再開いたします"),
    ("ja", "18時ごろまで発行できない見込みです。", "18時ごろまで発行できない見込"),
]
HARMLESS = [
    ("en", "We do not know yet when everything will work again."),
    ("en", "Next update by 15:15 CET. We will update again soon."),
    ("en", "By 15:15 CET we will tell you when we expect it to be restored."),
    ("en", "We will fix it as soon as possible."),
    ("en", "It was restored at 14:10 CET, 20 minutes after the first alarm."),
    ("en", "Order e-mails arrive up to an hour late."),
    ("en", "We will restore the last two hours of orders from a backup."),
    ("en", "It is too early to say whether it will be fixed today."),
    ("ja", "復旧の時期は未定です。"),
    ("ja", "次回は15:15までにお知らせいたします。"),
    ("ja", "15:15までに復旧の見込みをお知らせいたします。"),
    ("ja", "14:10に復旧いたしました。"),
    ("ja", "16時現在、復旧の見込みは立っておりません。"),
    ("ja", "復旧まで、今しばらくお待ちください。"),
    ("ja", "本日中に復旧できるかどうかは、分かっておりません。"),
    ("ja", "復旧次第、お知らせいたします。"),
]
PREVENTIVE = [
    ("en", "We will finish the change by 30 March."),
    ("en", "By 30 March we will fix the alarm that stayed silent."),
    ("ja", "3月末までに対策を完了いたします。"),
    ("ja", "3月30日までに切り替え手順の修正を完了する予定です。"),
]
REST = [
    ("en", "The remaining delays should clear within 20 minutes."),
    ("en", "Reports should be back to normal soon."),
    ("ja", "レポートの表示は本日中に正常化する予定です。"),
]
OVER = [Stage.RESOLVED, Stage.POSTMORTEM]


@pytest.mark.parametrize(("language", "body", "words"), PROMISES)
def test_a_promise_is_blocked_where_it_stands(language: str, body: str, words: str) -> None:
    (promise,) = found("recovery_time", text(body, language))
    assert promise.level is Level.BLOCK
    assert promise.found.startswith(words)


@pytest.mark.parametrize(("language", "body"), HARMLESS)
def test_what_is_no_promise_passes(language: str, body: str) -> None:
    assert not marked("recovery_time", body, language)


@pytest.mark.parametrize(("language", "body", "words"), PROMISES)
@pytest.mark.parametrize("fact", [None, "", " "])
def test_without_an_answer_there_is_no_fact(
    language: str, body: str, words: str, fact: str | None
) -> None:
    context = Context(known=Known(recovery_time=fact))
    assert found("recovery_time", text(body, language, context=context))


@pytest.mark.parametrize(("language", "body", "words"), PROMISES)
def test_with_an_answer_behind_it_the_text_may_say_so(language: str, body: str, words: str) -> None:
    context = Context(known=Known(recovery_time="16:00"))
    assert not found("recovery_time", text(body, language, context=context))


@pytest.mark.parametrize("stage", OVER)
@pytest.mark.parametrize(("language", "body"), PREVENTIVE)
def test_dates_of_preventive_actions_are_no_promises(
    language: str, body: str, stage: Stage
) -> None:
    assert not found("recovery_time", text(body, language, stage=stage))


@pytest.mark.parametrize("stage", OVER)
@pytest.mark.parametrize(("language", "body"), REST)
def test_what_is_left_over_is_promised_no_more_than_the_rest(
    language: str, body: str, stage: Stage
) -> None:
    assert found("recovery_time", text(body, language, stage=stage))


def test_a_label_promises_while_it_lasts_and_reports_when_it_is_over() -> None:
    label = "- Cause: a full disk\n- Recovery: 16:00 CET"
    assert found("recovery_time", text(label))
    assert not found("recovery_time", text(label, stage=Stage.RESOLVED))
    assert found("recovery_time", text("【復旧予定時刻】\n本日 18:00", "ja"))
    assert not found("recovery_time", text("【復旧予定時刻】\n未定", "ja"))


def test_the_subject_promises_too() -> None:
    (promise,) = found("recovery_time", text(subject="Checkout: back by 16:00"))
    assert promise.found == "back by 16:00"


def test_colleagues_are_warned() -> None:
    (promise,) = found("recovery_time", text("It will be fixed by 16:00.", internal=True))
    assert promise.level is Level.WARN


def test_a_promise_stays_one_beside_the_next_update() -> None:
    body = "We hope to be back by 16:00 and will update you by 15:15."
    assert marked("recovery_time", body) == ["hope to be back by 16:00"]


def test_other_languages_are_not_read() -> None:
    assert not found("recovery_time", text("Wiederhergestellt bis 16:00.", "de"))
