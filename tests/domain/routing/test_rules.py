"""Circuits, shares and choices, one rule at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.domain.canary import Canary
from noroshi.domain.delivery import FailureKind
from noroshi.domain.provider_account import Circuit
from noroshi.domain.routing import words
from noroshi.domain.routing.choice import Chosen, Wait, choose, ticket_of
from noroshi.domain.routing.circuit import after_results, probe_due, probing, wait_for
from noroshi.domain.routing.points import divided, transferred
from noroshi.domain.routing.results import Results, Verdict, tally
from noroshi.domain.routing.shares import after_window, present_shares
from noroshi.domain.routing.standing import Candidate, Direction, Standing
from tests.domain.routing.simulated import START, candidate

MINUTE = timedelta(minutes=1)
BAD = [FailureKind.TEMPORARY] * 20
GOOD = Results(accepted=100)
FAILING = Results(accepted=50, temporary=50)


def down(failures: int = 20, kind: FailureKind = FailureKind.TEMPORARY) -> Standing:
    return after_results(Standing(share=50), tally([kind] * failures), now=START)


def test_twenty_failures_in_a_row_take_an_account_down_and_nineteen_do_not() -> None:
    assert down(19).circuit is Circuit.CLOSED
    standing = after_results(down(19), tally([FailureKind.UNKNOWN]), now=START)
    assert standing.circuit is Circuit.OPEN
    assert standing.share == 0
    assert standing.note["en"] == "20 failures in a row"
    assert standing.note["ja"] == "20件連続で失敗"


@pytest.mark.parametrize("kind", [FailureKind.PERMANENT, FailureKind.THROTTLED])
def test_refusals_of_recipients_and_requests_to_slow_down_do_not_take_it_down(
    kind: FailureKind,
) -> None:
    assert down(1_000, kind).circuit is Circuit.CLOSED


def test_one_answer_in_between_breaks_the_row() -> None:
    mixed = [*BAD[:19], None, *BAD[:19]]
    assert after_results(Standing(), tally(mixed), now=START).circuit is Circuit.CLOSED
    assert tally(mixed).trailing == 19
    assert tally([], connection=3, detail="x" * 500).trailing == 3


def test_probes_come_after_30_s_and_then_twice_as_late_up_to_5_minutes() -> None:
    waits = [wait_for(n).total_seconds() for n in range(6)]
    assert waits == [30, 60, 120, 240, 300, 300]
    standing, now = down(), START
    for wait in waits:
        assert standing.probe_at == now + timedelta(seconds=wait)
        now = standing.probe_at
        standing = after_results(probing(standing, now=now), tally(BAD[:1]), now=now)
        assert standing.circuit is Circuit.OPEN


def test_a_probe_that_gets_through_closes_the_circuit_with_a_share_of_ten() -> None:
    standing = after_results(probing(down(), now=START + MINUTE), GOOD, now=START + MINUTE)
    assert (standing.circuit, standing.share, standing.direction) == (
        Circuit.CLOSED,
        10,
        Direction.UP,
    )
    assert standing.probe_at is None


def test_late_results_of_an_account_that_is_down_turn_nothing() -> None:
    assert after_results(down(), GOOD, now=START + MINUTE).circuit is Circuit.OPEN
    refused = tally([FailureKind.PERMANENT])
    assert after_results(probing(down(), now=START), refused, now=START).circuit is (
        Circuit.HALF_OPEN
    )


def test_the_only_way_out_is_probed_every_30_seconds() -> None:
    standing = replace(down(), probes=3, probe_at=START + timedelta(minutes=4))
    assert probe_due(standing, alone=False) == START + timedelta(minutes=4)
    assert probe_due(standing, alone=True) == START + timedelta(seconds=30)
    assert probe_due(Standing(), alone=True) is None


def test_a_probe_whose_worker_died_is_begun_again_after_a_minute() -> None:
    lost = probing(down(), now=START)
    each = candidate("a", share=0)
    each = replace(each, standing=lost)
    assert isinstance(choose([each], 0.5, now=START + timedelta(seconds=59)), Wait)
    again = choose([each], 0.5, now=START + MINUTE)
    assert isinstance(again, Chosen)
    assert again.is_probe


def test_work_is_divided_by_the_present_shares() -> None:
    found = [candidate("a", 50, 30), candidate("b", 50, 70)]
    names = [
        chosen.candidate.account.name
        for n in range(10_000)
        if isinstance(chosen := choose(found, ticket_of(n), now=START), Chosen)
    ]
    assert 2_800 < names.count("a") < 3_200
    assert len(names) == 10_000
    assert names.count("a") + names.count("b") == 10_000


def test_a_reserve_gets_work_only_when_nothing_else_works() -> None:
    first, reserve = candidate("a", 100), candidate("r", 0)
    assert name_of([first, reserve]) == "a"
    broken = replace(first, standing=down())
    assert name_of([broken, reserve]) == "r"
    paused = replace(first, account=replace(first.account, enabled=False))
    assert name_of([paused, reserve]) == "r"
    assert choose([paused], 0.1, now=START) == Wait(until=None)
    both = [broken, replace(reserve, standing=down())]
    assert choose(both, 0.1, now=START) == Wait(until=START + timedelta(seconds=30))


def name_of(found: list[Candidate]) -> str:
    chosen = choose(found, 0.99, now=START)
    assert isinstance(chosen, Chosen)
    return chosen.candidate.account.name


def test_the_first_accounts_share_by_weight_and_a_new_one_grows_step_by_step() -> None:
    assert present_shares([candidate("a", 60, 0), candidate("b", 20, 0)]) == {"a": 75, "b": 25}
    found = [candidate("a", 50, 100), candidate("b", 50, 0)]
    look = after_window(found, now=START)
    assert {name: s.share for name, s in look.standings.items()} == {"a": 90, "b": 10}
    assert {move.reason["en"] for move in look.moves} == {"moves towards its weight"}


def test_a_second_look_within_the_minute_moves_nothing() -> None:
    found = [candidate("a", 50, 100), candidate("b", 50, 0)]
    look = after_window(found, now=START)
    again = [replace(each, standing=look.standings[each.account.name]) for each in found]
    assert after_window(again, now=START + timedelta(seconds=5)).moves == ()


def test_what_nobody_has_any_more_the_others_have() -> None:
    found = [candidate("a", 30, 30), candidate("b", 30, 30)]
    assert present_shares(found) == {"a": 50, "b": 50}
    look = after_window([*found, replace(candidate("c", 40, 40), standing=down())], now=START)
    assert look.standings["c"].share == 0
    assert look.moves == ()


def test_a_late_test_message_counts_as_a_bad_minute() -> None:
    late = replace(candidate("a", 50, 50, window=GOOD), canary=Canary(address="x", is_late=True))
    look = after_window([late, candidate("b", 50, 50, window=GOOD)], now=START)
    assert look.standings["a"].share == 40
    assert look.moves[0].reason == words.LOSES_BY_CANARY


def test_each_look_says_why_it_moved_or_did_not() -> None:
    bad = candidate("a", 50, 50, window=FAILING)
    moved = after_window([bad, candidate("b", 50, 50, window=GOOD)], now=START)
    assert moved.standings["a"].note["en"] == "50 of 100 attempts failed, 0 were slow"
    assert moved.standings["a"].last == FAILING
    assert moved.standings["a"].window == Results()
    alone = after_window([bad], now=START)
    assert alone.note == words.ONLY_ONE
    everywhere = after_window([bad, candidate("b", 50, 50, window=FAILING)], now=START)
    assert everywhere.note == words.ALL_SLOW
    turned = {"direction": Direction.UP, "reversed_at": START - MINUTE}
    soon = after_window(
        [candidate("a", 50, 50, window=FAILING, **turned), candidate("b", 50, 50, window=GOOD)],
        now=START,
    )
    assert soon.note == words.TOO_SOON


def test_an_account_without_work_is_tried_again_after_15_minutes() -> None:
    rested = {"direction": Direction.DOWN, "moved_at": START}
    found = [candidate("a", 50, 0, **rested), candidate("b", 50, 100, window=GOOD)]
    assert after_window(found, now=START + 14 * MINUTE).moves == ()
    assert after_window(found, now=START + 15 * MINUTE).standings["a"].share == 10


def test_too_few_attempts_prove_nothing() -> None:
    assert Results(temporary=9).verdict is Verdict.IDLE
    assert Results(accepted=93, temporary=7).verdict is Verdict.UNCLEAR
    assert Results(accepted=100, slow=30).verdict is Verdict.BAD
    assert Results(accepted=1, permanent=99).verdict is Verdict.GOOD


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.integers(0, 100), max_size=6))
def test_a_whole_is_divided_without_a_rest(parts: dict[str, int]) -> None:
    points = divided(parts)
    assert sum(points.values()) == (100 if parts else 0)
    assert all(value >= 0 for value in points.values())


def test_points_are_moved_as_far_as_there_is_room() -> None:
    after = transferred({"a": 50, "b": 50, "c": 0}, give={"a": 10, "b": 10}, take={"c": 10})
    assert after == {"a": 45, "b": 45, "c": 10}
