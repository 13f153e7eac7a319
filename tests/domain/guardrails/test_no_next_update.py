"""Every message names the promised time of the next update, and no other."""

from __future__ import annotations

from datetime import timedelta

import pytest

from noroshi.domain.guardrails.mend import apply
from noroshi.domain.guardrails.rule import Context, Known
from noroshi.domain.incident import Stage
from tests.domain.guardrails.texts import PROMISED, found, text

AT_3_15 = Context(next_update_at=PROMISED, next_update_text="15:15 CET")
MISSING = [
    ("en", "We are sorry. The next update follows soon."),
    ("en", "Next update in 30 minutes."),
    ("en", "Next update shortly."),
    ("en", "We will keep you informed."),
    ("en", "Payments have failed since 14:02 CET."),
    ("en", "Next update: see `15:15`."),
    ("en", "See https://kitsune.example/15:15"),
    ("en", "The ratio is 15:151."),
    ("en", "We will update you on the outage that began at 14:02 CET."),
    ("en", ""),
    ("ja", "次回のお知らせまで、しばらくお待ちください。"),
    ("ja", "30分後に改めてお知らせします。"),
    ("ja", "続報をお待ちください。"),
    ("ja", "状況が変わり次第、お知らせします。"),
    ("ja", "14:02ごろから発生しています。"),
    ("ja", "14:02より発生している障害について、改めてお知らせします。"),
    ("ja", "15時間後にお知らせします。"),
    ("ja", "調査を続けています。"),
    ("ja", "まもなく復旧します。"),
    ("ja", ""),
]
CONTRADICTIONS = [
    ("en", "Next update by 16:00.", "16:00"),
    ("en", "Next update by 15:15 UTC.", "15:15 UTC"),
    ("en", "By 3:45 pm we will post another update.", "3:45 pm"),
    ("en", "The next status update comes at 15:35 CET.", "15:35 CET"),
    ("en", "We will report again at 4 p.m.", "4 p.m."),
    ("ja", "次回は16:00までにお知らせします。", "16:00"),
    ("ja", "次回は１６時までにお知らせします。", "１６時"),
    ("ja", "午後3時半までにご報告します。", "午後3時半"),
    ("ja", "続報は15時35分にお知らせします。", "15時35分"),
    ("ja", "次回は日本時間15:15までにお知らせします。", "日本時間15:15"),
]
GOOD = [
    ("en", "Next update by 15:15 CET."),
    ("en", "Next update by 15:15."),
    ("en", "Next update by 14:15 UTC."),
    ("en", "Next update by 3:15 pm."),
    ("en", "Next update by 3:15 P.M. CET."),
    ("en", "By 15:15:00 (CET) we will post another update."),
    ("en", "We will update you by 15:15 about the fault that began at 14:02."),
    ("en", "Check this page again at 15:15 CET."),
    ("en", "Next update by 23:15 JST."),
    ("en", "Next update by １５：１５."),
    ("ja", "次回は15:15までにお知らせします。"),
    ("ja", "次回は15時15分までにお知らせします。"),
    ("ja", "次回は午後3時15分までにお知らせします。"),
    ("ja", "次回は午後３時１５分までにお知らせします。"),
    ("ja", "続報は15：15ごろの予定です。"),
    ("ja", "次回は日本時間23:15までにお知らせします。"),
    ("ja", "次回は23:15（日本時間）までにお知らせします。"),
    ("ja", "14:02に発生した障害について、次回は15:15までにお知らせします。"),
    ("ja", "15:15までに改めてご報告いたします。"),
    ("ja", "次回のお知らせ\n15:15"),
]


@pytest.mark.parametrize(("language", "body"), MISSING)
def test_a_message_without_the_promised_time_is_blocked(language: str, body: str) -> None:
    (missing,) = found("no_next_update", text(body, language, context=AT_3_15))
    assert missing.start == missing.end == len(body.rstrip())


@pytest.mark.parametrize(("language", "body", "time"), CONTRADICTIONS)
def test_another_time_beside_next_update_contradicts(language: str, body: str, time: str) -> None:
    (wrong,) = found("no_next_update", text(body, language, context=AT_3_15))
    assert (wrong.found, wrong.mend) == (time, "15:15 CET")


@pytest.mark.parametrize(("language", "body"), GOOD)
def test_the_promised_time_passes_however_it_is_written(language: str, body: str) -> None:
    assert not found("no_next_update", text(body, language, context=AT_3_15))


@pytest.mark.parametrize(("language", "body", "time"), CONTRADICTIONS)
def test_one_click_corrects_the_time(language: str, body: str, time: str) -> None:
    before = text(body, language, context=AT_3_15)
    (wrong,) = found("no_next_update", before)
    _, mended = apply(wrong, before.subject, body)
    assert not found("no_next_update", text(mended, language, context=AT_3_15))


@pytest.mark.parametrize(("language", "body"), MISSING)
def test_one_click_adds_the_time(language: str, body: str) -> None:
    before = text(body, language, context=AT_3_15)
    (missing,) = found("no_next_update", before)
    _, mended = apply(missing, before.subject, body)
    assert not found("no_next_update", text(mended, language, context=AT_3_15))


def test_when_no_time_is_promised_the_writer_must_set_one() -> None:
    (unset,) = found("no_next_update", text("Next update by 15:15.", context=Context()))
    assert unset.reason["en"] == "No time for the next update is set."
    assert unset.mend is None


@pytest.mark.parametrize("stage", [Stage.RESOLVED, Stage.POSTMORTEM])
def test_when_it_is_over_nothing_more_is_promised(stage: Stage) -> None:
    assert not found("no_next_update", text("It works.", stage=stage, context=Context()))


def test_colleagues_are_promised_nothing() -> None:
    assert not found("no_next_update", text("It fails.", internal=True, context=Context()))


def test_the_time_alone_is_enough_of_a_promise() -> None:
    bare = Context(next_update_at=PROMISED.replace(hour=9, minute=5))
    assert not found("no_next_update", text("Next update by 9:05.", context=bare))
    (missing,) = found("no_next_update", text("It fails.", context=bare))
    assert missing.mend == "\n\nNext update by 09:05."


def test_the_written_form_alone_is_enough_of_a_promise() -> None:
    written = Context(next_update_text="15:15まで")
    assert not found("no_next_update", text("次回は15:15です。", "ja", context=written))
    (missing,) = found("no_next_update", text("停止中です。", "ja", context=written))
    assert missing.mend == "\n\n次回は15:15までにお知らせいたします。"


def test_at_one_in_the_morning_25_hours_means_the_same() -> None:
    late = Context(next_update_at=PROMISED + timedelta(hours=9, minutes=45))
    assert not found(
        "no_next_update", text("次回は25:00までにお知らせします。", "ja", context=late)
    )
    assert not found(
        "no_next_update", text("次回は午前1時までにお知らせします。", "ja", context=late)
    )
    assert found("no_next_update", text("次回は午前99時です。", "ja", context=late))


def test_in_another_language_the_time_must_still_appear() -> None:
    assert not found("no_next_update", text("Bis 15:15 CET.", "de", context=AT_3_15))
    (missing,) = found("no_next_update", text("Bis 16:00.", "de", context=AT_3_15))
    assert missing.mend is None


def test_two_wrong_times_in_two_sentences_are_two_findings() -> None:
    body = "Since 14:02 it fails. Next update by 15:35. The next report comes at 15:45."
    wrong = found("no_next_update", text(body, context=AT_3_15))
    assert [finding.found for finding in wrong] == ["15:35", "15:45"]


@pytest.mark.parametrize(
    ("language", "body", "wrong"),
    [
        ("en", "Next update: tomorrow at 15:15 CET.", "tomorrow at 15:15 CET"),
        ("en", "Next update by 15:15 CET tomorrow.", "15:15 CET tomorrow"),
        ("ja", "次回のご案内は明日の15時15分です。", "明日の15時15分"),
    ],
)
def test_the_right_time_on_the_next_day_contradicts(language: str, body: str, wrong: str) -> None:
    began = Known(started_at=PROMISED - timedelta(hours=1))
    today = Context(next_update_at=PROMISED, next_update_text="15:15 CET", known=began)
    (finding,) = found("no_next_update", text(body, language, context=today))
    assert finding.found == wrong
    assert finding.mend == "15:15 CET"


def test_tomorrow_may_be_the_promised_day() -> None:
    began = Known(started_at=PROMISED - timedelta(days=1))
    ahead = Context(next_update_at=PROMISED, next_update_text="15:15 CET", known=began)
    assert not found("no_next_update", text("Next update tomorrow at 15:15 CET.", context=ahead))


@pytest.mark.parametrize(
    ("language", "work", "news"),
    [
        ("en", "The restart begins at 15:15.", "We restart it and tell you by 15:15 how it went."),
        ("ja", "15時15分に再起動いたします。", "再起動の結果は15時15分までにお知らせします。"),
    ],
)
def test_the_time_of_a_restart_is_no_promise_of_news(language: str, work: str, news: str) -> None:
    assert found("no_next_update", text(work, language, context=AT_3_15))
    assert not found("no_next_update", text(news, language, context=AT_3_15))
