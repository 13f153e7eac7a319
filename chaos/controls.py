"""Negative controls: with one thing wrong in the product, every check must complain.

    python -m chaos.controls [MUTANT ...]

First each experiment is made with the product as it is, and must find nothing. Prints one line of
JSON; exit code 1 if a mutant passes.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any, Final

from chaos.nursery import Nursery
from chaos.rehearsal import IN_FLIGHT, PACE, PEOPLE, Rehearsal
from chaos.stage import Stage, stage

_BODY: Final = "after write of a body and an envelope"


def one_crash(ours: Rehearsal) -> list[str]:
    """A worker dies in the middle of its work."""
    return _crashes(ours, [(_BODY, 55)])


def crash_loop(ours: Rehearsal) -> list[str]:
    """Six workers die one after the other, each as soon as it has sent something."""
    settled = "after settling of a copy"
    return _crashes(ours, [(settled, 3), *[(settled, 1)] * 5])


def crashes_before_sending(ours: Rehearsal) -> list[str]:
    """Two workers die when everything is noted for a person, and nothing sent."""
    return _crashes(ours, [("after ledger begin", 1), ("after ledger again", 1)])


def crash_loop_of_retries(ours: Rehearsal) -> list[str]:
    """Workers die when second attempts are sent, and not noted."""
    return _crashes(ours, [("before ledger retry_done", 1)] * 4, refuse=0.15)


def _crashes(ours: Rehearsal, deaths: Sequence[tuple[str, int]], **manners: object) -> list[str]:
    ours.calm(**manners)
    message = ours.message()
    died = sum(ours.dies(ours.worker(f"die:{point}:{at}"), message) for point, at in deaths)
    return _end(ours, message, bound=died * IN_FLIGHT)


def refusals(ours: Rehearsal) -> list[str]:
    """The relay refuses some for good."""
    ours.calm(refuse=0.2, reply="550 5.1.1 nobody here")
    return _end(ours, ours.message(), bound=0)


def a_freeze(ours: Rehearsal) -> list[str]:
    """A worker stops in the middle, as a virtual machine does, is replaced, and goes on.

    It hears late that it was replaced, and may take over in its turn: hence twice the bound.
    """
    ours.calm(rate=300.0)
    message, witness = ours.message(), ours.here.witness
    frozen = ours.worker(pace=PACE | {"heartbeat": 30.0})
    ours.here.until(lambda: witness.count() >= 30, "mail flows")
    frozen.freeze()
    other = ours.worker()
    ours.here.until(lambda: witness.count() >= 120, "the other one has taken over")
    frozen.thaw()
    said = _ended(ours, message)
    frozen.kill()
    other.stop()
    return said + ours.judge(message).complaints(bound=2 * IN_FLIGHT)


def a_stop(ours: Rehearsal) -> list[str]:
    """A worker is told to stop in the middle, as by a deployment: nobody gets a second copy."""
    ours.calm(rate=300.0)
    message, witness = ours.message(), ours.here.witness
    worker = ours.worker()
    ours.here.until(lambda: witness.count() >= 30, "mail flows")
    worker.stop()
    witness.behave(rate=0.0)
    return _end(ours, message, bound=0)


def leaving(ours: Rehearsal) -> list[str]:
    """People leave while their batch is worked on."""
    ours.calm(rate=40.0)
    scene, witness = ours.here.scene, ours.here.witness
    message = ours.message()
    people = scene.last_of_first_batches(message, 20)
    worker = ours.worker()
    ours.here.until(lambda: witness.count() >= 5, "mail flows")
    scene.leave(people)
    left = dict.fromkeys(people, time.monotonic())
    try:
        ours.here.until(lambda: witness.count() >= 120, "their turn has come", within=ours.within)
        witness.behave(rate=0.0)
        said = _ended(ours, message)
    finally:
        worker.stop()
        scene.come_back(people)
    return said + ours.judge(message, left=left).complaints(bound=0)


def a_crash_of_the_publisher(ours: Rehearsal) -> list[str]:
    """Whoever publishes dies half-way, and publishes again."""
    ours.calm()
    message = int(ours.here.scene.draft())
    ours.publishes(message, "die:before commit of publish_update:1")
    return _end(ours, message, bound=0)


def _end(ours: Rehearsal, message: int, *, bound: int) -> list[str]:
    worker = ours.worker()
    said = _ended(ours, message)
    worker.stop()
    return said + ours.judge(message).complaints(bound=bound)


def _ended(ours: Rehearsal, message: int) -> list[str]:
    try:
        ours.until_finished(message)
    except SystemExit as late:
        return [str(late)]
    return []


Experiment = Callable[[Rehearsal], list[str]]

MUTANTS: Final[dict[str, Experiment]] = {
    "cursor-at-fetch": one_crash,
    "done-before-sent": one_crash,
    "mark-per-batch": one_crash,
    "other-words": one_crash,
    "wrong-person": one_crash,
    "new-id-per-retry": one_crash,
    "no-attempt-mark": crash_loop,
    "retry-first": crash_loop,
    "doubt-forgotten": crashes_before_sending,
    "retries-uncounted": crash_loop_of_retries,
    "exceptions-forgotten": refusals,
    "no-fence": a_freeze,
    "deaf-to-stop": a_stop,
    "audience-cached": leaving,
    "publish-in-pieces": a_crash_of_the_publisher,
}
_SHORT_PATIENCE_S: Final = 4.0
"""A mutant may also never come to an end."""


def run(
    here: Stage,
    nursery: Nursery,
    names: Sequence[str],
    *,
    sound: Sequence[Experiment] | None = None,
) -> dict[str, Any]:
    """Try them; what came of it, ready to be printed.

    ``sound``: the experiments to make with the product as it is; None for all that are needed.
    """
    begun = time.monotonic()
    controls = {
        experiment.__name__: experiment(Rehearsal(here, nursery))
        for experiment in sound or dict.fromkeys(MUTANTS[name] for name in names)
    }
    said = {name: _said_of(name, here, nursery) for name in names}
    return {
        "chaos": "mutants",
        "mutants": len(names),
        "noticed": sum(bool(each) for each in said.values()),
        "passed": [name for name, each in said.items() if not each],
        "said": {name: "; ".join(each) for name, each in said.items()},
        "experiments": len(controls),
        "broken": [f"{name}: {'; '.join(each)}" for name, each in controls.items() if each],
        "seconds": round(time.monotonic() - begun, 1),
    }


def _said_of(name: str, here: Stage, nursery: Nursery) -> list[str]:
    wrong = Rehearsal(here, nursery, variants=(name,), within=_SHORT_PATIENCE_S)
    return MUTANTS[name](wrong)


def main() -> int:
    """See the module's head."""
    parser = argparse.ArgumentParser()
    parser.add_argument("mutants", nargs="*", default=list(MUTANTS))
    wishes = parser.parse_args()
    with stage(people=PEOPLE) as here, here.nursery() as nursery:
        found = run(here, nursery, wishes.mutants)
    print(json.dumps(found))
    return 1 if found["passed"] or found["broken"] else 0


if __name__ == "__main__":
    sys.exit(main())
