"""Parts of a running product are killed while two thousand people are written to.

Whether every crash keeps the promises is what chaos/ is about; here it is seen that ``noroshi up``
starts everything again. Promise 2: after a crash a person may get a second copy, never a third,
and the text is always the approved text. Promise 1: nobody is lost. (R1, R4)
"""

from __future__ import annotations

import signal

import pytest

from tests.smoke.harness import Hands, Product
from tests.smoke.processes import until

pytestmark = pytest.mark.smoke

_BACK_WITHIN_S = 20.0  # about two on an idle machine


def assert_kept(outcome: dict[str, int], *, doubles: int | None = None) -> None:
    """Nobody lost, nobody three copies, no other words, no more doubles than were in flight."""
    assert outcome["recipients"] > 1_900
    assert outcome["lost"] == outcome["wrong"] == outcome["strangers"] == 0, outcome
    assert outcome["most_copies"] <= 2, outcome
    assert outcome["duplicates"] <= (outcome["in_flight"] if doubles is None else doubles), outcome
    assert outcome["delivered"] + outcome["listed"] == outcome["recipients"], outcome


def test_a_killed_worker_loses_nobody(product: Product, hands: Hands) -> None:
    message = hands.publish()
    killed = product.signal("worker", signal.SIGKILL)
    assert hands.unfinished(message)
    assert_kept(hands.outcome(message))
    assert product.part("worker") not in {None, killed}


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT], ids=["killed", "restarted"])
def test_a_database_that_goes_away_loses_nobody_and_the_web_comes_back(
    product: Product, hands: Hands, number: signal.Signals
) -> None:
    message = hands.publish()
    gone = product.signal("postgres", number)
    until(lambda: product.part("postgres") not in {None, gone}, "another server")
    until(product.healthy, "the web answers again", within=_BACK_WITHIN_S)
    assert_kept(hands.outcome(message), doubles=0)


def test_a_killed_supervisor_takes_its_parts_along_and_the_next_start_goes_on(
    product: Product, hands: Hands
) -> None:
    message = hands.publish()
    product.restart_after_kill()
    assert_kept(hands.outcome(message))
