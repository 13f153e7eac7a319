"""The installation in numbers, for a monitor. Nothing in them is about a person.

What is cheap is counted at this moment; what would have to read the whole ledger was counted by the
auditor, at most a minute ago.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from noroshi.actions.context import Context
from noroshi.actions.queries.audit import Auditing, auditing
from noroshi.actions.queries.pulse import Pulse, pulse
from noroshi.actions.queries.sending import why_not
from noroshi.domain.room import Room
from noroshi.storage import gauges, pages, sending_right
from noroshi.storage.gauges import AccountGauge, Unfinished


@dataclass(frozen=True, kw_only=True)
class Tally:
    """Copies by channel, by the account that they went through, and by what became of them."""

    channel: str
    account: str
    state: str
    reason: str
    count: int
    attempts: int


@dataclass(frozen=True, kw_only=True)
class Measured:
    """Everything at one moment."""

    at: datetime
    pulse: Pulse
    audit: Auditing
    tallies: tuple[Tally, ...]
    unfinished: tuple[Unfinished, ...]
    accounts: tuple[AccountGauge, ...]
    suppressions: tuple[tuple[str, str, int], ...]
    oldest_job_s: int
    page_version: int
    may_send: bool
    epoch: int
    room: Room
    cut_short: tuple[str, ...] = field(default=())


def measured(context: Context) -> Measured:
    """The state at this moment."""
    audit = auditing(context, "en", recent=0)
    notes = audit.last.notes if audit.last else {}
    verified = pages.newest_verified()
    return Measured(
        at=context.clock.now(),
        pulse=pulse(context),
        audit=audit,
        tallies=_tallies(notes.get("tallies") or {}),
        unfinished=tuple(gauges.unfinished()),
        accounts=tuple(gauges.accounts()),
        suppressions=tuple(gauges.suppressions()),
        oldest_job_s=gauges.oldest_job_seconds(),
        page_version=verified.version if verified else 0,
        may_send=why_not(context) is None,
        epoch=sending_right.standing().epoch,
        room=context.room(),
        cut_short=tuple(notes.get("cut_short", ())),
    )


def _tallies(stored: Mapping[str, list[dict[str, str | int]]]) -> tuple[Tally, ...]:
    """Whoever is not listed was accepted: the ledger keeps a watermark and exceptions."""
    listed = [
        Tally(
            channel=str(row["channel"]),
            account=str(row["account"]),
            state=str(row["state"]),
            reason=str(row["reason"]),
            count=int(row["n"]),
            attempts=int(row["attempts"]),
        )
        for row in stored.get("listed", ())
    ]
    left: dict[tuple[str, str], int] = {
        (str(row["channel"]), str(row["account"])): int(row["known"])
        for row in stored.get("handed", ())
    }
    for one in listed:
        key = (one.channel, one.account)
        left[key] = left.get(key, 0) - one.count
    accepted = [
        Tally(channel=channel, account=account, state="accepted", reason="", count=n, attempts=n)
        for (channel, account), n in left.items()
        if n > 0
    ]
    return (*accepted, *listed)
