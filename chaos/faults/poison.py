"""Data that cannot be sent, and data that kills whoever touches it, within a fan-out (R9).

    make chaos-poison [N=20000]

1 % of the people raise an error when their copy is rendered, encoded or sent; three kill the worker
that makes their copy. Dead workers are started again, as by a supervisor.
"""

from __future__ import annotations

import random
import time
from typing import Final

from chaos.faults.card import Card, parser
from chaos.faults.fanout import begin, is_over, judged, to_the_end
from chaos.nursery import Forked, Nursery
from chaos.stage import Stage, stage

_PER_MILLE: Final = 10
_REFUSED: Final = 0.003
_KILLERS: Final = 3
_MOST_DEATHS: Final = 9
_MOST_LOSS: Final = 0.2


def main() -> None:
    """Run it, and print one JSON line."""
    options = parser(__doc__, people=20_000).parse_args()
    card = Card("poison", seed=options.seed)
    draw = random.Random(options.seed)  # noqa: S311 - faults, not secrets
    people = options.people
    killers = draw.sample([n for n in range(1, people + 1) if n % 100], _KILLERS)
    with stage(people=people) as here, here.nursery() as nursery:
        clean = _seconds(card, here, nursery, "poison:0:")
        # Beside those that raise with us: some that the relay will never take.
        here.witness.behave(refuse=_REFUSED, reply="554 5.6.0 not like this", times=99)
        spoilt = _seconds(card, here, nursery, f"poison:{_PER_MILLE}:")
        card.at_most(_MOST_LOSS, rate_loss=round(1 - clean / spoilt, 3))
        before = here.witness.count()
        deadly = f"poison:{_PER_MILLE}:{'+'.join(map(str, killers))}"
        variants = [each for each in (deadly, options.mutant) if each]
        message, deaths = _with_deaths(card, here, nursery, variants)
        card.at_most(_MOST_DEATHS, deaths=deaths)
        verdict = here.judge(message, since=before)
        bad = people * _PER_MILLE // 1000 + verdict.listed.get("failed: refused", 0)
        card.tell(listed=dict(verdict.listed), killers=killers)
        card.at_most(0, lost=verdict.lost, altered=verdict.altered, open=verdict.open)
        card.at_most(2, most_copies=verdict.most_copies)
        # Somebody whose copy was on its way at two deaths of the worker is listed as unknown: the
        # killers, and one or another who was in another batch at that moment.
        unknown = verdict.unknown - _KILLERS
        card.at_most(deaths, innocents_unknown=max(unknown, 0))
        card.at_least(people - bad - _KILLERS - unknown, accepted=verdict.accepted)
    card.end()


def _seconds(card: Card, here: Stage, nursery: Nursery, *variants: str) -> float:
    """How long a fan-out takes with one worker that nothing kills."""
    here.witness.forget()
    worker = nursery.worker(*variants)
    begun = time.monotonic()
    message = begin(here)
    to_the_end(card, here, message)
    took = time.monotonic() - begun
    judged(card, here, message, duplicates=0)
    card.at_most(0, died=int(worker.ended() is not None))
    worker.stop()
    here.witness.forget()
    return took


def _with_deaths(card: Card, here: Stage, nursery: Nursery, variants: list[str]) -> tuple[int, int]:
    """A fan-out with one worker after another; the message, and how many died."""
    worker: list[Forked] = [nursery.worker(*variants)]
    message = begin(here, arrived=1)
    deaths = 0

    def over() -> bool:
        nonlocal deaths
        if worker[0].ended() is not None:
            deaths += 1
            worker[0] = nursery.worker(*variants)
        return is_over(here, message) or deaths > 3 * _MOST_DEATHS

    try:
        here.until(over, "the end", within=60)
    except SystemExit:
        to_the_end(card, here, message, within=0)
    return message, deaths


if __name__ == "__main__":
    main()
