"""Texts held against the facts, their other languages and their other channels."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from itertools import islice

import pytest

from noroshi.domain.channel import Channel
from noroshi.domain.guardrails.mend import apply
from noroshi.domain.guardrails.rule import Context, Known, Level
from noroshi.domain.guardrails.run import MOST_PER_RULE
from noroshi.domain.incident import Stage
from tests.domain.guardrails.beside import (
    BEGAN,
    both_languages,
    context_of,
    facts,
    other_language,
    sibling,
)
from tests.domain.guardrails.texts import CET, PROMISED, RULES, found, text

JST = timezone(timedelta(hours=9), "JST")
COMPARING = ("contradicts_facts", "languages_disagree", "channels_disagree", "missing_language")


def with_facts(**changed: object) -> Context:
    context = facts()
    assert context.known is not None
    return replace(context, known=replace(context.known, **changed))  # type: ignore[arg-type]


def wrong(body: str, language: str = "en", **changed: object) -> list[str]:
    context = with_facts(**changed)
    return [f.found for f in found("contradicts_facts", text(body, language, context=context))]


@pytest.mark.parametrize(
    ("body", "language", "mended"),
    [
        ("Since 14:20 payments fail.", "en", "Since 14:02 payments fail."),
        ("Since 13:20 UTC payments fail.", "en", "Since 13:02 UTC payments fail."),
        ("Payments fail since 14:20 CET.", "en", "Payments fail since 14:02 CET."),
        ("14:20から決済エラーが発生しています。", "ja", "14:02から決済エラーが発生しています。"),
        ("14時20分より障害が発生。", "ja", "14時02分より障害が発生。"),
        (
            "22:20（日本時間）から決済エラーが発生。",
            "ja",
            "22:02（日本時間）から決済エラーが発生。",
        ),
        ("Payments of 3,400 shops fail.", "en", "Payments of 3,200 shops fail."),
        ("約4.4千店舗で障害が発生。", "ja", "約3,200店舗で障害が発生。"),
    ],
)
def test_a_wrong_time_or_number_is_mended_by_the_fact(
    body: str, language: str, mended: str
) -> None:
    context = facts()
    (finding,) = found("contradicts_facts", text(body, language, context=context))
    assert apply(finding, "", body) == ("", mended)
    assert not found("contradicts_facts", text(mended, language, context=context))
    assert finding.level is Level.WARN


@pytest.mark.parametrize("hour", ["3 pm", "午後3時"])
def test_a_time_in_another_style_is_for_the_writer_to_mend(hour: str) -> None:
    body = f"Since {hour} payments fail." if hour.isascii() else f"{hour}から障害が発生。"
    language = "en" if hour.isascii() else "ja"
    (finding,) = found("contradicts_facts", text(body, language, context=facts()))
    assert finding.mend is None
    assert "14:02" in finding.reason["en"]


def test_without_facts_nothing_contradicts() -> None:
    body = "Since 14:20 payments of 9,999 shops in the United States fail."
    assert not found("contradicts_facts", text(body, context=Context()))
    assert not found("contradicts_facts", text(body, context=Context(known=Known())))


def test_a_second_stretch_of_an_outage_is_not_its_beginning() -> None:
    assert not wrong("Payments failed from 14:02 to 14:10, and from 14:40 to 14:50.")
    assert wrong("Payments failed from 14:05 to 14:10.") == ["14:05"]


def test_a_time_that_somebody_has_answered_is_right() -> None:
    told = datetime(2026, 3, 12, 14, 20, tzinfo=CET)
    assert not wrong("Since 14:20 webhooks fail as well.", times=(BEGAN, PROMISED, told))


def test_a_time_on_another_day_is_not_judged() -> None:
    assert not wrong("Since 09:00 on 11 March some invoices fail.")
    assert not wrong("3月11日 9:00から障害が発生しています。", "ja")


def test_an_incident_that_began_yesterday_is_compared_in_the_zone_of_the_text() -> None:
    late = datetime(2026, 3, 12, 23, 30, tzinfo=CET)
    there = late.astimezone(JST)
    assert not wrong("7:30（日本時間）から障害が発生しています。", "ja", started_at=there, times=())
    assert not wrong("23:30（CET）から障害が発生しています。", "ja", started_at=there, times=())


def test_a_part_within_a_name_that_is_hit_is_not_named() -> None:
    context = replace(
        with_facts(other_scope_words=("API",)), scope_words=("Payments API", "Europe")
    )
    assert not found("contradicts_facts", text("The Payments API is down.", context=context))
    assert found("contradicts_facts", text("The API is down.", context=context))


def test_a_label_of_another_stage_is_mended() -> None:
    context = Context()
    labelled = text(
        "We are sorry.", subject="Investigating: errors", stage=Stage.RESOLVED, context=context
    )
    (finding,) = found("contradicts_facts", labelled)
    assert apply(finding, labelled.subject, "")[0] == "Resolved: errors"
    ja = text("-", "ja", subject="【復旧】決済エラー", stage=Stage.MONITORING, context=context)
    (finding,) = found("contradicts_facts", ja)
    assert apply(finding, ja.subject, "")[0] == "【経過観察中】決済エラー"


def test_a_final_report_may_tell_every_stage() -> None:
    story = text(
        "We were investigating. It has been resolved. We are still investigating the details.",
        subject="Resolved: errors",
        stage=Stage.POSTMORTEM,
        context=Context(),
    )
    assert not found("contradicts_facts", story)


def test_times_are_compared_as_moments_only_where_both_zones_are_known() -> None:
    lost = replace(sibling("ja", "次回は20:00までにお知らせします。"), utc_offset=None)
    context = Context(next_update_at=PROMISED, siblings=(lost,))
    assert not found("languages_disagree", text("Next update by 15:15.", context=context))
    known = replace(lost, utc_offset=540)
    context = replace(context, siblings=(known,))
    assert found("languages_disagree", text("Next update by 15:15.", context=context))


def test_a_date_beside_a_time_may_fall_away_in_the_other_zone() -> None:
    japanese = "3月13日 0:15（日本時間）までにお知らせします。"
    context = Context(next_update_at=PROMISED, siblings=(sibling("ja", japanese),))
    assert not found("languages_disagree", text("By 16:15 CET.", context=context))
    context = replace(context, siblings=(sibling("en", "By 16:15 CET."),))
    assert not found("languages_disagree", text(japanese, "ja", context=context))


def test_an_empty_parallel_text_is_not_compared() -> None:
    context = Context(next_update_at=PROMISED, siblings=(sibling("ja", " "),))
    assert not found("languages_disagree", text("3,400 shops fail.", context=context))


def test_the_other_language_is_named_in_the_reason() -> None:
    read = text("Payments of 9,999 shops fail. By 15:15.", context=other_language("en"))
    (finding,) = found("languages_disagree", read)
    assert "Japanese" in finding.reason["en"]
    assert "日本語" in finding.reason["ja"]


def test_a_place_is_pointed_at_once_however_many_channels_disagree() -> None:
    siblings = tuple(
        sibling("en", "Payments of 3,400 shops fail.", channel=channel)
        for channel in (Channel.STATUS_PAGE, Channel.WEBHOOK, Channel.SLACK)
    )
    context = Context(next_update_at=PROMISED, siblings=siblings)
    assert len(found("channels_disagree", text("Payments of 10 shops fail.", context=context))) == 1


def test_a_short_channel_that_says_less_contradicts_nothing() -> None:
    page = sibling("en", "Payments of 3,400 shops fail.", channel=Channel.STATUS_PAGE)
    short = text("Errors at checkout.", channel=Channel.SMS, context=Context(siblings=(page,)))
    assert not found("channels_disagree", short)


def test_a_missing_language_is_named() -> None:
    context = Context(languages=("en", "ja"))
    (finding,) = found("missing_language", text(context=context))
    assert finding.level is Level.BLOCK
    assert "Japanese" in finding.reason["en"]
    assert "日本語" in finding.reason["ja"]


def test_an_untranslated_text_is_found_from_both_sides() -> None:
    japanese = "欧州の一部のお客さまで決済エラーが発生しています。"
    for language in ("en", "ja"):
        read = text(japanese, language, context=both_languages(language))
        (finding,) = found("missing_language", read)
        assert "English" in finding.reason["en"]


def test_an_empty_text_misses_its_own_language() -> None:
    context = Context(languages=("en",))
    assert found("missing_language", text(" \u200b", context=context))


NASTY = {
    "numbers in one sentence": "Payments of 3,300 shops fail, " * 3_000,
    "regions in one sentence": "errors in the United States and " * 3_000,
    "beginnings": "Since 14:20 payments fail. " * 3_500,
    "claims": "It is resolved. We are investigating this. " * 2_000,
    "japanese": "米国で3,300店舗に障害が14:20から発生。" * 4_000,
    "japanese claims": "復旧しました。調査しています。" * 6_000,
    "languages in links": "https://a.example/" + "en/" * 33_000,
    "dates": "12 March " * 11_000,
    "list": "- a\n" * 25_000,
    "numerals": "千万億" * 33_000,
    "counted": "12件に34社" * 12_000,
    "times": "15:16 " * 16_000,
}


@pytest.mark.parametrize("kind", NASTY)
@pytest.mark.parametrize("code", COMPARING)
def test_texts_made_against_these_rules_are_compared_in_linear_time(code: str, kind: str) -> None:
    nasty = NASTY[kind]
    language = "en" if nasty.isascii() else "ja"
    usual = context_of(code, language)
    twins = tuple(replace(each, body=f"{nasty} ") for each in usual.siblings)
    read = text(nasty, language, context=replace(usual, siblings=(*twins, *usual.siblings)))
    started = time.process_time()
    list(islice(RULES[code].find(read), MOST_PER_RULE))
    assert time.process_time() - started <= 1.5
