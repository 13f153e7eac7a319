"""What an experiment found: one line of JSON, and whether every figure was reached."""

from __future__ import annotations

import argparse
import json
import random
import sys
from typing import NoReturn


class Card:
    """Figures with their limits, as they are found."""

    def __init__(self, experiment: str, *, seed: int) -> None:
        self._told: dict[str, object] = {"chaos": experiment, "seed": seed}
        self._missed: list[str] = []

    def tell(self, **figures: object) -> None:
        """Figures without a limit."""
        self._told |= figures

    def at_most(self, limit: float, **figures: float) -> None:
        """Figures that must not be above the limit."""
        self._told |= figures
        self._missed += [f"{name} > {limit:g}" for name, found in figures.items() if found > limit]

    def at_least(self, limit: float, **figures: float) -> None:
        """Figures that must not be below the limit."""
        self._told |= figures
        self._missed += [f"{name} < {limit:g}" for name, found in figures.items() if found < limit]

    def miss(self, what: str) -> None:
        """Something that has no figure went wrong."""
        self._missed.append(what)

    @property
    def missed(self) -> list[str]:
        """The figures that were not reached."""
        return self._missed

    def end(self) -> NoReturn:
        """Print the line; 1 when a figure was missed."""
        print(json.dumps(self._told | {"missed": self._missed}), flush=True)
        sys.exit(1 if self._missed else 0)


def skip(experiment: str, why: str) -> NoReturn:
    """Say loudly that nothing was tried."""
    print(json.dumps({"chaos": experiment, "SKIPPED": why}), flush=True)
    print(f"{experiment} was NOT tried: {why}", file=sys.stderr)
    sys.exit(0)


def parser(about: str | None, *, people: int) -> argparse.ArgumentParser:
    """The options that every experiment has. ``--mutant`` breaks the worker on purpose."""
    made = argparse.ArgumentParser(description=about)
    made.add_argument("--people", type=int, default=people)
    made.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    made.add_argument("--mutant", default="")
    return made
