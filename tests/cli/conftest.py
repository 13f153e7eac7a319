"""A shell on the sample company, and one on nothing."""

from __future__ import annotations

import pytest

from tests.cast import World
from tests.cli.shell import Fake, Shell


@pytest.fixture(autouse=True)
def plain_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "NOROSHI_PERSON", "NOROSHI_DATA_DIR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("NO_COLOR", "1")


@pytest.fixture
def shell(world: World) -> Shell:
    return Shell(Fake(world=world.context))


@pytest.fixture
def bare() -> Shell:
    """A shell where nothing is installed."""
    return Shell(Fake())
