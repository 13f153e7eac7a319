"""Tests of a module may share the making of their world, and nothing else (see tests/ground.py)."""

from __future__ import annotations

from pathlib import Path

import pytest

from noroshi.storage import accounts
from tests.cast import World
from tests.ground import BEGINNING, shared_by

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("turn", ["first", "second", "third"])
def test_nobody_sees_what_another_test_did(
    world: World, turn: str, request: pytest.FixtureRequest
) -> None:
    assert request.path in shared_by(request.session)
    assert accounts.by_person("mallory") is None
    assert world.clock.now() == BEGINNING
    assert not world.context.page_root.exists()
    accounts.add(
        person="mallory",
        name="Mallory",
        email="mallory@nowhere.example",
        password=None,
        language="en",
        is_admin=False,
    )
    world.clock.pass_by(hours=1)
    world.context.page_root.mkdir()


def test_everybody_of_the_plan_has_a_sign_in(world: World, tmp_path: Path) -> None:
    assert world.context.page_root.is_relative_to(tmp_path)
    assert all(accounts.by_person(person.key) for person in world.plan.people)
