"""When an account is taken as down, when it is probed, and when it works again (R6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from noroshi.domain.provider_account import Circuit
from noroshi.domain.routing.results import Results
from noroshi.domain.routing.standing import Direction, Standing
from noroshi.domain.routing.words import DOWN, PROBE_FAILED, UP_AGAIN, told

HARD_DOWN: Final = 20
"""Failures in a row after which an account is taken as down at once."""
FIRST_PROBE: Final = timedelta(seconds=30)
LONGEST_WAIT: Final = timedelta(minutes=5)
PROBE_LASTS: Final = timedelta(minutes=1)
"""A probe whose result has not come by then was lost with its worker; another may begin."""
REVERSAL: Final = timedelta(minutes=15)
"""A share changes its direction at most once in this time."""
STEP: Final = 10
"""Points by which a share moves at most each minute."""


def after_results(standing: Standing, results: Results, *, now: datetime) -> Standing:
    """The standing after a group of attempts: counted, and the circuit turned if need be."""
    return turned(counted(standing, results, now=now), results, now=now)


def counted(standing: Standing, results: Results, *, now: datetime) -> Standing:
    """The results added to the window; the circuit stays as it is."""
    before = 0 if results.answered else standing.failures_in_row
    return replace(
        standing,
        window=standing.window.plus(results),
        failures_in_row=before + results.trailing,
        last_accepted_at=now if results.accepted else standing.last_accepted_at,
        last_failure=results.detail or standing.last_failure,
    )


def must_turn(circuit: Circuit, failures_in_row: int, results: Results) -> bool:
    """Whether these results, counted already, may turn the circuit."""
    if circuit is Circuit.HALF_OPEN:
        return bool(results.accepted or results.failing)
    return circuit is Circuit.CLOSED and failures_in_row >= HARD_DOWN


def turned(standing: Standing, results: Results, *, now: datetime) -> Standing:
    """The circuit after results that are counted already.

    While it is open nothing turns it: what still comes in was handed over before.
    """
    if not must_turn(standing.circuit, standing.failures_in_row, results):
        return standing
    if standing.circuit is Circuit.CLOSED:
        return _down(standing, now=now)
    return _up(standing, now=now) if results.accepted else _still_down(standing, now=now)


def may_move(standing: Standing, direction: Direction, *, now: datetime) -> bool:
    """Whether a share may move this way: it turns at most once in 15 minutes."""
    if standing.direction in {Direction.NEVER, direction} or standing.reversed_at is None:
        return True
    return now - standing.reversed_at >= REVERSAL


def moved(standing: Standing, share: int, *, now: datetime) -> Standing:
    """The standing with another share; a turn of direction is remembered."""
    if share == standing.share:
        return standing
    way = Direction.UP if share > standing.share else Direction.DOWN
    turns = standing.direction not in {Direction.NEVER, way}
    return replace(
        standing,
        share=share,
        moved_at=now,
        direction=way,
        reversed_at=now if turns else standing.reversed_at,
    )


def wait_for(probes: int) -> timedelta:
    """How long to wait for the next probe after so many failed ones: 30 s, doubling up to 5 min."""
    return min(FIRST_PROBE * (1 << min(probes, 10)), LONGEST_WAIT)


def probe_due(standing: Standing, *, alone: bool) -> datetime | None:
    """When the account may be probed next; None while it works.

    When nothing else of its channel is up (``alone``), waiting longer spares nobody: then it is
    probed every 30 seconds.
    """
    if standing.circuit is Circuit.CLOSED or standing.probe_at is None:
        return None
    if alone and standing.circuit is Circuit.OPEN:
        return standing.probe_at - wait_for(standing.probes) + FIRST_PROBE
    return standing.probe_at


def probing(standing: Standing, *, now: datetime) -> Standing:
    """One probe begins."""
    return replace(standing, circuit=Circuit.HALF_OPEN, probe_at=now + PROBE_LASTS)


def _down(standing: Standing, *, now: datetime) -> Standing:
    without = moved(standing, 0, now=now)
    return replace(
        without,
        circuit=Circuit.OPEN,
        opened_at=now,
        probe_at=now + FIRST_PROBE,
        probes=0,
        note=told(DOWN, count=standing.failures_in_row),
    )


def _still_down(standing: Standing, *, now: datetime) -> Standing:
    probes = standing.probes + 1
    return replace(
        standing,
        circuit=Circuit.OPEN,
        probe_at=now + wait_for(probes),
        probes=probes,
        note=told(PROBE_FAILED, count=probes),
    )


def _up(standing: Standing, *, now: datetime) -> Standing:
    may_grow = standing.share == 0 and may_move(standing, Direction.UP, now=now)
    grown = moved(standing, STEP, now=now) if may_grow else standing
    return replace(
        grown,
        circuit=Circuit.CLOSED,
        opened_at=None,
        probe_at=None,
        probes=0,
        failures_in_row=0,
        window=Results(),
        note=told(UP_AGAIN),
    )
