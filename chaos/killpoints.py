"""A worker dies at each named point, at the first, the second and the last time it gets there.

    python -m chaos.killpoints [all | NUMBER] [--seed N] [--part 2/5]

Prints one line of JSON; exit code 1 if a promise is broken.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from chaos.nursery import Nursery
from chaos.rehearsal import IN_FLIGHT, PEOPLE, Rehearsal
from chaos.stage import Stage, stage

_TELL_EVERY: Final = 25


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """What the worker that dies is in the middle of. ``earlier``: points where others died."""

    name: str
    earlier: tuple[tuple[str, int], ...] = ()
    manners: dict[str, float] = field(default_factory=dict)
    role: str = "work"
    fresh: bool = False  # published by this run, so that the page goes first


_BODY = ("after write of a body and an envelope", 25)
SCENARIOS: Final = (
    Scenario(name="first attempts"),
    # Dear, since every page has one incident more.
    Scenario(name="the page first", fresh=True),
    Scenario(name="publishing", role="publish", fresh=True),
    Scenario(name="after a crash", earlier=(_BODY,)),
    Scenario(name="after two crashes", earlier=(_BODY, ("after ledger again", 1))),
    Scenario(name="refusals", manners={"refuse": 0.15}),
    Scenario(name="lost answers", manners={"cut": 0.05}),
    Scenario(name="stragglers", manners={"wait": 0.04, "seconds": 1.2}),
)


@dataclass(frozen=True, kw_only=True)
class Death:
    """One run to be: a point, and which time."""

    scenario: Scenario
    point: str
    at: int


class Trial:
    """Runs deaths, one after the other, and adds up what came of them."""

    def __init__(self, here: Stage, nursery: Nursery) -> None:
        self._here = here
        self._stage = Rehearsal(here, nursery)
        self.deaths = 0
        self.complaints: list[str] = []
        self.missed: list[str] = []
        self.sums: Counter[str] = Counter()
        # Its page is published here; all that follows sends it anew without the page.
        self._stage.calm()
        self._stage.to_the_end(self._stage.message())

    def count(self, scenario: Scenario) -> dict[str, int]:
        """How often a worker gets to each point that it gets to."""
        file = self._here.directory / "counts.json"
        message = self._begin(scenario)
        if scenario.role == "publish":
            self._stage.publishes(message, f"count:{file}")
            self._stage.to_the_end(message)
        else:
            counting = self._stage.worker(f"count:{file}")
            self._stage.until_finished(message)
            counting.stop()
        found: dict[str, int] = json.loads(file.read_text(encoding="utf-8"))
        return found

    def run(self, death: Death) -> None:
        """Die there, be taken over, and compare."""
        message = self._begin(death.scenario)
        wire = f"die:{death.point}:{death.at}"
        if death.scenario.role == "publish":
            died = self._stage.publishes(message, wire)
        else:
            died = self._stage.dies(self._stage.worker(wire), message)
        if not died:
            self.missed.append(f"{death.point} {death.at}")
        self.deaths += died
        self._stage.to_the_end(message)
        bound = (died + len(death.scenario.earlier)) * IN_FLIGHT
        if death.scenario.manners.keys() & {"cut", "wait"}:
            bound += PEOPLE // 10  # whose answer is lost may get a second copy without any death
        self._judge(message, death, bound)

    def _begin(self, scenario: Scenario) -> int:
        self._stage.calm(**scenario.manners)
        if scenario.role == "publish":
            return int(self._here.scene.draft())
        if scenario.fresh:
            return int(self._here.scene.publish_new())
        message = self._stage.message()
        for point, at in scenario.earlier:
            self._stage.dies(self._stage.worker(f"die:{point}:{at}"), message)
        return message

    def _judge(self, message: int, death: Death, bound: int) -> None:
        verdict = self._stage.judge(message)
        for name in ("people", "duplicates", "unknown", "lost", "altered", "strangers", "denied"):
            self.sums[name] += getattr(verdict, name)
        self.sums["most_copies"] = max(self.sums["most_copies"], verdict.most_copies)
        said = verdict.complaints(bound=bound)
        if said:
            where = f"{death.scenario.name}, {death.point}, {death.at}"
            self.complaints.append(f"{where}: {'; '.join(said)}")


def all_deaths(trial: Trial) -> Iterator[Death]:
    """The first, second and last time at each point, in the first scenario that gets there."""
    known: set[str] = set()
    for scenario in SCENARIOS:
        hits = trial.count(scenario)
        for point in sorted(hits.keys() - known):
            for at in sorted({1, min(2, hits[point]), hits[point]}):
                yield Death(scenario=scenario, point=point, at=at)
        known |= hits.keys()


def chosen(deaths: Sequence[Death], how_many: int, chance: random.Random) -> list[Death]:
    """Some of them, of as many different points as possible."""
    shuffled = chance.sample(deaths, len(deaths))
    firsts = {each.point: each for each in shuffled}
    return list(firsts.values())[:how_many]


def run(here: Stage, nursery: Nursery, *, deaths: Sequence[Death], seed: int) -> dict[str, Any]:
    """Die there; what came of it, ready to be printed."""
    begun = time.monotonic()
    trial = Trial(here, nursery)
    for number, death in enumerate(deaths, 1):
        trial.run(death)
        if number % _TELL_EVERY == 0:
            told = f"{number} of {len(deaths)}, {len(trial.complaints)} complaints"
            print(told, file=sys.stderr, flush=True)
    return {
        "chaos": "killpoints",
        "points": len({each.point for each in deaths}),
        "runs": len(deaths),
        "deaths": trial.deaths,
        "not_reached": trial.missed,
        "seed": seed,
        **trial.sums,
        "broken": trial.complaints,
        "seconds": round(time.monotonic() - begun, 1),
    }


def main() -> int:
    """See the module's head."""
    parser = argparse.ArgumentParser()
    parser.add_argument("points", nargs="?", default="all")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument(
        "--part", default="1/1", help="every fifth of them, from the second on: 2/5"
    )
    wishes = parser.parse_args()
    with stage(people=PEOPLE) as here, here.nursery() as nursery:
        deaths = list(all_deaths(Trial(here, nursery)))
        if wishes.points != "all":
            deaths = chosen(deaths, int(wishes.points), random.Random(wishes.seed))  # noqa: S311
        first, of = map(int, wishes.part.split("/"))
        found = run(here, nursery, deaths=deaths[first - 1 :: of], seed=wishes.seed)
    print(json.dumps(found))
    return 1 if found["broken"] else 0


if __name__ == "__main__":
    sys.exit(main())
