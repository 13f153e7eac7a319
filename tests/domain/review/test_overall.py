"""The figures over many incidents."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from noroshi.domain.review.overall import Measured, Spread, overall, spread
from tests.domain.review.scenes import CALM, NOON, minutes

PLAIN = Measured(
    key="a",
    title="Checkout fails",
    began=NOON,
    impact="minor",
    updates=3,
    first_update=None,
    largest_gap=minutes(20),
    over_limit=0,
)


def test_only_known_lengths_enter_a_spread() -> None:
    found = spread([minutes(10), None, minutes(20), minutes(60)])
    assert found == Spread(count=3, median=minutes(20), p90=minutes(60), maximum=minutes(60))
    assert spread([None]) == Spread(count=0)


@CALM
@given(st.lists(st.integers(0, 10_000).map(lambda each: timedelta(seconds=each)), min_size=1))
def test_nine_in_ten_do_not_exceed_the_ninetieth_percentile(lengths: list[timedelta]) -> None:
    found = spread(lengths)
    assert found.p90 is not None
    assert sum(length <= found.p90 for length in lengths) >= 0.9 * len(lengths)
    assert found.p90 in lengths


def test_left_out_incidents_are_counted_and_enter_no_figure() -> None:
    found = overall(
        [
            PLAIN,
            replace(PLAIN, left_out="backfilled", largest_gap=minutes(900)),
            replace(PLAIN, left_out="maintenance"),
        ]
    )
    assert (found.incidents, found.backfilled, found.maintenances) == (3, 1, 1)
    assert found.everything.incidents == 1
    assert found.everything.largest_gap.maximum == minutes(20)


def test_shares_are_of_what_could_be_measured() -> None:
    single = replace(PLAIN, updates=1, largest_gap=None)
    group = overall([replace(PLAIN, over_limit=2), PLAIN, single]).everything
    assert group.with_gap_share == 0.5
    assert group.single_update_share == 1 / 3
    nothing = overall([]).everything
    assert (nothing.with_gap_share, nothing.single_update_share) == (None, None)


def test_incidents_are_grouped_by_year_and_by_impact() -> None:
    later = replace(PLAIN, began=NOON + timedelta(days=400), impact="major")
    found = overall([later, PLAIN, PLAIN])
    assert [(group.name, group.incidents) for group in found.by_year] == [("2026", 2), ("2027", 1)]
    assert [(group.name, group.incidents) for group in found.by_impact] == [
        ("major", 1),
        ("minor", 2),
    ]
