"""The wall clock of one of two workers jumps, by an hour and by a day, both ways (R10).

    make chaos-clock [N=20000]

Each worker has a clock of its own; the first one's jumps in the middle of a fan-out. Some mails are
answered late, so that their leases lie across the jump; some are refused at first. Nobody may be
lost, tried by two workers at once, or written to three times.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Final

from chaos.faults.card import Card, parser
from chaos.faults.fanout import begin, to_the_end
from chaos.nursery import Nursery
from chaos.stage import Stage, rest, stage
from noroshi.kernel.clock import OffsetClock, SystemClock

_JUMPS: Final = {"ahead-1h": 1.0, "back-1h": -1.0, "ahead-24h": 24.0, "back-24h": -24.0}
_LATE_S: Final = 20.0
_LATE: Final = 0.0015
_REFUSED: Final = 0.01
_IN_FLIGHT: Final = 0


def main() -> None:
    """Run it, and print one JSON line."""
    made = parser(__doc__, people=20_000)
    made.add_argument("--jumps", nargs="+", default=list(_JUMPS), choices=list(_JUMPS))
    options = made.parse_args()
    card = Card("clock", seed=options.seed)
    draw = random.Random(options.seed)  # noqa: S311 - faults, not secrets
    with stage(people=options.people) as here:
        for name in options.jumps:
            with _own_clock(here, name) as (clock, first), here.nursery() as second:
                _jump(
                    card,
                    here,
                    name,
                    clock=clock,
                    nurseries=(first, second),
                    after=draw.uniform(1, 3),
                    variants=(options.mutant,) if options.mutant else (),
                )
    card.end()


def _jump(
    card: Card,
    here: Stage,
    name: str,
    *,
    clock: OffsetClock,
    nurseries: tuple[Nursery, Nursery],
    after: float,
    variants: tuple[str, ...],
) -> None:
    here.witness.forget()
    here.witness.behave(rate=1_000, wait=_LATE, seconds=_LATE_S, refuse=_REFUSED, times=1)
    workers = [each.worker(*variants) for each in nurseries]
    message = begin(here)
    rest(after)
    clock.move_to(SystemClock().now() + timedelta(hours=_JUMPS[name]))
    over = to_the_end(card, here, message, within=240)
    verdict = here.judge(message)
    said = name.replace("-", "_")
    card.tell(**{f"{said}_s": round(over), f"{said}_listed": dict(verdict.listed)})
    card.at_most(0, **{f"{said}_lost": verdict.lost, f"{said}_open": verdict.open})
    card.at_most(_IN_FLIGHT, **{f"{said}_duplicates": verdict.duplicates})
    for worker in workers:
        worker.stop()


@contextmanager
def _own_clock(here: Stage, name: str) -> Iterator[tuple[OffsetClock, Nursery]]:
    file = here.directory / f"clock{name}.json"
    with here.nursery(NOROSHI_CLOCK_FILE=str(file)) as nursery:
        yield OffsetClock(file), nursery


if __name__ == "__main__":
    main()
