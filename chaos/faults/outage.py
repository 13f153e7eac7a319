"""The first of two mail accounts fails in the middle of a fan-out (R6).

    make chaos-outage [N=20000]

Once for each way to fail: refused for now (451), closed with 421, reset, a black hole. In real time the
outage begins with the fan-out and outlasts it; the ten minutes of R6 pass in virtual time, with
the rules that choose accounts and move shares (tests/domain/routing).
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from chaos.faults.card import Card, parser
from chaos.faults.fanout import left_over, to_the_end
from chaos.stage import Stage, rest, stage
from chaos.toxics import Proxy, ResetPeer, Timeout, Toxic, proxied
from chaos.witness import Mail, Witness, witness

if TYPE_CHECKING:
    from chaos.nursery import Nursery

_SHARE: Final = 0.99
_WITHIN_S: Final = float(os.environ.get("CHAOS_PATIENCE", "300"))
_SOON_S: Final = 60.0
_STEP: Final = 10
_CONNECTIONS: Final = 8
_GROUPS_S: Final = 2 * 100
WAYS: Final[dict[str, dict[str, Any] | Toxic]] = {
    "temporary": {"refuse": 1.0, "reply": "451 4.3.0 later", "times": 1_000_000},
    "busy": {"closed": True},
    "reset": ResetPeer(),
    "black_hole": Timeout(),
}


class Both:
    """Two sinks as one, for whoever compares what arrived with what was owed."""

    def __init__(self, first: Witness, second: Witness) -> None:
        self._sinks = (first, second)

    def mails(self, *, since: int = 0) -> list[Mail]:
        """Everything that arrived, wherever."""
        return [mail for sink in self._sinks for mail in sink.mails(since=since)]

    def forms(self) -> dict[str, bytes]:
        """A whole mail for each digest."""
        return self._sinks[0].forms() | self._sinks[1].forms()


def main() -> None:
    """Run it, and print one JSON line."""
    made = parser(__doc__, people=20_000)
    made.add_argument("--ways", nargs="+", default=list(WAYS), choices=list(WAYS))
    options = made.parse_args()
    card = Card("outage", seed=options.seed)
    _in_virtual_time(card)
    with (
        stage(people=options.people) as here,
        witness() as first,
        proxied("127.0.0.1", first.port, seed=options.seed) as proxy,
    ):
        variants = (options.mutant,) if options.mutant else ()
        _two_accounts(first=proxy.own_port, second=here.witness.port)
        with here.nursery() as nursery:
            for way in options.ways:
                figures = _outage(
                    card,
                    here,
                    _Primary(first, proxy),
                    way=way,
                    nursery=nursery,
                    variants=variants,
                )
                card.tell(**{way: figures})
    card.end()


class _Primary:
    """The account that fails: its relay, and what lies before it."""

    def __init__(self, sink: Witness, proxy: Proxy) -> None:
        self.sink = sink
        self._proxy = proxy

    @contextmanager
    def fails(self, way: str) -> Iterator[None]:
        """For the block."""
        how = WAYS[way]
        if isinstance(how, Toxic):
            self._proxy.add(way, how)
        else:
            self.sink.behave(**how)
        try:
            yield
        finally:
            self._proxy.remove(way)
            self._proxy.cut_all()
            self.sink.behave(refuse=0.0, closed=False)


def _outage(
    card: Card,
    here: Stage,
    primary: _Primary,
    *,
    way: str,
    nursery: Nursery,
    variants: tuple[str, ...],
) -> dict[str, object]:
    from noroshi.actions.queries.provider_accounts import candidates_of  # after Django

    here.witness.forget()
    primary.sink.forget()
    _as_new()
    worker = nursery.worker(*variants)
    began = time.monotonic()
    with primary.fails(way):
        message = here.scene.publish_new()
        owed = _owed(message)
        half = _after(here, owed, seconds=_SOON_S)
        within = _until_almost_all(card, here, owed) + _SOON_S
        by_second = here.witness.count() / owed
    to_the_end(card, here, message, within=150)
    from chaos.checker import judge

    verdict = judge(message, Both(primary.sink, here.witness))  # type: ignore[arg-type]
    card.at_most(0, **{f"{way}_lost": verdict.lost, f"{way}_open": verdict.open})
    card.at_most(0, **{f"{way}_altered": verdict.altered + verdict.strangers})
    card.at_most(2, **{f"{way}_most_copies": verdict.most_copies})
    card.at_most(_GROUPS_S, **{f"{way}_duplicates": verdict.duplicates})
    worker.stop()
    shares = {each.account.name: each.standing.share for each in candidates_of(_context())}
    return {
        "by_second_60_s": round(half, 4),
        "by_second": round(by_second, 4),
        "seconds": round(time.monotonic() - began, 1),
        "waited_s": round(within, 1),
        "listed": dict(verdict.listed),
        "shares": {name: share for name, share in shares.items() if name in {"first", "second"}},
    }


def _after(here: Stage, owed: int, *, seconds: float) -> float:
    """The share that the second account has taken after so long, or once it has everything."""
    begun = time.monotonic()
    while time.monotonic() < begun + seconds and here.witness.count() < owed:
        rest(1.0)
    return here.witness.count() / owed


def _until_almost_all(card: Card, here: Stage, owed: int) -> float:
    """Seconds until the second account has taken 99 %."""
    try:
        return here.until(lambda: here.witness.count() >= _SHARE * owed, "99 %", within=_WITHIN_S)
    except SystemExit:
        card.miss(f"{here.witness.count()} of {owed} by the second after {_WITHIN_S:.0f} s")
        card.tell(left=left_over(), standings=standings())
        return _WITHIN_S


def standings() -> list[list[object]]:
    """How the accounts stand: for whoever looks for the cause."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.name, circuit, share, failures_in_row, last_failure, probe_at::text"
            " FROM storage_providerstanding JOIN storage_provideraccountrow AS a ON a.id = account_id"
        )
        return [list(row) for row in cursor.fetchall()]


def _context() -> Any:
    from noroshi.bootstrap.context import context

    return context()


def _owed(message: int) -> int:
    from chaos.scene import mail_dispatches

    return sum(each.recipients for each in mail_dispatches(message))


def _two_accounts(*, first: int, second: int) -> None:
    """The relay of the environment is paused; two accounts of equal weight take its place."""
    from noroshi.actions.add_provider import add_provider
    from noroshi.actions.change_provider import change_provider
    from noroshi.actions.context import SYSTEM
    from noroshi.actions.provider_wish import Wish

    here = _context()
    for name, port in (("first", first), ("second", second)):
        settings = {
            "host": "127.0.0.1",
            "port": str(port),
            "security": "none",
            "connections": str(_CONNECTIONS),
        }
        add_provider(here, SYSTEM, Wish(settings=settings, weight=50), name=name, kind="smtp")
    change_provider(here, SYSTEM, "relay", Wish(enabled=False))


def _as_new() -> None:
    """Both accounts work, with half of the mail each."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE storage_providerstanding SET circuit = 'closed', share = 50, probes = 0,"
            " failures_in_row = 0, opened_at = NULL, probe_at = NULL, reversed_at = NULL,"
            " share_moved_at = NULL, last_move = 0, \"window\" = '{}'"
            " FROM storage_provideraccountrow AS a WHERE a.id = account_id AND a.name <> 'relay'"
        )


def _in_virtual_time(card: Card) -> None:
    """Ten minutes of outage and the way back, 100,000 messages, by the rules alone."""
    from tests.domain.routing.simulated import Simulation, candidate

    from noroshi.domain.delivery import FailureKind

    def failing(part: float) -> Callable[[str, float], tuple[float, FailureKind, bool]]:
        def at(name: str, second: float) -> tuple[float, FailureKind, bool]:
            bad = name == "first" and second < 600
            return (part if bad else 0.0, FailureKind.TEMPORARY, False)

        return at

    def two(part: float) -> Simulation:
        return Simulation.of(
            [candidate("first", 80), candidate("second", 20)], failing=failing(part)
        )

    hard = two(1.0)
    hard.run(300, messages=100_000, per_second=1_000)
    part = two(0.3)
    part.run(40 * 60, messages=10_000_000, per_second=1_000)
    card.at_least(_SHARE, virtual_by_second=hard.sent["second"] / 100_000)
    card.at_most(0, virtual_breaches=len(hard.breaches()) + len(part.breaches()))


if __name__ == "__main__":
    main()
