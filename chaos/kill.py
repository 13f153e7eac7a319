"""kill -9 at random moments, until everybody in a fan-out has an outcome (R1).

    python -m chaos.kill [--kills 500] [--people 100000] [--workers 3] [--hooks 200] [--seed N]

Beside the readers of mail some endpoints are told by webhook. Workers (the scheduler of each dies with it), the web and whoever publishes are killed, one after
the other and sometimes several at once, and started again at once. When everybody has an outcome
and kills are left, the next update goes out. Prints one line of JSON; exit code 1 if a promise is
broken.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import Counter
from functools import lru_cache
from typing import Any, Final

from chaos.leavers import Leavers, chosen
from chaos.nursery import Forked, Nursery
from chaos.stage import ENDPOINTS, PATIENCE_S, Stage, free_port, rest, stage
from noroshi.delivery.carrier import GROUPS_OPEN
from noroshi.domain.fanout import GROUP_SIZE

IN_FLIGHT: Final = GROUPS_OPEN * GROUP_SIZE
"""Second copies that one death of a worker may cause: all its open groups."""

_PACE: Final = {"heartbeat": 0.1, "stalled": 0.9, "poll": 0.1, "grace": 2.0}
_MOMENT_S: Final = (0.0, 0.3)
"""Seconds from the first mail after a kill to the next kill, at least and at most."""
_ANY_MOMENT: Final = 0.02
"""At each look: the share of kills that does not wait for mail to flow again."""
_LOOK_EVERY_S: Final = 0.02
_SLOWEST_S: Final = 2.0
_WEB_SHARE: Final = 0.06
_ALL_AT_ONCE: Final = 0.04


@lru_cache(maxsize=1)
def web_port() -> int:
    """Where the web of this experiment listens."""
    return free_port()


class Fleet:
    """Workers and a web that are started again as soon as they end, and what they died of."""

    def __init__(self, nursery: Nursery, *, workers: int, chance: random.Random) -> None:
        self.killed: Counter[str] = Counter()
        self._nursery = nursery
        self._chance = chance
        self._workers = [self._worker() for _ in range(workers)]
        self._web = nursery.start("web")

    def kill_somebody(self) -> None:
        """One worker mostly; sometimes the web, or all workers in one moment."""
        lot = self._chance.random()
        if lot < _WEB_SHARE:
            self._web.kill()
            self._web = self._nursery.start("web")
            self.killed["web"] += 1
        elif lot < _WEB_SHARE + _ALL_AT_ONCE:
            for place in range(len(self._workers)):
                self._replace(place)
        else:
            self._replace(self._chance.randrange(len(self._workers)))

    def revive(self) -> None:
        """Start those again that ended by themselves, since others took them for dead."""
        for place, worker in enumerate(self._workers):
            if worker.ended() is not None:
                self.killed[f"worker ended ({worker.ended()})"] += 1
                self._workers[place] = self._worker()

    def end(self) -> None:
        """Send everybody home."""
        for each in (*self._workers, self._web):
            each.kill()

    def _replace(self, place: int) -> None:
        self._workers[place].ended()
        self._workers[place].kill()
        self._workers[place] = self._worker()
        self.killed["worker"] += 1

    def _worker(self) -> Forked:
        return self._nursery.worker(pace=_PACE)


class Run:
    """So many kills, over as many updates as it takes."""

    def __init__(self, here: Stage, *, kills: int, people: int, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - an experiment must be repeatable
        self.messages: list[int] = []
        self.publishers_killed = 0
        self._here = here
        self._kills = kills
        self._people = people
        self._usual_pause = _SLOWEST_S

    def through(self, nursery: Nursery, *, workers: int) -> Fleet:
        """Publish, kill and wait, until the kills are used up and everybody has an outcome."""
        self._publish(nursery)
        fleet = Fleet(nursery, workers=workers, chance=self.chance)
        try:
            while (left := self._kills - sum(fleet.killed.values())) > 0:
                if self._is_over():
                    self._publish(nursery)
                self._let_it_last(left)
                self._wait_for_the_moment()
                fleet.kill_somebody()
            self._here.witness.behave(rate=0.0, hook_rate=0.0)
            self._wait(fleet)
        finally:
            fleet.end()
        return fleet

    def _let_it_last(self, kills: int) -> None:
        """Have the relay take so many mails a second that the update ends with the last kill."""
        done = self._here.witness.count() - self._people * (len(self.messages) - 1)
        rest_of_it = max(self._people - done, self._people // 20)
        lasts = kills * self._usual_pause
        self._here.witness.behave(rate=rest_of_it / lasts, hook_rate=ENDPOINTS / lasts)

    def _wait_for_the_moment(self) -> None:
        """A random moment while mail flows; once in a while any moment."""
        begun, before = time.monotonic(), self._here.witness.count()
        while self.chance.random() > _ANY_MOMENT and self._here.witness.count() == before:
            if self._is_over() or time.monotonic() > begun + _SLOWEST_S:
                break
            rest(_LOOK_EVERY_S)
        rest(self.chance.uniform(*_MOMENT_S))
        self._usual_pause += (time.monotonic() - begun - self._usual_pause) / 8

    def _wait(self, fleet: Fleet) -> None:
        def over() -> bool:
            fleet.revive()
            return self._is_over()

        self._here.until(over, "everybody has an outcome", within=2 * PATIENCE_S)

    def _is_over(self) -> bool:
        scene = self._here.scene
        return bool(scene.is_finished(self.messages[-1]) and self._hooks_are_told())

    def _hooks_are_told(self) -> bool:
        return bool(self._here.scene.hooks_are_finished(self.messages[-1]))

    def _publish(self, nursery: Nursery) -> None:
        """Somebody publishes; sometimes he is killed in the middle of it, and does it again."""
        message = int(self._here.scene.draft())
        self.messages.append(message)
        first = nursery.start("publish", message=message)
        if self.chance.random() < 0.5:
            rest(self.chance.uniform(0.0, 0.15))
            self.publishers_killed += first.kill() < 0
        self._here.until(lambda: first.ended() is not None, "it is published or not")
        again = nursery.start("publish", message=message)
        self._here.until(lambda: again.ended() is not None, "it is published")


def run(
    here: Stage, nursery: Nursery, *, kills: int, people: int, workers: int = 3, seed: int
) -> dict[str, Any]:
    """Kill, and compare; what came of it, ready to be printed."""
    begun = time.monotonic()
    here.scene.end_all_work()
    here.witness.forget()
    ours = Run(here, kills=kills, people=people, seed=seed)
    leaving = chosen(list(here.scene.addresses()), max(people // 200, 5), ours.chance)
    with Leavers(leaving, port=web_port(), every=0.4 * kills / len(leaving)) as leavers:
        fleet = ours.through(nursery, workers=workers)
        rest(0.2)
    verdict = here.judge(ours.messages, left=leavers.left)
    hooks = here.judge_hooks(ours.messages)
    deaths = sum(count for what, count in fleet.killed.items() if what.startswith("worker"))
    bound = deaths * IN_FLIGHT
    return {
        "chaos": "kill",
        "kills": sum(fleet.killed.values()) + ours.publishers_killed,
        "killed": dict(fleet.killed) | {"publisher": ours.publishers_killed},
        "n": people,
        "updates": len(ours.messages),
        "workers": workers,
        "seed": seed,
        "people": verdict.people,
        "accepted": verdict.accepted,
        "lost": verdict.lost,
        "altered": verdict.altered,
        "strangers": verdict.strangers,
        "denied": verdict.denied,
        "left": len(leavers.left),
        "pestered": verdict.pestered,
        "most_copies": verdict.most_copies,
        "duplicates": verdict.duplicates,
        "duplicates_a_kill": round(verdict.duplicates / max(deaths, 1), 1),
        "bound": bound,
        "bound_is": f"{deaths} deaths of a worker x {GROUPS_OPEN} groups of {GROUP_SIZE}: "
        "whose answers come in, on the wire, and ready to follow",
        "unknown": verdict.unknown,
        "listed": dict(verdict.listed),
        "webhooks": vars(hooks),
        "broken": verdict.complaints(bound=bound) + hooks.complaints(bound=bound),
        "seconds": round(time.monotonic() - begun, 1),
    }


def main() -> int:
    """See the module's head."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument(
        "--hooks", type=int, default=ENDPOINTS, choices=range(ENDPOINTS + 1), metavar="200"
    )
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    wishes = parser.parse_args()
    with (
        stage(people=wishes.people) as here,
        here.nursery(CHAOS_WEB_PORT=str(web_port())) as nursery,
    ):
        here.scene.add_hooks(wishes.hooks, port=here.witness.hook_port)
        found = run(
            here,
            nursery,
            kills=wishes.kills,
            people=wishes.people,
            workers=wishes.workers,
            seed=wishes.seed,
        )
    print(json.dumps(found))
    return 1 if found["broken"] else 0


if __name__ == "__main__":
    sys.exit(main())
