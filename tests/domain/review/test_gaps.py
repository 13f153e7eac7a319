"""The gap table of V3: what it holds, and what holds for it whatever was said."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from noroshi.domain.review.gaps import GapTable, gap_table
from noroshi.domain.timeline import Dot, Lane
from tests.domain.review.scenes import CALM, at, dot, incident, lane, minutes

MINUTE = st.integers(-90, 300)
DOTS = st.lists(st.builds(dot, MINUTE, st.sampled_from(["update", "report", "internal"])))
RESOLVED = st.none() | st.integers(0, 240)


def rows(table: GapTable) -> list[tuple[str, str, float]]:
    def name(kind: str, number: int | None) -> str:
        return kind if number is None else f"{kind} {number}"

    return [
        (
            name(gap.since.kind, gap.since.number),
            name(gap.until.kind, gap.until.number),
            gap.length.total_seconds() / 60,
        )
        for gap in table.gaps
    ]


def test_the_table_goes_from_the_first_alert_over_every_update_to_resolved() -> None:
    page = lane(9, 29, 50, 94, resolved=120)
    table = gap_table(incident(page), page)
    assert rows(table) == [
        ("first_alert", "update 1", 9),
        ("update 1", "update 2", 20),
        ("update 2", "update 3", 21),
        ("update 3", "update 4", 44),
        ("update 4", "resolved", 26),
    ]
    assert table.reasons == ()


def test_only_the_longest_row_is_the_largest_and_only_rows_over_the_limit_are_gaps() -> None:
    page = lane(9, 40, 84, resolved=120)
    table = gap_table(incident(page), page)
    assert [gap.largest for gap in table.gaps] == [False, False, True, False]
    assert [gap.reason for gap in table.gaps] == [
        "within_limit",
        "over_limit",
        "over_limit",
        "over_limit",
    ]
    assert table.largest is table.gaps[2]
    assert table.over == table.gaps[1:]


def test_exactly_the_limit_is_in_time_and_a_second_more_is_a_gap() -> None:
    page = lane(30, 60, resolved=90 + 1 / 60)
    gaps = gap_table(incident(page, resolved=100), page).gaps
    assert [gap.is_gap for gap in gaps] == [False, False, True]


def test_of_equal_silences_the_first_is_the_largest() -> None:
    page = lane(40, 80, resolved=120)
    assert [gap.largest for gap in gap_table(incident(page), page).gaps] == [True, False, False]


def test_a_lane_without_a_limit_has_silences_but_no_gaps() -> None:
    sms = lane(9, resolved=120, limit=None)
    table = gap_table(incident(sms), sms)
    assert [gap.reason for gap in table.gaps] == ["no_limit", "no_limit"]
    assert table.over == ()


def test_an_open_incident_is_silent_until_now() -> None:
    page = lane(9)
    table = gap_table(incident(page, resolved=None, now=50), page)
    assert rows(table)[-1] == ("update 1", "now", 41)
    assert table.gaps[-1].is_running
    assert not table.gaps[0].is_running
    assert table.reasons == ("still_open",)


def test_a_lane_that_never_spoke_is_one_gap_and_says_so() -> None:
    silent = lane()
    table = gap_table(incident(silent), silent)
    assert rows(table) == [("first_alert", "resolved", 120)]
    assert table.reasons == ("never_spoke", "not_said_resolved")


def test_a_lane_that_never_said_resolved_is_silent_until_the_incident_was() -> None:
    page = lane(9)
    table = gap_table(incident(page), page)
    assert rows(table)[-1] == ("update 1", "resolved", 111)
    assert table.reasons == ("not_said_resolved",)


def test_a_reopened_incident_ends_with_the_last_word_of_resolution() -> None:
    page = Lane(
        key="page",
        name="Status page",
        dots=(dot(9), dot(40, "resolved"), dot(50), dot(60, "resolved")),
    )
    table = gap_table(incident(page, resolved=60), page)
    assert rows(table)[1:] == [
        ("update 1", "update 2", 31),
        ("update 2", "update 3", 10),
        ("update 3", "resolved", 10),
    ]


def test_without_a_known_beginning_the_first_update_opens_the_table() -> None:
    page = lane(9, 20, resolved=30)
    table = gap_table(incident(page, alert=None), page)
    assert rows(table) == [("update 1", "update 2", 11), ("update 2", "resolved", 10)]
    assert table.reasons == ("beginning_unknown",)


def test_with_nothing_known_and_nothing_said_there_is_nothing_to_measure() -> None:
    silent = lane()
    table = gap_table(incident(silent, alert=None), silent)
    assert table.gaps == ()
    assert table.largest is None


def test_a_single_message_that_says_resolved_leaves_nothing_to_measure() -> None:
    page = lane(resolved=5)
    assert gap_table(incident(page, alert=None), page).gaps == ()


def test_updates_keep_the_numbers_they_have_in_the_incident() -> None:
    mail = Lane(
        key="mail", name="E-mail", dots=(dot(9, message_number=1), dot(60, message_number=4))
    )
    assert [row[1] for row in rows(gap_table(incident(mail), mail))][:2] == ["update 1", "update 4"]


def test_words_spoken_before_the_alert_leave_no_silence_at_the_beginning() -> None:
    page = lane(-20, 10, resolved=30)
    assert rows(gap_table(incident(page), page))[:2] == [
        ("first_alert", "update 1", 0),
        ("update 1", "update 2", 10),
    ]


def test_an_incident_resolved_before_its_alert_has_no_negative_silence() -> None:
    page = lane(resolved=-10)
    table = gap_table(incident(page), page)
    assert rows(table) == [("first_alert", "resolved", 0)]
    assert table.largest is None


def spoken(dots: list[Dot], closing: int | None) -> Lane:
    last = [] if closing is None else [dot(closing, "resolved")]
    return Lane(key="page", name="Status page", dots=(*dots, *last))


@CALM
@given(DOTS, RESOLVED, RESOLVED)
def test_rows_follow_each_other_and_add_up_to_the_whole(
    dots: list[Dot], closing: int | None, resolved: int | None
) -> None:
    page = spoken([dot(0), *dots], closing)
    gaps = gap_table(incident(page, resolved=resolved), page).gaps
    assert all(first.until == second.since for first, second in pairwise(gaps))
    assert all(gap.length >= timedelta(0) for gap in gaps)
    assert sum((gap.length for gap in gaps), timedelta(0)) == gaps[-1].end - gaps[0].start


@CALM
@given(DOTS, MINUTE, RESOLVED, RESOLVED)
def test_one_update_more_never_makes_a_silence_longer(
    dots: list[Dot], minute: int, closing: int | None, resolved: int | None
) -> None:
    page = spoken([dot(0), *dots], closing)
    more = spoken([dot(0), *dots, dot(minute)], closing)
    before = gap_table(incident(page, resolved=resolved), page).gaps
    after = gap_table(incident(more, resolved=resolved), more).gaps
    assert all(
        any(old.start <= new.start and new.end <= old.end for old in before) for new in after
    )


@CALM
@given(st.permutations([dot(0), dot(9), dot(9, message_number=7), dot(70), dot(90, "resolved")]))
def test_the_order_in_which_messages_are_given_changes_nothing(dots: list[Dot]) -> None:
    shuffled = Lane(key="page", name="Status page", dots=tuple(dots))
    ordered = Lane(key="page", name="Status page", dots=tuple(sorted(dots, key=lambda d: d.at)))
    assert rows(gap_table(incident(shuffled), shuffled)) == rows(
        gap_table(incident(ordered), ordered)
    )


@CALM
@given(DOTS)
def test_at_most_one_row_is_the_largest(dots: list[Dot]) -> None:
    page = spoken(dots, 200)
    gaps = gap_table(incident(page), page).gaps
    assert [gap.largest for gap in gaps].count(True) <= 1
    assert max(gap.length for gap in gaps) == next(
        (gap.length for gap in gaps if gap.largest), minutes(0)
    )
    assert gaps[-1].end >= at(0)
