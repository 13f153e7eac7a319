"""The short form of the experiments with kills, on one stage: for every run of the test-suite.

    python -m chaos.short [--seed N]

Prints a line of JSON for each: random kills, points of death, mutants.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from typing import Final

from chaos import controls, kill, killpoints
from chaos.killpoints import SCENARIOS, Death
from chaos.rehearsal import PEOPLE
from chaos.stage import stage

_BY_NAME: Final = {each.name: each for each in SCENARIOS}
POINTS: Final = tuple(
    Death(scenario=_BY_NAME[scenario], point=point, at=at)
    for scenario, point, at in (
        ("publishing", "before commit of publish_update", 1),
        ("first attempts", "after ledger begin", 1),
        ("first attempts", "after write of a body and an envelope", 70),
        ("first attempts", "before ledger done and begin", 2),
        ("first attempts", "after ledger end", 2),
        ("after a crash", "after ledger done and again", 2),
        ("after two crashes", "after ledger again", 1),
        ("refusals", "before ledger retry_done", 1),
    )
)
MUTANTS: Final = ("cursor-at-fetch", "no-attempt-mark", "no-fence")
SOUND: Final = (controls.a_freeze,)
KILLS: Final = 6
READERS: Final = 2_000
HOOKS: Final = 40


def main() -> int:
    """See the module's head."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    seed = parser.parse_args().seed
    with (
        stage(people=READERS) as here,
        here.nursery(CHAOS_WEB_PORT=str(kill.web_port())) as nursery,
    ):
        here.scene.add_hooks(HOOKS, port=here.witness.hook_port)
        found = [kill.run(here, nursery, kills=KILLS, people=READERS, seed=seed)]
        here.scene.only_readers(PEOPLE)  # and no endpoints
        found += [
            killpoints.run(here, nursery, deaths=POINTS, seed=seed),
            controls.run(here, nursery, MUTANTS, sound=SOUND),
        ]
    for each in found:
        print(json.dumps(each))
    return int(any(each["broken"] or each.get("passed") for each in found))


if __name__ == "__main__":
    sys.exit(main())
