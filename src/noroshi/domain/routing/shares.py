"""How the shares of a channel's accounts move, a step each minute (R6).

A bad account loses at most ten points a minute to those that do well; once all do well the shares
go back towards the weights as slowly. A share turns at most once in 15 minutes, and when every
account is bad or slow nothing moves: then the cause lies elsewhere, as a rule with us.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from noroshi.domain.language import Localised
from noroshi.domain.routing import words
from noroshi.domain.routing.circuit import REVERSAL, STEP, may_move, moved
from noroshi.domain.routing.points import divided, transferred
from noroshi.domain.routing.results import Results, Verdict
from noroshi.domain.routing.standing import Candidate, Direction, Standing

_SAME_MINUTE: Final = timedelta(seconds=50)  # looks may come a little early


@dataclass(frozen=True, kw_only=True)
class Move:
    """One account's share before and after, and why."""

    name: str
    before: int
    after: int
    reason: Localised


@dataclass(frozen=True, kw_only=True)
class Look:
    """What came of a look at a channel's accounts: the new standings, and the moves."""

    standings: Mapping[str, Standing]
    moves: tuple[Move, ...]
    note: Localised


@dataclass(frozen=True, kw_only=True)
class _Room:
    """How many points each account may lose or gain now, and why it would move."""

    give: Mapping[str, int]
    take: Mapping[str, int]
    why: Mapping[str, Localised]
    otherwise: Localised


def after_window(candidates: Sequence[Candidate], *, now: datetime) -> Look:
    """Judge the minute of each account of one channel, and move shares if that is called for."""
    used = {each.account.name: each for each in candidates if each.is_weighted and each.is_up}
    present = present_shares(candidates)
    room = _room(used, present, now=now)
    after = transferred(present, give=room.give, take=room.take)
    moves = tuple(
        Move(name=name, before=present[name], after=after[name], reason=room.why[name])
        for name in used
        if after[name] != present[name]
    )
    note = words.STEADY if moves else room.otherwise
    told = dict.fromkeys(used, note) | {move.name: move.reason for move in moves}
    standings = {
        each.account.name: _next(each, present, after, note=told.get(each.account.name), now=now)
        for each in candidates
    }
    return Look(standings=standings, moves=moves, note=note)


def present_shares(candidates: Sequence[Candidate]) -> dict[str, int]:
    """The shares of the accounts that work, 100 points together.

    What an account that is down, paused or removed had, the others have by now.
    """
    used = [each for each in candidates if each.is_weighted and each.is_up]
    shares = {each.account.name: each.standing.share for each in used}
    if any(shares.values()):
        return divided(shares)
    return divided({each.account.name: each.account.weight for each in used})


def _room(used: Mapping[str, Candidate], present: Mapping[str, int], *, now: datetime) -> _Room:
    targets = divided({name: each.account.weight for name, each in used.items()})
    bad = [name for name, each in used.items() if each.verdict is Verdict.BAD]
    if not bad:
        return _homeward(used, present, targets=targets, now=now)
    healthy = [name for name, each in used.items() if _does_well(each)]
    if not healthy:
        alone = len(used) == 1
        return _Room(
            give={}, take={}, why={}, otherwise=words.ONLY_ONE if alone else words.ALL_SLOW
        )
    return _Room(
        give={
            name: min(STEP, present[name])
            for name in bad
            if _may(used[name], Direction.DOWN, now=now)
        },
        take={name: STEP for name in healthy if _may(used[name], Direction.UP, now=now)},
        why={name: _why_bad(used[name]) for name in bad} | dict.fromkeys(healthy, words.TAKES_OVER),
        otherwise=words.TOO_SOON,
    )


def _homeward(
    used: Mapping[str, Candidate],
    present: Mapping[str, int],
    *,
    targets: Mapping[str, int],
    now: datetime,
) -> _Room:
    over = {name: present[name] - targets[name] for name in used}
    return _Room(
        give={
            name: min(STEP, points)
            for name, points in over.items()
            if points > 0 and _may(used[name], Direction.DOWN, now=now)
        },
        take={
            name: min(STEP, -points)
            for name, points in over.items()
            if points < 0
            and _may(used[name], Direction.UP, now=now)
            and _may_grow(used[name], now=now)
        },
        why=dict.fromkeys(over, words.TOWARDS_WEIGHT),
        otherwise=words.STEADY,
    )


def _does_well(each: Candidate) -> bool:
    return each.verdict in {Verdict.GOOD, Verdict.IDLE}


def _may(each: Candidate, direction: Direction, *, now: datetime) -> bool:
    standing = each.standing
    if standing.moved_at is not None and now - standing.moved_at < _SAME_MINUTE:
        return False
    return may_move(standing, direction, now=now)


def _may_grow(each: Candidate, *, now: datetime) -> bool:
    """An account without work cannot show that it is well again: after a while it is tried."""
    if each.verdict is not Verdict.IDLE:
        return each.verdict is Verdict.GOOD
    at = each.standing.moved_at
    return at is None or each.standing.direction is Direction.UP or now - at >= REVERSAL


def _why_bad(each: Candidate) -> Localised:
    if each.canary.is_late:
        return words.LOSES_BY_CANARY
    window = each.standing.window
    return words.told(
        words.LOSES, failing=window.failing, attempts=window.attempts, slow=window.slow
    )


def _next(
    each: Candidate,
    present: Mapping[str, int],
    after: Mapping[str, int],
    *,
    note: Localised | None,
    now: datetime,
) -> Standing:
    name, standing = each.account.name, each.standing
    if name in after:
        # What others left behind is not a move of its own.
        standing = moved(replace(standing, share=present[name]), after[name], now=now)
    elif not each.is_weighted:
        standing = replace(standing, share=0)
    return replace(
        standing,
        last=each.standing.window,
        window=Results(),
        looked_at=now,
        note=standing.note if note is None else note,
    )
