"""Write down what a look of a check found, and what follows from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from noroshi.actions.change_holds import Entry, change_holds
from noroshi.actions.context import SYSTEM, Context
from noroshi.actions.lease_checks import Turn
from noroshi.actions.notify_colleagues import call_technicians
from noroshi.actions.queries.plan import current_plan
from noroshi.domain.checks import (
    FAULT_WORDS,
    Health,
    Record,
    Result,
    after,
    next_due,
    warning_due,
)
from noroshi.domain.events import EventKind
from noroshi.domain.holds import Hold, Origin, Standing
from noroshi.domain.language import Localised
from noroshi.domain.plan.watching import Check, Show
from noroshi.domain.watched import seen_until
from noroshi.storage import checks, events, holds
from noroshi.storage.checks import Running
from noroshi.storage.unit_of_work import unit_of_work


def note_check(context: Context, turn: Turn, result: Result) -> Health | None:
    """Keep the result; tell of a change. None when the lease was lost, and somebody else looks."""
    row, holder, check = turn
    now = context.clock.now()
    with unit_of_work():
        running = checks.leased(row, holder)
        if running is None:
            return None
        record = after(running.record, result, check)
        if warning_due(record, check, now=now):
            record = _warn(row, record, check, now=now)
        checks.note(row, record, due_at=next_due(check, running.due_at, now=now))
        _cover(running, result, check)
        _tell(context, running, check, record)
        return record.health


def _cover(running: Running, result: Result, check: Check) -> None:
    if not result.is_look:
        return
    looks = [known.at for known in running.record.results if known.is_look]
    seen = seen_until(looks[-1] if looks else None, result.at, check.patience)
    if seen:
        checks.cover(running.id, seen)


def _warn(row: int, record: Record, check: Check, *, now: datetime) -> Record:
    until = record.certificate_until
    events.append(
        at=now,
        kind=EventKind.CERTIFICATE_ENDS,
        actor=SYSTEM.person,
        data={"check": check.key, "day": f"{until:%Y-%m-%d}"},
    )
    call_technicians(current_plan(), "certificate_ends", about=row)
    return replace(record, warned_of=until)


def _tell(context: Context, running: Running, check: Check, record: Record) -> None:
    if record.health is Health.FAILING and running.record.health is not Health.FAILING:
        entry = Entry(
            kind=EventKind.CHECK_FAILED,
            actor=SYSTEM.person,
            reason=said(record.last),
            more={"check": check.key},
        )
        change_holds(context, entry, put=[_hold(check, r, record) for r in running.regions])
    if record.health is Health.PASSING and running.record.health is Health.FAILING:
        entry = Entry(
            kind=EventKind.CHECK_RECOVERED, actor=SYSTEM.person, more={"check": check.key}
        )
        change_holds(context, entry, drop=holds.of_source(Origin.CHECK, check.key))


def _hold(check: Check, region: str, record: Record) -> Hold:
    return Hold(
        component=check.component,
        region=region,
        origin=Origin.CHECK,
        source=check.key,
        status=check.status,
        standing=Standing.SHOWN if check.show is Show.AT_ONCE else Standing.PROPOSED,
        reason=_code(record.last),
        since=record.since or record.results[-1].at,
    )


def _code(result: Result | None) -> str:
    """The fault and its detail; screens say it in the reader's language."""
    return f"{result.fault or ''} {result.detail}".strip() if result else ""


def said(result: Result | None) -> Localised:
    """Why it is no success, in words, with the detail."""
    if result is None or result.fault is None:
        return {}
    detail = f" ({result.detail})" if result.detail else ""
    return {code: f"{text}{detail}" for code, text in FAULT_WORDS[result.fault].items()}
