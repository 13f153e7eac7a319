"""What came of a group of sendings, told by the worker; the circuit turns at once (R6)."""

from __future__ import annotations

from noroshi.actions.context import SYSTEM, Context
from noroshi.domain.events import EventKind
from noroshi.domain.provider_account import Circuit
from noroshi.domain.routing.circuit import must_turn, turned
from noroshi.domain.routing.results import Results
from noroshi.storage import events, standings
from noroshi.storage.unit_of_work import unit_of_work


def report_results(context: Context, account_name: str, results: Results) -> Circuit:
    """Count the results of a group, and say how the account's circuit is after that.

    One statement as long as the circuit stays as it is. An account that was removed meanwhile, or
    never was one, is counted nowhere and called closed.
    """
    now = context.clock.now()
    counted = standings.count(account_name, results, at=now)
    if counted is None:
        return Circuit.CLOSED
    if not must_turn(counted.circuit, counted.failures_in_row, results):
        return counted.circuit
    return _turn(context, account_name, results)


def _turn(context: Context, name: str, results: Results) -> Circuit:
    now = context.clock.now()
    with unit_of_work():
        before = standings.locked_one(name).standing
        after = turned(before, results, now=now)
        if after is before:
            return before.circuit  # another worker's results came in between
        standings.save(name, after)
        data: dict[str, object] = {"provider": name}
        if before.circuit is Circuit.CLOSED:
            data["reason"] = dict(after.note)
            _log(context, EventKind.PROVIDER_DOWN, data)
        elif after.circuit is Circuit.CLOSED:
            _log(context, EventKind.PROVIDER_UP, data)
        return after.circuit


def _log(context: Context, kind: EventKind, data: dict[str, object]) -> None:
    events.append(at=context.clock.now(), kind=kind, actor=SYSTEM.person, data=data)
