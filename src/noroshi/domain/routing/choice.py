"""Which account takes a batch (R6)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from noroshi.domain.routing.circuit import probe_due
from noroshi.domain.routing.points import WHOLE
from noroshi.domain.routing.shares import present_shares
from noroshi.domain.routing.standing import Candidate


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """The account to use. A probe finds out whether one that was taken as down works again."""

    candidate: Candidate
    is_probe: bool = False


@dataclass(frozen=True, kw_only=True)
class Wait:
    """Nothing is up; ``until`` is when the next probe may begin. None: there is no account."""

    until: datetime | None


def choose(candidates: Sequence[Candidate], ticket: float, *, now: datetime) -> Chosen | Wait:
    """The account for a piece of work; ``ticket`` in [0, 1) decides among those that work.

    Accounts that are due for a probe go first: one piece of work finds out. Reserves are used only
    when no weighted account works.
    """
    weighted = [each for each in candidates if each.is_weighted]
    reserves = [each for each in candidates if each.is_reserve]
    up = [each for each in weighted if each.is_up]
    spare = [each for each in reserves if each.is_up]
    alone = not up and not spare
    for each in weighted if up or spare else [*weighted, *reserves]:
        due = probe_due(each.standing, alone=alone)
        if due is not None and due <= now:
            return Chosen(candidate=each, is_probe=True)
    if up:
        return Chosen(candidate=_by_share(up, ticket))
    if spare:
        return Chosen(candidate=spare[int(ticket * len(spare))])
    return Wait(until=min(_probes(weighted + reserves), default=None))


def ticket_of(number: int) -> float:
    """A number in [0, 1) that is always the same for the same ``number`` and looks random."""
    digest = hashlib.blake2b(str(number).encode(), digest_size=8).digest()
    # 53 bits are what a float can hold below 1.
    return (int.from_bytes(digest, "big") >> 11) / (1 << 53)


def _by_share(up: Sequence[Candidate], ticket: float) -> Candidate:
    shares = present_shares(up)
    points = ticket * WHOLE
    for each in up:
        points -= shares[each.account.name]
        if points < 0:
            return each
    return up[-1]


def _probes(candidates: Sequence[Candidate]) -> list[datetime]:
    found = (probe_due(each.standing, alone=True) for each in candidates)
    return [due for due in found if due is not None]
