"""Each minute: judge every account's last minute, move shares, watch the test messages (R6, R19)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from noroshi.actions.context import SYSTEM, Context
from noroshi.actions.queries.provider_accounts import candidates_of, exists
from noroshi.domain import canary
from noroshi.domain.events import EventKind
from noroshi.domain.provider_account import Circuit
from noroshi.domain.routing.circuit import probe_due
from noroshi.domain.routing.shares import Look, after_window
from noroshi.domain.routing.standing import Candidate
from noroshi.jobs.names import TaskName, lock_on
from noroshi.jobs.payloads import SendCanary
from noroshi.jobs.queue import defer
from noroshi.storage import events, standings
from noroshi.storage.unit_of_work import unit_of_work

_SAME_MINUTE = timedelta(seconds=50)  # ticks may come a little early


def look_at_providers(context: Context) -> None:
    """Look once; a second look within the same minute changes nothing."""
    for channel in sorted({each.account.channel for each in candidates_of(context)}):
        with unit_of_work():
            found = [c for c in standings.locked(channel) if exists(context, c.account)]
            _look(context, found)


def _look(context: Context, found: Sequence[Candidate]) -> None:
    now = context.clock.now()
    if all(_was_looked_at(each, now=now) for each in found):
        return
    watched = [_watched(each, now=now) for each in found]
    look = after_window(watched, now=now)
    for name, standing in look.standings.items():
        standings.save(name, standing)
    _log_moves(look, at=now)
    for each in watched:
        if _wants_canary(each, now=now):
            once = lock_on(TaskName.SEND_CANARY, each.account.name)
            defer(SendCanary(account=each.account.name), queueing_lock=once, lock=once)


def _was_looked_at(each: Candidate, *, now: datetime) -> bool:
    at = each.standing.looked_at
    return at is not None and timedelta(0) <= now - at < _SAME_MINUTE


def _watched(each: Candidate, *, now: datetime) -> Candidate:
    """The account after a look at its test message; the first time one is late goes to the log."""
    if not each.account.enabled:
        return each
    after = canary.looked_at(each.canary, now=now)
    if after == each.canary:
        return each
    standings.save_canary(each.account.name, after)
    if after.is_late and not each.canary.is_late:
        events.append(
            at=now,
            kind=EventKind.CANARY_LATE,
            actor=SYSTEM.person,
            data={
                "provider": each.account.name,
                "minutes": canary.minutes_late(after, now=now),
            },
        )
    return replace(each, canary=after)


def _wants_canary(each: Candidate, *, now: datetime) -> bool:
    if not each.account.enabled or not canary.is_due(each.canary, now=now):
        return False
    if each.standing.circuit is Circuit.CLOSED:
        return True
    due = probe_due(each.standing, alone=False)
    return due is not None and due <= now


def _log_moves(look: Look, *, at: datetime) -> None:
    for move in look.moves:
        events.append(
            at=at,
            kind=EventKind.PROVIDER_SHARE_MOVED,
            actor=SYSTEM.person,
            data={
                "provider": move.name,
                "from": move.before,
                "to": move.after,
                "reason": dict(move.reason),
            },
        )
