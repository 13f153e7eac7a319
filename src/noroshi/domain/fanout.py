"""The arithmetic of a fan-out: batches, groups, the watermark, and what a takeover may do.

A batch is an ordered list of people. Three positions tell everything about it:

    0 ... mark ... repeated ... started ... size
    known | begun  | begun once | not begun
          | twice  |            |

``started`` and ``repeated`` are stored *before* anything is sent, ``mark`` after every outcome
below it is stored. So after a crash the people between ``mark`` and ``started`` may or may not
have got their copy. Those begun once are sent again, a few at a time; those begun twice are
listed as unknown. That keeps promise 2 in a crash loop: a second copy at most, never a third.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeVar

from noroshi.domain.delivery import MOST_COPIES, Outcome, Reason, State

BATCH_SIZE: Final = 4_000
GROUP_SIZE: Final = 100
CAREFUL_SIZE: Final = 1

_Person = TypeVar("_Person")


@dataclass(frozen=True, kw_only=True)
class Sizes:
    """How many people share a durable start mark.

    ``group`` bounds the second copies of one crash. ``careful`` is the group on a second attempt:
    with 1, somebody whose copy kills the worker takes nobody else along.

    Raises:
        ValueError: a size below one.
    """

    group: int = GROUP_SIZE
    careful: int = CAREFUL_SIZE

    def __post_init__(self) -> None:
        if self.group < 1 or self.careful < 1:
            msg = "a group has at least one person"
            raise ValueError(msg)


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far a batch of ``size`` people has come; see the picture in the module's head.

    Raises:
        ValueError: the positions are not in order.
    """

    size: int
    mark: int = 0
    started: int = 0
    repeated: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.mark <= self.started <= self.size or self.repeated > self.started:
            msg = f"impossible progress: {self}"
            raise ValueError(msg)


@dataclass(frozen=True, kw_only=True)
class Send:
    """Begin the people in ``lo <= position < hi``; ``doubtful`` earlier attempts may be copies."""

    lo: int
    hi: int
    doubtful: int


@dataclass(frozen=True, kw_only=True)
class ListAsUnknown:
    """List the people in ``lo <= position < hi`` as unknown; a further copy might be the third."""

    lo: int
    hi: int


@dataclass(frozen=True, kw_only=True)
class Finished:
    """Everybody in the batch has an outcome."""


Step = Send | ListAsUnknown | Finished

INTERRUPTED: Final = Outcome(
    state=State.UNKNOWN, reason=Reason.INTERRUPTED, attempts=MOST_COPIES, doubtful=MOST_COPIES
)
"""What is listed for somebody whose second attempt is doubtful too."""


def batches(people: Sequence[_Person], size: int = BATCH_SIZE) -> Iterator[Sequence[_Person]]:
    """``people`` in order, in runs of ``size``; the last one may be shorter."""
    for lo in range(0, len(people), size):
        yield people[lo : lo + size]


def next_step(progress: Progress, sizes: Sizes) -> Step:
    """What a worker does next with the batch, be it new or taken over."""
    mark, started = progress.mark, progress.started
    if progress.repeated > mark:
        return ListAsUnknown(lo=mark, hi=progress.repeated)
    if started > mark:
        return Send(lo=mark, hi=min(mark + sizes.careful, started), doubtful=1)
    if mark < progress.size:
        return Send(lo=mark, hi=min(mark + sizes.group, progress.size), doubtful=0)
    return Finished()


def begun(progress: Progress, send: Send) -> Progress:
    """What must be durable before the first person of ``send`` is handed over."""
    if send.doubtful:
        return replace(progress, repeated=max(progress.repeated, send.hi))
    return replace(progress, started=max(progress.started, send.hi))


def finished(progress: Progress, hi: int) -> Progress:
    """What is stored together with the outcomes of everybody below ``hi``."""
    return replace(progress, mark=max(progress.mark, hi))


def tally(progress: Progress, exceptions: Iterable[State]) -> Mapping[State, int]:
    """How many people are in each state, from the positions and the stored exceptions.

    Somebody refused for now is an exception in state queued (or sending, while it is retried).
    """
    listed = Counter(exceptions)
    sums = dict.fromkeys(State, 0) | listed
    sums[State.QUEUED] += progress.size - progress.started
    sums[State.SENDING] += progress.started - progress.mark
    sums[State.ACCEPTED] += progress.mark - listed.total()
    return sums
