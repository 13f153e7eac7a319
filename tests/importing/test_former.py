"""Old ids and old addresses of a page that was taken over go on leading to the same incidents."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC
from pathlib import Path

import pytest

from noroshi.actions.import_history import Import, import_history
from noroshi.actions.queries.page_state import page_state
from noroshi.intake.histories.shapes import taken
from noroshi.pages.build import build
from noroshi.pages.former import Former, former
from tests.actions.steps import YUKI
from tests.cast import World
from tests.importing.files import ATOM, incident, statuspage, update

OURS = "statuspage:https://old.kitsune.example"


def files_after(world: World, shape: str, file: Path) -> dict[str, bytes]:
    """The files of the first page once ``file`` was taken over."""
    page = taken(shape, file, now=world.clock.now(), zone=UTC)
    import_history(world.context, world.actor(YUKI), Import(page=page))
    return build(page_state(world.context, world.plan, world.plan.pages[0], version=1))


@pytest.mark.django_db
def test_programs_find_imported_incidents_under_the_ids_they_know(
    world: World, tmp_path: Path
) -> None:
    work = incident(
        id="w1zdr745wmfy",
        status="completed",
        impact="maintenance",
        scheduled_for="2026-02-01T22:00:00Z",
        scheduled_until="2026-02-01T23:00:00Z",
        resolved_at="2026-02-01T23:04:00Z",
        incident_updates=[
            update("scheduled", "2026-01-20T10:00:00Z", "We will work."),
            update("completed", "2026-02-01T23:04:00Z", "Done."),
        ],
    )
    file = statuspage(tmp_path, incident(id="x0ljvc9m1wxj"), scheduled_maintenances=[work])
    files = files_after(world, "statuspage", file)
    (told,) = json.loads(files["api/v2/incidents.json"])["incidents"]
    assert told["id"] == "x0ljvc9m1wxj"
    assert {said["incident_id"] for said in told["incident_updates"]} == {"x0ljvc9m1wxj"}
    (done,) = json.loads(files["api/v2/scheduled-maintenances.json"])["scheduled_maintenances"]
    assert (done["id"], done["status"]) == ("w1zdr745wmfy", "completed")
    assert done["resolved_at"] == "2026-02-01T23:04:00.000Z"
    # People and searchers find them under their old addresses, in each language.
    old = files["incidents/x0ljvc9m1wxj/index.html"].decode()
    assert 'content="0; url=../../incidents/2.html"' in old
    assert 'href="../../incidents/2.html"' in old
    assert b'href="../../incidents/2.html"' in files["ja/incidents/x0ljvc9m1wxj/index.html"]
    assert "ja/incidents/2.html" in files
    moved = files["incidents/w1zdr745wmfy/index.html"].decode()
    assert "url=../../history.html#maintenance-1" in moved
    assert 'id="maintenance-1"' in files["history.html"].decode()


@pytest.mark.django_db
def test_feed_readers_do_not_show_what_came_from_the_old_feed_as_new(
    world: World, tmp_path: Path
) -> None:
    file = tmp_path / "history.atom"
    file.write_text(ATOM, encoding="utf-8")
    files = files_after(world, "atom", file)
    assert b"<id>tag:old,2005:Incident/7</id>" in files["history.atom"]
    assert b"tag:old,2005" not in files["ja/history.atom"]
    assert "incidents/7/index.html" in files


@pytest.mark.parametrize(
    ("source", "key", "url", "known"),
    [
        (OURS, "x0ljvc9m1wxj", "", Former(api_id="x0ljvc9m1wxj", folder="incidents/x0ljvc9m1wxj")),
        (OURS, "../../etc", "https://old.example/incidents/../../x", Former()),
        (OURS, "X' onload=", "javascript:alert(1)", Former()),
        ("cachet:", "12", "https://old.example/incidents/12", Former(folder="incidents/12")),
        ("cachet:", "12", "https://old.example/incidents/12.html", Former()),
        ("cachet:", "12", "https://old.example/api/v2", Former()),
        ("cachet:", "12", "https://[old.example/incidents/1", Former()),
        ("cstate:", "2020-01-01-slow", "/issues/2020-01-01-slow/", Former(folder="issues/2020-01-01-slow")),
        ("atom:x", "javascript:alert(1)", "", Former()),
        ("atom:x", "tag:a,2005:Incident/1", "", Former(entry_id="tag:a,2005:Incident/1")),
    ],
)  # fmt: skip
def test_only_what_can_be_nothing_else_is_an_old_name(
    source: str, key: str, url: str, known: Former
) -> None:
    assert former(source, key, url) == known


@pytest.mark.django_db
def test_two_old_pages_that_named_an_incident_alike_do_not_share_the_name(
    world: World, tmp_path: Path
) -> None:
    file = statuspage(tmp_path, incident(id="x0ljvc9m1wxj"))
    first = taken("statuspage", file, now=world.clock.now(), zone=UTC)
    second = replace(first, source="statuspage:https://other.example")
    for page in (first, second):
        import_history(world.context, world.actor(YUKI), Import(page=page))
    state = page_state(world.context, world.plan, world.plan.pages[0], version=1)
    ids = [told["id"] for told in json.loads(build(state)["api/v2/incidents.json"])["incidents"]]
    assert len(set(ids)) == 2
    assert "x0ljvc9m1wxj" in ids
