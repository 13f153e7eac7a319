"""The database stops at once and comes back, again and again, in the middle of a fan-out (R4).

    make chaos-restart [N=100000] [STOPS=20]

Each stop is an immediate one (SIGQUIT: no checkpoint, recovery at the next start), 0 to 2 s long.
Nobody helps: the same workers must be sending again 10 s after each return.
"""

from __future__ import annotations

import os
import random
import signal
import time
from typing import Final

from chaos.faults.card import Card, parser
from chaos.faults.fanout import begin, is_over, judged, pauses_after, to_the_end
from chaos.stage import Stage, rest, stage

_BACK_WITHIN_S: Final = 10.0
_WORKERS: Final = 2


def main() -> None:
    """Run it, and print one JSON line."""
    made = parser(__doc__, people=100_000)
    made.add_argument("--stops", type=int, default=20)
    made.add_argument("--gap", type=float, nargs=2, default=(5.0, 40.0))
    made.add_argument("--away", type=float, nargs=2, default=(0.0, 2.0))
    options = made.parse_args()
    card = Card("restart", seed=options.seed)
    draw = random.Random(options.seed)  # noqa: S311 - faults, not secrets
    with stage(people=options.people) as here, here.nursery() as nursery:
        # So slowly that the fan-out lasts until the last stop.
        lasts = options.stops * (sum(options.gap) / 2 + sum(options.away) / 2)
        here.witness.behave(rate=options.people / lasts)
        variants = (options.mutant,) if options.mutant else ()
        workers = [nursery.worker(*variants) for _ in range(_WORKERS)]
        message = begin(here)
        returns = list[float]()
        while len(returns) < options.stops and not is_over(here, message):
            rest(draw.uniform(*options.gap))
            returns.append(_stop(here, draw.uniform(*options.away)))
        here.witness.behave(rate=0)
        to_the_end(card, here, message, within=60)
        card.tell(stops=len(returns), needed=options.stops)
        card.at_least(options.stops, stops=len(returns))
        card.at_most(0, workers_gone=sum(worker.ended() is not None for worker in workers))
        pauses = pauses_after(here, returns)
        card.at_most(_BACK_WITHIN_S, sending_again_s=round(max(pauses, default=0.0), 1))
        judged(card, here, message, duplicates=0)
    card.end()


def _stop(here: Stage, seconds: float) -> float:
    """Stop the server at once, and start it again; when it was back."""
    child = here.server.child
    os.kill(child.pid or 0, signal.SIGQUIT)
    child.wait(10)
    rest(seconds)
    here.server.ensure_running()
    return time.monotonic()


if __name__ == "__main__":
    main()
