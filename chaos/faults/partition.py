"""A worker is cut off from the database while the relay stays within its reach (R12).

    make chaos-partition [N=20000] [SECONDS=60]

Network namespaces and virtual cables, which need root: worker A lives in a namespace of its own with
two links, one to the database and one to the relay. The first goes down in the middle of a
fan-out. A must stop by itself, worker B takes its batches over, and what A says later is refused.
``--unheard``: A's heartbeat is so slow that it does not hear of its replacement; then only the
fence stands between what it says and the ledger.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from chaos.faults.card import Card, parser, skip
from chaos.faults.fanout import begin, judged, to_the_end
from chaos.faults.server import TcpServer
from chaos.nursery import QUICK, Forked, Nursery
from chaos.stage import Stage, rest, stage
from chaos.toxics import proxied
from noroshi.delivery.carrier import GROUPS_OPEN

_STOPS_WITHIN_S: Final = 1.0
_TAKEN_OVER_WITHIN_S: Final = 30.0
_HEALS_WITHIN_S: Final = 10.0
_SLOW_RATE: Final = 30
_FAST_RATE: Final = 300
_NEVER_S: Final = 3_600.0
_REFUSED_WITHIN_S: Final = 30.0
_IN_FLIGHT: Final = GROUPS_OPEN * 100 + 8
"""Two groups open in a worker, and its connections."""


@dataclass(frozen=True, kw_only=True)
class Cable:
    """A link between here and a namespace."""

    ours: str
    theirs: str
    here: str
    there: str


def main() -> None:
    """Run it, and print one JSON line."""
    made = parser(__doc__, people=20_000)
    made.add_argument("--seconds", type=float, default=60.0)
    made.add_argument("--unheard", action="store_true")
    options = made.parse_args()
    _needs_root()
    card = Card("partition, unheard" if options.unheard else "partition", seed=options.seed)
    with _apart(options.people) as (here, cut_off, to_database):
        refusals = here.directory / "refusals"
        slow = QUICK | {"heartbeat": _NEVER_S} if options.unheard else QUICK
        variants = [f"note-refusals:{refusals}", *filter(None, [options.mutant])]
        first = cut_off.worker(*variants, pace=slow)
        # So slowly that the first group would take seconds on the permission it has; or so fast
        # that it ends on it, and its outcome is on its way to the ledger all the time.
        here.witness.behave(rate=_FAST_RATE if options.unheard else _SLOW_RATE)
        message = begin(here, arrived=_SLOW_RATE)
        # Worker B comes when A is cut off: until then everything is A's.
        with here.nursery() as at_home, _link_down(to_database) as down_at:
            rest(_STOPS_WITHIN_S + 0.5)
            here.witness.behave(rate=options.people / options.seconds)
            second = at_home.worker()
            rest(max(options.seconds - (time.monotonic() - down_at), 0))
            _link(to_database, up=True)
            if options.unheard:
                _until_refused(card, here, refusals)
            else:
                card.at_most(_HEALS_WITHIN_S, heals_s=_sends_again(here, first, time.monotonic()))
            here.witness.behave(rate=0)
            to_the_end(card, here, message)
            _figures(card, here, message, down_at=down_at)
            card.tell(a_ended=first.ended(), b_ended=second.ended())
    card.end()


@contextmanager
def _apart(people: int) -> Iterator[tuple[Stage, Nursery, Cable]]:
    """A stage, a nursery in a namespace of its own, and the cable between them."""
    to_database, to_relay = _cables()
    with ExitStack() as stack:
        space = stack.enter_context(_namespace(f"noroshi{os.getpid()}", to_database, to_relay))
        here = stack.enter_context(
            stage(people=people, server=lambda home: TcpServer(home, address=to_database.here))
        )
        door = stack.enter_context(
            proxied("127.0.0.1", here.witness.port, seed=0, listen=to_relay.here)
        )
        relay = (to_relay.here, door.own_port)
        yield here, stack.enter_context(_nursery_in(space, here, relay=relay)), to_database


@contextmanager
def _link_down(cable: Cable) -> Iterator[float]:
    """From this moment on, which is told; the block puts it up again when it wants."""
    _link(cable, up=False)
    yield time.monotonic()


def _needs_root() -> None:
    if os.geteuid() or not shutil.which("ip"):
        skip("partition", "network namespaces need root and ip (iproute2)")


def _figures(card: Card, here: Stage, message: int, *, down_at: float) -> None:
    mails = [mail.at for mail in here.witness.mails()]
    # Until B comes, everything that arrives is A's.
    late = [at - down_at for at in mails if down_at < at < down_at + _STOPS_WITHIN_S + 0.4]
    card.at_most(_STOPS_WITHIN_S, stops_s=round(max(late, default=0.0), 2))
    taken = [at - down_at for at in mails if at > down_at + _STOPS_WITHIN_S + 0.5]
    card.at_most(_TAKEN_OVER_WITHIN_S, taken_over_s=round(min(taken, default=999.0), 1))
    judged(card, here, message, duplicates=_IN_FLIGHT)


def _cables() -> tuple[Cable, Cable]:
    """One to the database, one to the relay; named after this process."""
    tag, net = f"{os.getpid():x}", os.getpid() % 250

    def cable(kind: str, block: int) -> Cable:
        here, there = (f"10.{block}.{net}.{end}" for end in (1, 2))
        return Cable(ours=f"n{kind[0]}{tag}", theirs=kind, here=here, there=there)

    return cable("database", 213), cable("relay", 214)


def _until_refused(card: Card, here: Stage, refusals: Path) -> None:
    """What the worker knew when it was cut off arrives after its batches were taken over."""
    with suppress(SystemExit):
        here.until(refusals.exists, "what it says is refused", within=_REFUSED_WITHIN_S)
    told = refusals.read_text(encoding="utf-8").splitlines() if refusals.exists() else []
    card.at_least(1, refused_late=len(told))


def _sends_again(here: Stage, first: Forked, up_at: float) -> float:
    """Seconds until the worker that was cut off is heard by the database, or has left."""
    from django.db import connection

    def heard() -> bool:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM procrastinate_workers"
                " WHERE last_heartbeat > now() - interval '1 second'"
            )
            return bool(cursor.fetchone()[0] >= 4 or first.ended() is not None)

    here.until(heard, "the worker is heard of again, or leaves", within=60)
    return round(time.monotonic() - up_at, 1)


@contextmanager
def _nursery_in(space: str, here: Stage, *, relay: tuple[str, int]) -> Iterator[Nursery]:
    host, port = relay
    environment = here.environment | {"NOROSHI_SMTP_HOST": host, "NOROSHI_SMTP_PORT": str(port)}
    with Nursery(environment, before=("ip", "netns", "exec", space)) as nursery:
        yield nursery


@contextmanager
def _namespace(name: str, *cables: Cable) -> Iterator[str]:
    _ip("netns", "add", name)
    try:
        _ip("-n", name, "link", "set", "lo", "up")
        for cable in cables:
            end = ("peer", "name", cable.theirs, "netns", name)
            _ip("link", "add", cable.ours, "type", "veth", *end)
            _ip("addr", "add", f"{cable.here}/24", "dev", cable.ours)
            _ip("-n", name, "addr", "add", f"{cable.there}/24", "dev", cable.theirs)
            _ip("link", "set", cable.ours, "up")
            _ip("-n", name, "link", "set", cable.theirs, "up")
        yield name
    finally:
        for cable in cables:
            _ip("link", "del", cable.ours, check=False)
        _ip("netns", "del", name, check=False)


def _link(cable: Cable, *, up: bool) -> None:
    _ip("link", "set", cable.ours, "up" if up else "down")


def _ip(*words: str, check: bool = True) -> None:
    subprocess.run(["ip", *words], check=check, stderr=subprocess.DEVNULL)  # noqa: S603, S607


if __name__ == "__main__":
    main()
