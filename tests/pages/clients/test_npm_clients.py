"""npm's ``statuspage.io``, ``statuspage.js`` and ``rss-parser`` read our pages as they read others'."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.pages.clients.conftest import STATES, Served

HERE = Path(__file__).parent
FOLDER = Path(__file__).parents[3] / "build" / "page-readers"
NODE = shutil.which("node")

Answers = dict[str, Any]

pytestmark = pytest.mark.skipif(
    NODE is None or not (FOLDER / "installed").exists(),
    reason="the npm programs are not installed; scripts/page-readers does it",
)


@pytest.fixture(scope="module")
def answers(pages: Served) -> Answers:
    """What each client got, asked once for all pages."""
    assert NODE
    said = subprocess.run(  # noqa: S603 - our own script
        [NODE, HERE / "read.cjs", FOLDER, *(f"{name}={pages.at(name)}" for name in STATES)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert said.returncode == 0, said.stderr
    found: Answers = json.loads(said.stdout)
    return found


def test_statuspage_io_reads_the_roll_up_of_each_state(answers: Answers) -> None:
    read = {name: answers[name]["io"]["status"]["status"] for name in STATES}
    assert read["calm"] == {"indicator": "none", "description": "All Systems Operational"}
    assert read["burning"] == {"indicator": "major", "description": "Partial System Outage"}
    assert read["working"]["indicator"] == "maintenance"
    assert read["solved"]["indicator"] == "none"


def test_statuspage_io_gets_open_incidents_with_their_updates(answers: Answers) -> None:
    summary = answers["burning"]["io"]["summary"]
    (incident,) = summary["incidents"]
    assert incident["name"] == "Checkout errors for some customers in the EU"
    assert [u["status"] for u in incident["incident_updates"]] == [
        "identified",
        "identified",
        "investigating",
    ]
    assert answers["solved"]["io"]["summary"]["incidents"] == []
    assert answers["solved"]["io"]["incidents"]["incidents"][0]["resolved_at"]
    assert answers["burning"]["io"]["unresolved"]["incidents"] == [incident]


def test_statuspage_io_gets_the_work_that_is_coming(answers: Answers) -> None:
    """Release 3.3.8 asks for ``upcoming`` whichever of its three methods is called."""
    read = answers["working"]["io"]
    (work,) = read["upcoming"]["scheduled_maintenances"]
    assert (work["status"], work["impact"]) == ("scheduled", "maintenance")
    assert read["active"] == read["maintenances"] == read["upcoming"]
    assert len(read["summary"]["scheduled_maintenances"]) == 2
    assert answers["calm"]["io"]["maintenances"]["scheduled_maintenances"] == []


def test_statuspage_js_reads_every_list_and_takes_our_times_for_times(answers: Answers) -> None:
    burning, working = answers["burning"]["js"], answers["working"]["js"]
    assert burning["open"] == ["Checkout errors for some customers in the EU"]
    assert burning["all"][1] == "Webhooks arrive late"
    assert burning["startedIsDate"]
    assert (working["active"], working["upcoming"], working["maintenances"]) == (1, 1, 3)
    assert answers["calm"]["js"]["unresolved"] == 0
    assert answers["calm"]["js"]["components"] == 30


def test_both_clients_get_the_50_most_recent_of_500_and_the_old_one_that_is_open(
    answers: Answers,
) -> None:
    many = answers["many"]
    assert len(many["io"]["incidents"]["incidents"]) == 50
    assert many["js"]["all"][0] == "Checkout errors for some customers in the EU"
    assert many["js"]["all"][-1] == "Old and still open"
    assert many["js"]["unresolved"] == 2


@pytest.mark.parametrize("ending", ["rss", "atom"])
def test_rss_parser_reads_both_feeds_in_both_languages(answers: Answers, ending: str) -> None:
    english = answers["burning"]["rss"][f"history.{ending}"]
    japanese = answers["burning"]["rss"][f"ja/history.{ending}"]
    assert english["title"] == "Kitsune Cloud Status"
    assert [item["title"] for item in english["items"]] == [
        "Checkout errors for some customers in the EU",
        "Planned maintenance: Invoices, Europe",
        "Webhooks arrive late",
    ]
    assert japanese["items"][0]["title"] == "EUの一部のお客さまにおける決済エラー"
    assert "誠に申し訳ございません" in japanese["items"][0]["content"]
    assert english["items"][0]["id"] != japanese["items"][0]["id"]


def test_rss_parser_sees_one_item_an_incident_whose_id_outlives_its_end(answers: Answers) -> None:
    before = answers["burning"]["rss"]["history.rss"]["items"][0]
    after = answers["solved"]["rss"]["history.rss"]["items"][0]
    assert before["id"] == after["id"]
    assert before["date"] == "2026-03-12T13:52:00.000Z"
    assert after["date"] == "2026-03-12T15:20:00.000Z"
    assert after["content"].count("<strong>") == 4
    assert len(answers["many"]["rss"]["history.atom"]["items"]) == 25
