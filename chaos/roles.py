"""What a forked process of an experiment does. Django must be set up."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

import chaos.faults.variants  # noqa: F401 - its variants
from chaos import mutants, sizes, tripwire  # noqa: F401 - their variants
from chaos.variants import AT_END, change
from noroshi.bootstrap import wiring
from noroshi.bootstrap.wiring import handlers, stopping
from noroshi.kernel.errors import Conflict
from noroshi.linguistics.linguist import warm
from noroshi.worker.main import run
from noroshi.worker.pace import Pace


def warm_up() -> None:
    """Load what every worker loads sooner or later; nothing that a child must not share."""
    for name in ("uvloop", "chaos.places", "chaos.scene", "psycopg_pool", "croniter"):
        import_module(name)
    wiring._trust()
    warm()


def play(role: str, variants: list[str], about: dict[str, Any]) -> int:
    """Change the product as ``variants`` say, then play the role; the exit code."""
    sys.stdin = open(os.devnull)  # noqa: SIM115, PTH123 - the nursery's orders are not ours
    os.dup2(2, 1)  # nor are its answers
    for each in variants:
        change(each)
    roles: dict[str, Callable[..., int]] = {"work": _work, "publish": _publish, "web": _web}
    code = roles[role](**about)
    for last in AT_END:
        last()
    return code


def _work(*, pace: dict[str, float], concurrency: int) -> int:
    return run(
        handlers(),
        database_url=os.environ["DATABASE_URL"],
        concurrency=concurrency,
        pace=Pace(**pace),  # type: ignore[arg-type] # JSON has no whole numbers
        on_stop=stopping().set,
    )


def _web() -> int:
    from noroshi.bootstrap.serve import serve

    serve(host="127.0.0.1", port=int(os.environ["CHAOS_WEB_PORT"]))
    return 0


def _publish(*, message: int) -> int:
    from chaos.scene import publish

    try:
        publish(message)
    except Conflict:
        return 0  # it is out already
    return 0
