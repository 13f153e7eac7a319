"""What came of handing messages to an account, counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from noroshi.domain.delivery import FailureKind

SLOW: Final = timedelta(seconds=10)
"""From the beginning of a sending to its answer; whatever takes longer counts as slow (R7)."""

_ENOUGH: Final = 10  # fewer attempts a minute prove nothing
_BAD_SHARE: Final = 10  # percent of the attempts
_GOOD_SHARE: Final = 5
_SLOW_BAD: Final = 30
_SLOW_GOOD: Final = 15
_LONGEST_DETAIL: Final = 300


class Verdict(StrEnum):
    """What a minute's results say about an account."""

    GOOD = "good"
    UNCLEAR = "unclear"
    """Between good and bad: it keeps what it has."""
    BAD = "bad"
    IDLE = "idle"
    """Too few attempts to say anything."""


@dataclass(frozen=True, kw_only=True)
class Results:
    """Counts of attempts. ``permanent`` are refusals of recipients: the account works.

    ``connection`` are sendings that never got as far as an answer, ``slow`` those that took longer
    than ``SLOW`` whatever came of them. ``trailing`` counts the failures after the last answer that
    shows that the account works. ``detail`` is the provider's last words about a failure.
    """

    accepted: int = 0
    permanent: int = 0
    temporary: int = 0
    throttled: int = 0
    connection: int = 0
    unknown: int = 0
    slow: int = 0
    trailing: int = 0
    detail: str = ""

    @property
    def answered(self) -> int:
        """Attempts whose answer shows that the account works."""
        return self.accepted + self.permanent

    @property
    def failing(self) -> int:
        """Attempts that the account is to blame for."""
        return self.temporary + self.throttled + self.connection + self.unknown

    @property
    def attempts(self) -> int:
        """All attempts."""
        return self.answered + self.failing

    @property
    def verdict(self) -> Verdict:
        """Whether this was a good minute."""
        if self.attempts < _ENOUGH:
            return Verdict.IDLE
        failing = 100 * self.failing / self.attempts
        slow = 100 * self.slow / self.attempts
        if failing >= _BAD_SHARE or slow >= _SLOW_BAD:
            return Verdict.BAD
        if failing < _GOOD_SHARE and slow < _SLOW_GOOD:
            return Verdict.GOOD
        return Verdict.UNCLEAR

    def plus(self, later: Results) -> Results:
        """Both together, ``later`` coming after these."""
        return Results(
            accepted=self.accepted + later.accepted,
            permanent=self.permanent + later.permanent,
            temporary=self.temporary + later.temporary,
            throttled=self.throttled + later.throttled,
            connection=self.connection + later.connection,
            unknown=self.unknown + later.unknown,
            slow=self.slow + later.slow,
            trailing=later.trailing if later.answered else self.trailing + later.trailing,
            detail=later.detail or self.detail,
        )


def tally(
    outcomes: Iterable[FailureKind | None], *, slow: int = 0, connection: int = 0, detail: str = ""
) -> Results:
    """Count outcomes in the order in which they came (None: accepted).

    ``connection`` adds sendings for which not even a connection was made, after all the others. A
    provider that asks to slow down is alive: that counts as failing, but not towards ``trailing``.
    """
    count = dict.fromkeys((None, *FailureKind), 0)
    trailing = 0
    for kind in outcomes:
        count[kind] += 1
        if kind is None or kind is FailureKind.PERMANENT:
            trailing = 0
        elif kind is not FailureKind.THROTTLED:
            trailing += 1
    return Results(
        accepted=count[None],
        permanent=count[FailureKind.PERMANENT],
        temporary=count[FailureKind.TEMPORARY],
        throttled=count[FailureKind.THROTTLED],
        connection=connection,
        unknown=count[FailureKind.UNKNOWN],
        slow=slow,
        trailing=trailing + connection,
        detail=detail[:_LONGEST_DETAIL],
    )
