"""What passes between the ledger's keeper and the engine that sends: claims, and who may be sent to.

The fence: each claim raises the batch's ``run`` and every later write is made only where the run
is still the claim's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from noroshi.domain.delivery import Outcome
    from noroshi.domain.fanout import Progress
    from noroshi.kernel.secret import Secret


class Recipient(NamedTuple):
    """Somebody who may be sent to at this moment. A tuple: a million of them pass in a minute."""

    id: int
    address: str
    language: str
    secret: Secret | None = None
    time_zone: str = ""  # an IANA zone, if one was chosen


@dataclass(frozen=True, kw_only=True)
class Allowed:
    """Who may be sent to right now, and who may not with the reason (suppressed, superseded)."""

    people: Mapping[int, Recipient] = field(default_factory=dict)
    barred: Mapping[int, Outcome] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the ledger says when progress was stored.

    ``held``: a person paused the dispatch. The new group was then not noted as started, and must
    not be sent to.
    """

    allowed: Allowed = field(default_factory=Allowed)
    held: bool = False


@dataclass(frozen=True, kw_only=True)
class Claim:
    """The right to work on a batch, until somebody else claims it."""

    batch: int
    run: int
    members: Sequence[int]
    progress: Progress
    useful_until: datetime


@dataclass(frozen=True, kw_only=True)
class RetryClaim:
    """The right to retry some exceptions of a batch, until somebody else claims them."""

    batch: int
    run: int
    due: Mapping[int, Outcome]
    useful_until: datetime
