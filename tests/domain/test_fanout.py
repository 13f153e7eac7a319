"""The arithmetic of a fan-out, against a worker that may stop after any single step."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.domain.delivery import MOST_COPIES, Outcome, State
from noroshi.domain.fanout import (
    BATCH_SIZE,
    INTERRUPTED,
    Finished,
    ListAsUnknown,
    Progress,
    Send,
    Sizes,
    batches,
    begun,
    finished,
    next_step,
    tally,
)


class Crash(BaseException):
    """The worker is gone."""


@dataclass
class World:
    """What survives a crash: the stored progress and exceptions, and the copies people got."""

    progress: Progress
    copies: Counter[int] = field(default_factory=Counter)
    listed: dict[int, Outcome] = field(default_factory=dict)
    steps_left: int = 0

    def step(self) -> None:
        if self.steps_left == 0:
            raise Crash
        self.steps_left -= 1

    def work(self, sizes: Sizes) -> None:
        progress = self.progress
        while not isinstance(todo := next_step(progress, sizes), Finished):
            if isinstance(todo, Send):
                progress = begun(progress, todo)
                self.step()
                self.progress = progress
                self.send(todo)
            progress = finished(progress, todo.hi)
            self.step()
            self.progress = progress
            if isinstance(todo, ListAsUnknown):
                self.listed |= dict.fromkeys(range(todo.lo, todo.hi), INTERRUPTED)

    def send(self, todo: Send) -> None:
        for person in range(todo.lo, todo.hi):
            self.step()
            self.copies[person] += 1


def survive(world: World, crashes: list[int], sizes: Sizes) -> None:
    for steps in crashes:
        world.steps_left = steps
        try:
            world.work(sizes)
        except Crash:
            continue
    world.steps_left = 10**6
    world.work(sizes)


@given(
    size=st.integers(0, 60),
    group=st.integers(1, 20),
    careful=st.integers(1, 5),
    crashes=st.lists(st.integers(0, 40), max_size=30),
)
def test_nobody_is_lost_and_nobody_gets_a_third_copy(
    size: int, group: int, careful: int, crashes: list[int]
) -> None:
    world = World(Progress(size=size))
    survive(world, crashes, Sizes(group=group, careful=careful))
    assert all(world.copies[person] or person in world.listed for person in range(size))
    assert max(world.copies.values(), default=0) <= MOST_COPIES
    second_copies = sum(count - 1 for count in world.copies.values())
    assert second_copies <= group * len(crashes)
    assert len(world.listed) <= careful * len(crashes)


@pytest.mark.parametrize("stop", range(60))
def test_one_crash_at_any_step_costs_at_most_one_group_of_second_copies(stop: int) -> None:
    world = World(Progress(size=40))
    survive(world, [stop], Sizes(group=10))
    assert set(world.copies) == set(range(40))
    assert not world.listed
    assert sum(world.copies.values()) <= 50


class KilledBySeven(World):
    """A worker that dies whenever it comes to person 7."""

    def send(self, todo: Send) -> None:
        for person in range(todo.lo, todo.hi):
            if person == 7:
                raise Crash
            self.copies[person] += 1


def test_somebody_who_kills_the_worker_each_time_takes_nobody_along() -> None:
    world = KilledBySeven(Progress(size=20))
    survive(world, [10**6] * 3, Sizes(group=10))
    assert set(world.listed) == {7}
    assert set(world.copies) == set(range(20)) - {7}


def test_a_mark_stored_before_the_sending_would_be_noticed() -> None:
    """The negative control: moving the mark with the start mark loses people."""

    class Mutant(World):
        def work(self, sizes: Sizes) -> None:
            while isinstance(todo := next_step(self.progress, sizes), Send):
                self.progress = finished(begun(self.progress, todo), todo.hi)
                self.send(todo)

    world = Mutant(Progress(size=40))
    survive(world, [5], Sizes(group=10))
    assert len(world.copies) < 40


def test_a_list_is_cut_into_batches_in_order() -> None:
    people = list(range(2 * BATCH_SIZE + 500))
    cut = list(batches(people))
    assert [len(batch) for batch in cut] == [BATCH_SIZE, BATCH_SIZE, 500]
    assert [person for batch in cut for person in batch] == people
    assert list(batches([])) == []


def test_people_are_counted_from_positions_and_exceptions() -> None:
    progress = Progress(size=100, mark=50, started=60)
    counts = tally(progress, [State.FAILED, State.QUEUED, State.UNKNOWN])
    assert counts[State.ACCEPTED] == 47
    assert counts[State.SENDING] == 10
    assert counts[State.QUEUED] == 41
    assert sum(counts.values()) == 100


@pytest.mark.parametrize(
    ("mark", "started", "repeated"), [(2, 1, 0), (0, 11, 0), (-1, 0, 0), (0, 1, 2)]
)
def test_impossible_progress_is_refused(mark: int, started: int, repeated: int) -> None:
    with pytest.raises(ValueError, match="impossible"):
        Progress(size=10, mark=mark, started=started, repeated=repeated)


@pytest.mark.parametrize(("group", "careful"), [(0, 1), (1, 0)])
def test_a_group_has_at_least_one_person(group: int, careful: int) -> None:
    with pytest.raises(ValueError, match="at least one"):
        Sizes(group=group, careful=careful)
