"""The short form of ``make chaos-page``: publishers die, targets die, and nobody misses the page."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys

import pytest

pytestmark = [
    pytest.mark.smoke,
    pytest.mark.skipif(
        not shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin"),
        reason="There is no nginx here.",
    ),
]


def told(*words: str) -> dict[str, object]:
    done = subprocess.run(  # noqa: S603 - ourselves
        [sys.executable, "-m", "chaos.page", "--no-product", *words],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    assert done.stdout, done.stderr
    found = json.loads(done.stdout)
    assert isinstance(found, dict)
    return found


def test_no_read_fails_while_a_target_and_publishers_die() -> None:
    """R13."""
    found = told("--reads", "3000")
    assert found["missed"] == []
    assert found["failed"] == 0


def test_a_pointer_that_is_switched_too_early_is_noticed() -> None:
    assert "failed > 0" in str(told("--reads", "1000", "--mutant", "pointer-first")["missed"])
