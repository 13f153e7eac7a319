"""A time of day names its zone, in its sentence or once for the whole text."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta, timezone

import pytest

from noroshi.domain.guardrails.mend import apply
from noroshi.domain.guardrails.rule import Context, Known, Level
from tests.domain.guardrails.texts import CONTEXT, PROMISED, found, text

JST = timezone(timedelta(hours=9), "JST")
TOKYO = Context(next_update_at=PROMISED.astimezone(JST), next_update_text="23:15（日本時間）")


@pytest.mark.parametrize(
    ("body", "after"),
    [
        ("It fails since 14:02.", "It fails since 14:02 CET."),
        ("It stopped at 3pm.", "It stopped at 3pm CET."),
        ("It stopped at 3 p.m.", "It stopped at 3 p.m. CET."),
        ("From 14:02 to 14:54 it failed.", "From 14:02 to 14:54 CET it failed."),
        ("Next update by noon.", "Next update by noon CET."),
    ],
)
def test_one_click_adds_the_zone_of_the_promise(body: str, after: str) -> None:
    (bare,) = found("time_without_zone", text(body))
    assert apply(bare, "", body) == ("", after)
    assert not found("time_without_zone", text(after))


@pytest.mark.parametrize(
    ("body", "after"),
    [
        ("14:02ごろに発生しました。", "14:02（日本時間）ごろに発生しました。"),
        ("午後10時2分からです。", "午後10時2分（日本時間）からです。"),
    ],
)
def test_japanese_times_get_the_zone_that_japanese_readers_know(body: str, after: str) -> None:
    (bare,) = found("time_without_zone", text(body, "ja", context=TOKYO))
    assert apply(bare, "", body) == ("", after)
    assert not found("time_without_zone", text(after, "ja", context=TOKYO))


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("en", "It fails since 14:02 CET."),
        ("en", "From 14:02 to 14:54 CET it failed."),
        ("en", "All times are in UTC.\n\n- 14:02 start\n- 14:54 end"),
        ("en", "It stopped at 3 p.m. Pacific time."),
        ("en", "At 14:02 Helsinki time."),
        ("en", "2026-03-12T14:02:00+01:00 and 13:02:11Z"),
        ("en", "A ratio of 3:1, open 24/7, in 30 minutes."),
        ("en", "Call `at 14:02`."),
        ("ja", "14:02（中央ヨーロッパ時間）に発生しました。"),
        ("ja", "時刻はすべて日本時間です。\n14:02 発生"),
        ("ja", "24時間以内にご報告します。"),
    ],
)
def test_a_zone_anywhere_in_the_sentence_or_for_all_is_enough(language: str, body: str) -> None:
    assert not found("time_without_zone", text(body, language))


def test_the_subject_is_read_too() -> None:
    (bare,) = found("time_without_zone", text("OK.", subject="Slow since 14:02"))
    assert (bare.field, bare.level) == ("subject", Level.WARN)


def test_among_colleagues_it_is_a_hint() -> None:
    (bare,) = found("time_without_zone", text("Since 14:02.", internal=True))
    assert bare.level is Level.HINT


def test_readers_of_japanese_take_a_bare_time_for_japan_time() -> None:
    home = Context(next_update_at=PROMISED.astimezone(JST), next_update_text="23:15")
    body = "22:02に発生しました。"
    assert not found("time_without_zone", text(body, "ja", context=home))
    assert not found("time_without_zone", text(body, "ja", context=Context()))


def test_unless_their_company_lives_by_another_zone() -> None:
    for context in (
        CONTEXT,
        Context(next_update_at=PROMISED),
        Context(known=Known(times=(PROMISED,))),
    ):
        assert found("time_without_zone", text("22:02に発生しました。", "ja", context=context))


def test_without_a_known_zone_only_the_writer_can_mend() -> None:
    (bare,) = found("time_without_zone", text("Since 14:02.", context=Context()))
    assert bare.mend is None


def test_a_zone_without_letters_is_written_as_it_is() -> None:
    plain = replace(
        CONTEXT,
        next_update_at=PROMISED.astimezone(timezone(timedelta(hours=3))),
        next_update_text="",
    )
    (bare,) = found("time_without_zone", text("Since 14:02.", context=plain))
    assert bare.mend == "14:02 UTC+03:00"


def test_other_languages_are_not_judged() -> None:
    assert not found("time_without_zone", text("Um 14:02.", "de", subject="-"))
