"""Short forms of the experiments, and the broken products that they must notice. Nightly."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest

pytestmark = [pytest.mark.smoke, pytest.mark.soak]

FORMS: dict[str, list[str]] = {
    "restart": ["--people", "5000", "--stops", "2", "--gap", "0.5", "1.5"],
    "disk": ["--people", "4000", "--times", "3", "--full", "1", "3", "--on-ballast", "40"],
    "outage": ["--people", "3000", "--ways", "reset"],
    "slow": ["--people", "2000", "--parts", "webhooks"],
    "poison": ["--people", "3000"],
    "clock": ["--people", "3000", "--jumps", "ahead-1h"],
    "partition": ["--people", "4000", "--seconds", "14"],
}
BROKEN = [
    ("restart", "no-reconnect"),
    ("disk", "no-reconnect"),
    ("disk", "no-ballast"),
    ("slow", "shared-pool"),
    ("poison", "retry-first"),
    ("partition", "stale-permission"),
]


def tried(name: str, *words: str) -> dict[str, Any]:
    """What the experiment printed."""
    done = subprocess.run(  # noqa: S603 - ourselves
        [sys.executable, "-m", f"chaos.faults.{name}", *FORMS[name], "--seed", "1", *words],
        env=os.environ | {"CHAOS_PATIENCE": "60", "DJANGO_SETTINGS_MODULE": "noroshi.settings"},
        stdout=subprocess.PIPE,
        text=True,
        timeout=500,
        check=False,
    )
    found = dict(json.loads(done.stdout.splitlines()[-1])) if done.stdout else {"missed": ["all"]}
    if "SKIPPED" in found:
        pytest.skip(str(found["SKIPPED"]))
    assert bool(done.returncode) == bool(found["missed"])
    return found


@pytest.mark.parametrize("name", list(FORMS))
def test_nobody_is_lost_whatever_fails(name: str) -> None:
    assert tried(name)["missed"] == []


def test_what_a_worker_says_after_its_replacement_is_refused() -> None:
    assert tried("partition", "--unheard")["missed"] == []
    assert tried("partition", "--unheard", "--mutant", "no-fence")["missed"]


@pytest.mark.parametrize(("name", "mutant"), BROKEN)
def test_a_broken_product_is_noticed(name: str, mutant: str) -> None:
    assert tried(name, "--mutant", mutant)["missed"]
