"""The command as people start it: its own process, its exit codes, nothing left behind."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cast import PLAN
from tests.cli.real import Place, empty_database
from tests.intake.histories.bodies import answer, incident, update

HISTORY = answer(
    incident(update(10), update(120, "resolved"), name="Checkout errors \x1b[2J"),
    incident(id="empty", name="Nothing said"),
)


@pytest.fixture
def nowhere(tmp_path: Path) -> Place:
    """No database, and a data directory that does not exist."""
    return Place(tmp_path / "never-made")


def test_a_history_is_measured_without_any_installation(nowhere: Place, tmp_path: Path) -> None:
    file = tmp_path / "incidents.json"
    file.write_text(json.dumps(HISTORY), encoding="utf-8")
    ended = nowhere.noroshi("review", "import", file, "--incidents")
    assert ended.returncode == 0
    assert "1 h 50 min" in ended.stdout
    assert "\x1b" not in ended.stdout
    assert "has no updates" in ended.stderr
    found = json.loads(nowhere.done("review", "import", file, "--json", "--limit-minutes", 120))
    assert (found["incidents"], found["overall"]["with_gap"]) == (1, 0)
    assert "空白" in nowhere.done("review", "import", file, "--lang", "ja")
    assert not nowhere.data_dir.exists()


@pytest.mark.parametrize("content", ["", "{", "[1", '{"a": 1}', "7", "\udcff"])
def test_a_history_that_is_none_is_one_sentence(
    nowhere: Place, tmp_path: Path, content: str
) -> None:
    file = tmp_path / "bad.json"
    file.write_bytes(content.encode("utf-8", "surrogateescape"))
    ended = nowhere.noroshi("review", "import", file)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith("noroshi: ")
    assert ended.stderr.count("\n") == 1


def test_without_a_server_nothing_is_made_and_the_way_out_is_said(nowhere: Place) -> None:
    ended = nowhere.noroshi("incident", "list")
    assert ended.returncode == 2
    assert "noroshi up" in ended.stderr
    assert not nowhere.data_dir.exists()


@pytest.mark.parametrize(
    "url", ["postgresql://app@127.0.0.1:1/noroshi", "mysql://x/y", "postgresql://[", "nonsense"]
)
def test_a_wrong_database_is_one_sentence(tmp_path: Path, url: str) -> None:
    ended = Place(tmp_path / "data", url).noroshi("incident", "list")
    assert ended.returncode == 2
    assert ended.stderr.startswith("noroshi: ")
    assert "Traceback" not in ended.stderr


def test_an_empty_database_says_to_prepare_it(database_url: str, tmp_path: Path) -> None:
    with empty_database(database_url) as url:
        place = Place(tmp_path / "data", url)
        ended = place.noroshi("incident", "list")
        assert ended.returncode == 2
        assert "noroshi prepare" in ended.stderr
        assert "migrations are missing" in place.noroshi("doctor").stdout


@pytest.mark.smoke
def test_a_plan_is_applied_by_the_shell_and_not_by_somebody_without_a_sign_in(
    database_url: str, tmp_path: Path
) -> None:
    with empty_database(database_url) as url:
        place = Place(tmp_path / "data", url)
        place.done("prepare")
        assert "Version 1" in place.done("plan", "apply", PLAN)
        ended = place.noroshi("plan", "apply", PLAN, "--as", "yuki-tanabe")
        assert ended.returncode == 1
        assert "has no sign-in" in ended.stderr
