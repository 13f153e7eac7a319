"""Components and imports from the terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from noroshi.domain.checks import Fault
from noroshi.domain.incident import ComponentStatus
from noroshi.storage import holds, incidents
from tests.cast import World
from tests.cli.shell import SOFIE, Shell
from tests.components.scene import FRONT, look, state, with_checks
from tests.importing.files import incident, statuspage

pytestmark = pytest.mark.django_db


def test_sofie_sets_a_state_until_the_clock_shows_a_time_and_takes_it_back(shell: Shell) -> None:
    words = ("component", "set", "checkout", "degraded_performance", "--region", "europe")
    said = shell.done(*words, "--reason", "Slow", "--until", "09:00", "--as", SOFIE)
    assert "checkout is degraded_performance in europe." in said
    (hold,) = holds.everything()
    assert hold.until is not None
    assert f"{hold.until:%Y-%m-%dT%H:%M%z}" == "2026-03-13T08:00+0000"
    assert "hand sofie-brandt" in shell.done("component", "list")
    shell.done("component", "set", "checkout", "operational", "--reason", "Over", "--as", SOFIE)
    assert state() is ComponentStatus.OPERATIONAL
    assert "degraded_performance" in shell.done("component", "history", "checkout")


def test_an_unknown_state_is_refused(shell: Shell) -> None:
    said = shell("component", "set", "checkout", "on_fire", "--reason", "x", "--as", SOFIE)
    assert said.code == 1
    assert "Say one of: operational" in said.err


def test_a_failing_check_is_listed_accepted_and_dismissed(shell: Shell, world: World) -> None:
    with_checks(world, FRONT)
    look(world, Fault.STATUS, Fault.STATUS, Fault.STATUS)
    (hold,) = holds.everything()
    said = shell.done("component", "list")
    assert f"Waits for a decision: {hold.id}, checkout in europe" in said
    shell.done("component", "accept", hold.id, "--as", SOFIE)
    assert state() is ComponentStatus.MAJOR_OUTAGE
    shell.done("component", "dismiss", hold.id, "--reason", "A test", "--as", SOFIE)
    assert state() is ComponentStatus.OPERATIONAL


def test_a_trial_import_says_what_the_plan_lacks_as_lines_to_paste(
    shell: Shell, tmp_path: Path
) -> None:
    file = statuspage(tmp_path, incident(), incident(2, incident_updates=[]))
    said = shell("import", "statuspage", file, "--dry-run")
    assert said.code == 0
    assert "On trial: nothing was changed." in said.out
    assert "Incidents: 1 with 2 updates." in said.out
    assert "  - key: git-operations" in said.out
    assert "it has no updates" in said.err
    assert incidents.listing() == []


def test_an_import_maps_names_and_can_be_repeated(shell: Shell, tmp_path: Path) -> None:
    file = statuspage(tmp_path, incident())
    words = ("import", "statuspage", file, "--map", "Git Operations=payments-api")
    assert "Not in the plan" not in shell.done(*words)
    assert "Known before: 1" in shell.done(*words)
    assert incidents.get(1).scope.components == ("checkout", "payments-api")
