"""The short form of ``make chaos-kill`` and ``make chaos-mutants``; see chaos/README.md.

The product runs as processes of its own, on a database of its own, since it is killed here.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.smoke

_WITHIN_S = 240.0  # about 35 on an idle machine


def test_nobody_is_lost_to_kills_and_every_broken_product_is_noticed() -> None:
    """R1, R2: random kills and points of death keep promises 1 and 2; mutants do not."""
    paths = os.pathsep.join(path for path in sys.path if path)
    done = subprocess.run(
        [sys.executable, "-m", "chaos.short"],
        env=_without_ours() | {"PYTHONPATH": paths},
        capture_output=True,
        text=True,
        timeout=_WITHIN_S,
        check=False,
    )
    assert done.stdout, done.stderr
    kills, points, mutants = (json.loads(line) for line in done.stdout.splitlines())
    for told in (kills, points):
        assert not told["broken"], told
        assert told["lost"] == told["altered"] == told["strangers"] == 0, told
        assert told["most_copies"] <= 2, told
    assert kills["duplicates"] <= kills["bound"]
    assert points["deaths"] >= points["runs"] - 1, points
    assert mutants["passed"] == [], mutants
    assert mutants["noticed"] == mutants["mutants"] == 3


def _without_ours() -> dict[str, str]:
    own = ("NOROSHI_", "DATABASE_URL", "DJANGO_")
    return {name: value for name, value in os.environ.items() if not name.startswith(own)}
