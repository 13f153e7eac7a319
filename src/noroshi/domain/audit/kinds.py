"""What an audit can find."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Final

Value = str | int


class Gap(StrEnum):
    """The kinds of findings. They are stored and read by monitors, so none is ever renamed."""

    UNACCOUNTED = "unaccounted"
    IMPOSSIBLE = "impossible"
    STRANGER = "stranger"
    NOT_PLANNED = "not_planned"
    ENDED_EARLY = "ended_early"
    NOT_ENDED = "not_ended"
    JOB_LOST = "job_lost"
    STUCK = "stuck"
    STALLED = "stalled"
    RETRY_LATE = "retry_late"
    WORKERS_IDLE = "workers_idle"
    NO_WORKER = "no_worker"
    PROVIDER_DOWN = "provider_down"
    PROVIDER_SILENT = "provider_silent"
    CANARY_LATE = "canary_late"
    PAGE_LATE = "page_late"
    PAGE_TARGET = "page_target"
    PROMISE_LATE = "promise_late"
    REPORT_AT_RISK = "report_at_risk"
    REPORT_LATE = "report_late"
    CERTIFICATE_ENDS = "certificate_ends"
    MAY_NOT_SEND = "may_not_send"
    DISK_FILLING = "disk_filling"
    DISK_FULL = "disk_full"
    CUT_SHORT = "cut_short"
    AUDITOR_SILENT = "auditor_silent"


WARNINGS: Final = frozenset({
    Gap.NOT_ENDED, Gap.CANARY_LATE, Gap.REPORT_AT_RISK, Gap.CUT_SHORT, Gap.PROVIDER_DOWN,
    Gap.DISK_FILLING, Gap.PAGE_TARGET, Gap.CERTIFICATE_ENDS,
})  # fmt: skip
"""Findings that somebody should look at soon. All others mean that something is wrong now."""

LOST: Final = frozenset({Gap.UNACCOUNTED, Gap.IMPOSSIBLE, Gap.STRANGER, Gap.NOT_PLANNED})
"""Findings about the accounts themselves: somebody may be missing from them."""

_NOW: Final = timedelta(0)
PATIENCE: Final[Mapping[Gap, timedelta]] = {
    Gap.STUCK: timedelta(minutes=2),
    Gap.STALLED: timedelta(minutes=2),
    Gap.RETRY_LATE: timedelta(minutes=2),
    Gap.NOT_ENDED: timedelta(minutes=2),
    # The sweep gives a job back within five seconds: one look may fall between the two.
    Gap.JOB_LOST: timedelta(seconds=45),
}
"""How long a suspicion has to stay as it is before it is a finding; none means at once."""


def patience(gap: Gap) -> timedelta:
    """How long a suspicion of this kind has to last."""
    return PATIENCE.get(gap, _NOW)


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Something that is not as it should be.

    ``about`` names the thing within its kind (an id, an account, an incident); ``detail`` fills the
    words of ``noroshi.domain.audit.words`` and holds no personal data.
    """

    kind: Gap
    about: str = ""
    detail: Mapping[str, Value] = field(default_factory=dict)

    @property
    def is_warning(self) -> bool:
        """It can wait a little; anything else cannot."""
        return self.kind in WARNINGS


@dataclass(frozen=True, kw_only=True)
class Suspicion:
    """A finding to be, if ``sign`` stays the same for the patience of its kind, or ``wait``.

    ``which`` tells two suspicions of the same finding apart.
    """

    finding: Finding
    sign: str = ""
    wait: timedelta = _NOW
    which: str = ""

    @property
    def key(self) -> str:
        """Names it in the memory of the auditor."""
        return f"{self.finding.kind}:{self.finding.about}:{self.which}"
