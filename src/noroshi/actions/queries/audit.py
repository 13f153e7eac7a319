"""What the auditor says: open findings in words, and whether it looks at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from noroshi.actions.context import Context
from noroshi.domain.audit import words
from noroshi.domain.audit.kinds import Finding, Gap
from noroshi.jobs.board import standing
from noroshi.storage import audit_findings
from noroshi.storage.audit_findings import LastRun, StoredFinding

SILENT_AFTER: Final = timedelta(minutes=5)
_RECENT: Final = 50


@dataclass(frozen=True, kw_only=True)
class Said:
    """A finding in the reader's language."""

    kind: Gap
    about: str
    found: str
    way_out: str
    is_warning: bool
    since: datetime | None = None  # None: only just seen
    until: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Auditing:
    """What is wrong now, what was lately, and when the auditor last looked."""

    open: tuple[Said, ...]
    settled: tuple[Said, ...]
    last: LastRun | None
    is_silent: bool

    @property
    def wrong(self) -> tuple[Said, ...]:
        """Findings that cannot wait."""
        return tuple(said for said in self.open if not said.is_warning)

    @property
    def warnings(self) -> tuple[Said, ...]:
        """Findings that can wait a little."""
        return tuple(said for said in self.open if said.is_warning)


def auditing(context: Context, language: str, *, recent: int = _RECENT) -> Auditing:
    """The state at this moment. It does not trust the auditor to be alive."""
    now = context.clock.now()
    last = audit_findings.last_run()
    stored = audit_findings.open_ones()
    ours = silence(last, now)
    if not standing().workers and Gap.NO_WORKER not in {one.finding.kind for one in stored}:
        ours = (Finding(kind=Gap.NO_WORKER), *ours)
    return Auditing(
        open=tuple(
            [_said(finding, language) for finding in ours]
            + [_of_stored(one, language) for one in stored]
        ),
        settled=tuple(_of_stored(one, language) for one in audit_findings.recent(recent)),
        last=last,
        is_silent=bool(silence(last, now)),
    )


def silence(last: LastRun | None, now: datetime) -> tuple[Finding, ...]:
    """The finding that nobody else can make: the auditor has not looked for five minutes."""
    if last is None or abs(now - last.at) <= SILENT_AFTER:
        return ()
    minutes = int(abs(now - last.at) / timedelta(minutes=1))
    return (Finding(kind=Gap.AUDITOR_SILENT, detail={"minutes": minutes}),)


def _of_stored(one: StoredFinding, language: str) -> Said:
    return _said(one.finding, language, since=one.found_at, until=one.closed_at)


def _said(
    finding: Finding,
    language: str,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Said:
    return Said(
        kind=finding.kind,
        about=finding.about,
        found=words.found(finding, language),
        way_out=words.way_out(finding, language),
        is_warning=finding.is_warning,
        since=since,
        until=until,
    )
