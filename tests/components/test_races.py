"""A check and a person who decide about the same state at the same moment."""

from __future__ import annotations

import pytest

from noroshi.actions.judge_hold import accept_hold, dismiss_hold
from noroshi.domain.checks import Fault
from noroshi.domain.holds import Hold
from noroshi.domain.incident import ComponentStatus
from noroshi.kernel.errors import NotFound
from noroshi.storage import events, holds
from tests.actions.first import before_the_others
from tests.actions.steps import SOFIE
from tests.cast import World
from tests.components.scene import FRONT, look, state, with_checks

pytestmark = pytest.mark.django_db(transaction=True)

DOWN = Fault.NO_CONNECTION


def recovers(hold: Hold) -> None:
    """The check lets go, as it does when it finds that all works again."""
    events.take_turn()
    holds.drop([hold])


def _failing(world: World) -> Hold:
    with_checks(world, FRONT)
    look(world, DOWN, DOWN, DOWN)
    (hold,) = holds.everything()
    return hold


def test_a_state_that_recovers_while_sofie_accepts_it_is_not_kept_for_ever(world: World) -> None:
    hold, sofie = _failing(world), world.actor(SOFIE)
    with before_the_others(lambda: recovers(hold)), pytest.raises(NotFound):
        accept_hold(world.context, sofie, hold.id)
    assert (holds.everything(), state()) == ([], ComponentStatus.OPERATIONAL)


def test_nor_while_she_dismisses_it(world: World) -> None:
    hold, sofie = _failing(world), world.actor(SOFIE)
    with before_the_others(lambda: recovers(hold)), pytest.raises(NotFound):
        dismiss_hold(world.context, sofie, hold.id, reason="The check is wrong")
    assert holds.everything() == []
