"""Small sizes and short waits, so that three hundred people see what a million would."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from chaos.variants import part, swap, variant
from noroshi.delivery import load
from noroshi.delivery.post_room import PostRoom
from noroshi.domain import delivery
from noroshi.jobs import names
from noroshi.worker.duties import send_batch, timers

SMALL_GROUP: Final = 20


@variant
def small() -> None:
    """Groups of twenty; later attempts, sweeps and closing sessions within a second."""
    group(str(SMALL_GROUP))
    swap(delivery, "_FIRST_WAIT", timedelta(seconds=0.3))
    swap(load, "STRAGGLER_AFTER", 0.4)
    swap(load, "_LOOK_AFTER", 0.1)
    swap(load, "LEASE", timedelta(seconds=3))
    timers.PATIENCE_WITH_PAGES = timedelta(seconds=1)
    names.PERIODIC[names.TaskName.SWEEP] = "* * * * * *"
    part(PostRoom.__init__, "__kwdefaults__")["kept_for"] = 0.3


@variant
def group(size: str) -> None:
    """So many people share a start mark."""
    swap(send_batch, "GROUP_SIZE", int(size))
