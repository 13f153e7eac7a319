"""One piece of work at a time for each target, and no thread that hangs keeps a target for good."""

from __future__ import annotations

from contextlib import ExitStack

import pytest

from noroshi.pages.targets.s3.abreast import abreast
from noroshi.pages.turns import STUCK_S, Turns


class Watch:
    """A monotonic clock that moves when it is told to."""

    at = 100.0

    def __call__(self) -> float:
        return self.at


def test_the_second_waits_for_the_first_and_other_places_do_not() -> None:
    turns = Turns()
    with turns.at("forge", within=0) as first, turns.at("bucket", within=0) as elsewhere:
        assert first
        assert elsewhere
        with turns.at("forge", within=0.01) as second:
            assert not second
    with turns.at("forge", within=0) as again:
        assert again


def test_a_thread_that_hangs_is_passed_by_after_two_minutes_and_ends_nobodys_turn() -> None:
    watch = Watch()
    turns = Turns(now=watch)
    with ExitStack() as hung:
        assert hung.enter_context(turns.at("bucket", within=0))
        watch.at += STUCK_S - 1
        with turns.at("bucket", within=0) as too_soon:
            assert not too_soon
        watch.at += 2
        with turns.at("bucket", within=0) as passed:
            assert passed
            hung.close()  # it comes back at last
            with turns.at("bucket", within=0) as third:
                assert not third, "the end of the old one ended the turn of the new one"


def test_no_more_than_twenty_threads_are_given_up() -> None:
    watch = Watch()
    turns = Turns(now=watch)
    with ExitStack() as hung:
        for _ in range(21):
            assert hung.enter_context(turns.at("bucket", within=0))
            watch.at += STUCK_S + 1
        assert not hung.enter_context(turns.at("bucket", within=0))
    with turns.at("bucket", within=0) as again:
        assert again


def test_what_is_done_abreast_keeps_its_order_and_its_first_error() -> None:
    assert abreast(lambda n: n * n, range(50)) == [n * n for n in range(50)]
    assert abreast(str, []) == []
    with pytest.raises(ZeroDivisionError):
        abreast(lambda n: 1 / n, [1, 0, 2])
