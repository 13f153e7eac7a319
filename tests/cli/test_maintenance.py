"""Planned work, texts with a set time and past incidents, at the terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from noroshi.domain.incident import IncidentState
from noroshi.domain.maintenance import Purpose, WorkState
from noroshi.domain.message import MessageState
from noroshi.storage import incidents, maintenances, messages
from tests.actions import steps as of_incidents
from tests.cast import World
from tests.cli.shell import SOFIE, YUKI, Shell
from tests.maintenance import planned as steps
from tests.maintenance.planned import MARA, notice

pytestmark = pytest.mark.django_db
# The world's clock stands at 2026-03-12 14:02 in Berlin.
WORK = (
    *("--title", "en=Database upgrade", "--title", "ja=データベースの更新"),
    *("--details", "en=Payments may fail for two minutes. Please try again then."),
    *("--details", "ja=最大2分間、お支払いができない場合があります。"),
    *("--component", "checkout", "--region", "europe", "--zone", "Europe/Berlin"),
)
WINDOW = ("--starts", "2026-03-15T22:00", "--ends", "2026-03-15T23:30")
PAST = {
    "title": {"en": "Payments failed", "ja": "お支払いの不具合"},
    "severity": 3,
    "components": ["checkout"],
    "regions": ["europe"],
    "started_at": "2026-03-11T10:00+01:00",
    "resolved_at": "2026-03-11T11:00+01:00",
    "updates": [
        {
            "stage": "resolved",
            "at": "2026-03-11T11:00+01:00",
            "subject": {"en": "Resolved: payments failed", "ja": "【復旧】お支払いの不具合"},
            "body": {
                "en": "We are sorry: payments failed in Europe from 10:00 to 11:00 CET.",
                "ja": "欧州の一部のお客さまでお支払いができず、誠に申し訳ございませんでした。",
            },
        }
    ],
}


def approve(world: World, number: int) -> None:
    """Yuki reads and signs what waits."""
    texts = {text.id: text.digest for _, text in steps.waiting_in(number, YUKI)}
    steps.approve_notices(world.context, world.actor(YUKI), number, texts)


def test_work_is_planned_announced_moved_done_and_shown(world: World, shell: Shell) -> None:
    assert "Maintenance 1 is planned" in shell.done(
        *("maintenance", "plan", *WORK, *WINDOW, "--remind", 24, "--as", SOFIE)
    )
    listed = shell.done("maintenance", "list")
    assert "planned" in listed
    assert "2026-03-15 22:00" in listed
    assert "Asked for the approval of 5 notices." in shell.done(
        "maintenance", "ask", 1, "--as", SOFIE
    )
    approve(world, 1)
    assert "is announced" in shell.done("maintenance", "announce", 1, "--as", SOFIE)
    again = shell("maintenance", "announce", 1, "--as", SOFIE)
    assert (again.code, "is out already" in again.err) == (1, True)
    purposes = {
        one["purpose"]: one["state"]
        for one in shell("maintenance", "show", 1, "--json").document["notices"]
    }
    assert purposes["announce"] == "published"
    assert set(purposes) == {"announce", "remind", "start", "overrun", "end"}


def test_a_window_is_given_in_a_zone_and_an_impossible_time_is_refused(shell: Shell) -> None:
    plan = ("maintenance", "plan", *WORK, "--as", SOFIE)
    gone = shell(*plan, "--starts", "2026-03-29T02:30", "--ends", "2026-03-29T04:00")
    assert "does not exist in Europe/Berlin" in gone.err
    typed = shell(*plan, "--starts", "Sunday evening", "--ends", "2026-03-29T04:00")
    assert "Write it as 2026-03-15T22:00" in typed.err
    shell.done(*plan, "--starts", "2026-03-15T21:00Z", "--ends", "2026-03-15T23:30", "--remind", 1)
    (work,) = maintenances.listing()
    assert work.window.starts_at.isoformat() == "2026-03-15T21:00:00+00:00"
    assert work.window.length.total_seconds() == 90 * 60


def test_the_course_of_the_work_is_typed(world: World, shell: Shell) -> None:
    work = steps.announced(world, auto_start=False)
    world.clock.at = work.window.starts_at

    def does(command: str, *more: object) -> str:
        return shell.done("maintenance", command, work.number, *more, "--as", SOFIE)

    assert "has begun" in does("begin")
    assert "is being verified" in does("verify")
    assert "goes on" in does("resume")
    assert "another end" in does("extend", "--ends", "2026-03-15T23:00")
    drafted = does("update", "--news", "en=Half is done.", "--news", "ja=半分が終わりました。")
    assert "Ask for its approval next" in drafted
    does("ask")
    approve(world, work.number)
    news = notice(work, Purpose.UPDATE).message
    assert "goes out" in does("publish", news.id)
    assert messages.get(news.id).state is MessageState.PUBLISHED
    assert "is over" in does("end")
    assert maintenances.get(work.number).state is WorkState.COMPLETED
    assert shell.done("maintenance", "list").count("\n") <= 2
    assert "completed" in shell.done("maintenance", "list", "--all")


def test_a_notice_of_other_work_is_not_published(world: World, shell: Shell) -> None:
    work = steps.planned(world)
    said = shell("maintenance", "publish", work.number, 999_999, "--as", SOFIE)
    assert (said.code, "no such message" in said.err) == (1, True)


def test_work_is_moved_and_cancelled_with_a_reason(world: World, shell: Shell) -> None:
    number = steps.planned(world).number
    zone = ("--zone", "Asia/Tokyo")
    ends = ("--starts", "2026-03-20T01:00", "--ends", "2026-03-20T03:00")
    assert "another window" in shell.done(
        "maintenance", "move", number, *ends, *zone, "--as", SOFIE
    )
    moved = maintenances.get(number).window
    assert (moved.zone, moved.starts_at.isoformat()) == ("Asia/Tokyo", "2026-03-19T16:00:00+00:00")
    cancel = (
        "maintenance",
        "cancel",
        number,
        "--reason",
        "The parts have not come.",
        "--as",
        SOFIE,
    )
    assert "is cancelled" in shell.done(*cancel)
    assert maintenances.get(number).state is WorkState.CANCELLED


def test_who_may_not_publish_does_not_announce_from_the_terminal(
    world: World, shell: Shell
) -> None:
    work = steps.approved(world, steps.planned(world))
    assert shell("maintenance", "announce", work.number, "--as", MARA).code == 1
    assert maintenances.get(work.number).state is WorkState.PLANNED


def test_a_draft_is_set_to_go_out_and_called_off(world: World, shell: Shell) -> None:
    message = of_incidents.drafted(world, of_incidents.opened(world))
    at = "2026-03-12T15:00+01:00"
    said = shell.done("incident", "schedule", message.id, "--at", at, "--as", SOFIE)
    assert "Update 1 goes out by itself: 2026-03-12 15:00" in said
    timed = messages.get(message.id).publish_at
    assert timed is not None
    assert timed.isoformat() == "2026-03-12T14:00:00+00:00"
    assert "not go out by itself" in shell.done("incident", "call-off", message.id, "--as", SOFIE)
    assert messages.get(message.id).publish_at is None
    assert shell("incident", "schedule", message.id, "--at", "noon", "--as", SOFIE).code == 1


def test_a_past_incident_is_entered_from_a_file(world: World, shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "past.json"
    file.write_text(json.dumps(PAST), encoding="utf-8")
    assert "Incident 1 is entered" in shell.done("incident", "enter", file, "--as", SOFIE)
    asked = shell.done("incident", "ask-entered", 1, "--as", SOFIE)
    assert "Asked for the approval of 1 updates." in asked
    early = shell("incident", "publish-entered", 1, "--as", SOFIE)
    assert (early.code, incidents.get(1).state) == (1, IncidentState.ENTERED)
    of_incidents.approve_all(world, messages.of_incident(1)[0])
    assert "public history" in shell.done("incident", "publish-entered", 1, "--as", SOFIE)
    assert incidents.get(1).state is IncidentState.RESOLVED


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"title": 3}', json.dumps(PAST | {"started_at": "yesterday"})]
)
def test_a_file_that_is_no_past_incident_is_refused_in_a_sentence(shell: Shell, text: str) -> None:
    said = shell("incident", "enter", "-", "--as", SOFIE, typed=text)
    assert said.code == 1
    assert "Traceback" not in said.err
    assert incidents.listing() == []
