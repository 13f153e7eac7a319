"""What the experiments do with a fan-out: begin it, watch it patiently, judge it."""

from __future__ import annotations

import os
from bisect import bisect_left
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final, TypeVar

from chaos.faults.card import Card
from chaos.stage import Stage
from noroshi.domain.delivery import MOST_COPIES
from noroshi.worker.threads import patiently

if TYPE_CHECKING:
    from chaos.checker import Verdict

T = TypeVar("T")

PATIENCE_S: Final = float(os.environ.get("CHAOS_PATIENCE", "600"))
_PERMISSION_S: Final = 0.6
"""For so long a mail may still start on a permission from before (noroshi.delivery.load)."""


def asked(question: Callable[[], T]) -> T:
    """The answer of the database, whenever it is back."""
    return patiently(question, patience=PATIENCE_S)


def begin(here: Stage, *, arrived: int = 20) -> int:
    """Publish an update to everybody; returns its number once some mails have arrived."""
    before = here.witness.count()
    message = asked(here.scene.publish_new)
    here.until(lambda: here.witness.count() >= before + arrived, "the first mails arrive")
    return int(message)


def is_over(here: Stage, message: int) -> bool:
    """Whether everybody has a final outcome; waits while the database is away."""
    return bool(asked(lambda: here.scene.is_finished(message)))


def to_the_end(card: Card, here: Stage, message: int, *, within: float = PATIENCE_S) -> float:
    """Wait for everybody's outcome; the seconds it took. An experiment without an end is a miss."""
    try:
        return here.until(lambda: is_over(here, message), "the end", within=within)
    except SystemExit:
        card.miss(f"not over within {within:.0f} s")
        card.tell(left=asked(left_over))
        return within


def pauses_after(here: Stage, returns: Sequence[float]) -> list[float]:
    """For each moment at which a fault ended: the seconds until mails were begun again.

    What arrives in the first half second may have been permitted before the fault.
    """
    arrivals = sorted(mail.at for mail in here.witness.mails())
    found = []
    for moment in returns:
        place = bisect_left(arrivals, moment + _PERMISSION_S)
        if place < len(arrivals):
            found.append(arrivals[place] - moment - _PERMISSION_S)
    return found


def judged(card: Card, here: Stage, message: int, *, duplicates: int) -> Verdict:
    """What must hold whatever happened: nobody lost, nothing altered, two copies at most."""
    verdict = here.judge(message)
    card.tell(people=verdict.people, accepted=verdict.accepted, listed=dict(verdict.listed))
    card.at_most(
        0,
        lost=verdict.lost,
        altered=verdict.altered,
        strangers=verdict.strangers,
        denied=verdict.denied,
        open=verdict.open,
    )
    card.at_most(MOST_COPIES, most_copies=verdict.most_copies)
    card.at_most(duplicates, duplicates=verdict.duplicates)
    return verdict


def left_over() -> dict[str, object]:
    """What the tables say of an experiment that did not end: for whoever looks for the cause."""
    from django.db import connection

    queries = {
        "batches": "SELECT state, run, mark, started, cardinality(members) FROM storage_batch",
        "waiting": "SELECT state, reason, detail, count(*), min(next_attempt_at - now())::text"
        " FROM storage_deliveryexception GROUP BY 1, 2, 3 LIMIT 20",
        "jobs": "SELECT task_name, status, attempts, count(*), max(scheduled_at - now())::text"
        " FROM procrastinate_jobs WHERE status <> 'succeeded' GROUP BY 1, 2, 3",
        "dispatches": "SELECT id, channel, recipients, finished_at IS NULL, paused_at IS NULL"
        " FROM storage_dispatch",
    }
    with connection.cursor() as cursor:
        found: dict[str, object] = {}
        for name, query in queries.items():
            cursor.execute(query)
            found[name] = [list(row) for row in cursor.fetchall()]
        return found
