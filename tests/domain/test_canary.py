"""Test messages to ourselves: in time, late, lost (R19)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from noroshi.domain.canary import Canary, is_due, looked_at, minutes_late, seen, sent

START = datetime(2026, 3, 12, 13, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
FIRST = sent(Canary(address="canary@kitsune.example"), "one", at=START)


def test_one_leaves_every_five_minutes_where_there_is_an_address() -> None:
    assert not is_due(Canary(), now=START)
    assert is_due(Canary(address="x"), now=START)
    assert not is_due(FIRST, now=START + 4 * MINUTE)
    assert is_due(FIRST, now=START + 5 * MINUTE)


def test_one_that_is_not_seen_within_three_minutes_is_late() -> None:
    assert not looked_at(FIRST, now=START + 3 * MINUTE).is_late
    late = looked_at(FIRST, now=START + 3 * MINUTE + MINUTE / 60)
    assert late.is_late
    assert minutes_late(late, now=START + 4 * MINUTE) == 4


def test_one_in_time_is_never_late_and_one_that_came_late_is() -> None:
    assert not looked_at(seen(FIRST, "one", at=START + MINUTE), now=START + 9 * MINUTE).is_late
    came_late = seen(FIRST, "one", at=START + 4 * MINUTE)
    assert looked_at(came_late, now=START + 5 * MINUTE).is_late


def test_the_account_is_degraded_until_the_next_one_is_in_time() -> None:
    late = looked_at(FIRST, now=START + 4 * MINUTE)
    again = sent(late, "two", at=START + 5 * MINUTE)
    assert looked_at(again, now=START + 6 * MINUTE).is_late
    assert seen(again, "one", at=START + 6 * MINUTE) == again
    assert seen(again, "two", at=START + 9 * MINUTE).is_late
    assert not seen(again, "two", at=START + 6 * MINUTE).is_late


def test_a_second_copy_and_a_foreign_token_change_nothing() -> None:
    once = seen(FIRST, "one", at=START + MINUTE)
    assert seen(once, "one", at=START + 2 * MINUTE) == once
    assert seen(Canary(), "", at=START) == Canary()
    assert minutes_late(Canary(), now=START) == 0


def test_without_an_address_nothing_is_late() -> None:
    assert not looked_at(Canary(is_late=True), now=START).is_late
