"""Taking over another page's history: once, in one piece, under its own times, telling nobody."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from noroshi.actions.import_history import Import, Imported, import_history
from noroshi.actions.queries.page_state import page_state
from noroshi.actions.queries.uptime import bars
from noroshi.domain.events import EventKind
from noroshi.domain.incident import ComponentStatus
from noroshi.intake.histories.foreign import ForeignPage
from noroshi.intake.histories.shapes import taken
from noroshi.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from noroshi.storage import imports, incidents, ledger, messages, pages
from noroshi.storage.models import IncidentRow, MessageRow
from tests.actions.steps import MARA, YUKI, log, reader
from tests.cast import World
from tests.importing.files import incident, statuspage, update

pytestmark = pytest.mark.django_db


def page_of(world: World, folder: Path, *found: dict[str, object], **more: object) -> ForeignPage:
    file = statuspage(folder, *found, **more)
    return taken("statuspage", file, now=world.clock.now(), zone=UTC)


def take(world: World, page: ForeignPage, **changed: object) -> Imported:
    wanted = Import(page=page, **changed)  # type: ignore[arg-type]
    return import_history(world.context, world.actor(YUKI), wanted)


def test_a_trial_says_what_would_be_done_and_does_nothing(world: World, tmp_path: Path) -> None:
    done = take(world, page_of(world, tmp_path, incident(1), incident(2)), trial=True)
    assert (done.incidents, done.updates, done.known) == (2, 4, 0)
    assert done.matched == {"Checkout": "checkout"}
    assert done.missing == ("Git Operations",)
    assert incidents.listing() == []
    assert log(EventKind.HISTORY_IMPORTED) == []


def test_an_imported_incident_is_on_the_page_under_its_own_times(
    world: World, tmp_path: Path
) -> None:
    take(world, page_of(world, tmp_path, incident()))
    (known,) = incidents.listing()
    assert known.started_at == datetime(2026, 3, 1, 9, 58, tzinfo=UTC)
    assert known.entered_at == world.clock.now()
    assert imports.origin(known.number) == (
        "statuspage:https://old.kitsune.example",
        "abc1",
        "https://stspg.example/abc1",
    )
    state = page_state(world.context, world.plan, world.plan.pages[0], version=1)
    (view,) = state.incidents
    assert view.title == {"en": "Checkout fails (1)"}
    assert [u.at.hour for u in view.updates] == [10, 12]
    assert view.updates[1].body_markdown == {"en": "It **works** again."}


def test_the_same_import_again_adds_nothing_and_a_later_one_only_what_is_new(
    world: World, tmp_path: Path
) -> None:
    take(world, page_of(world, tmp_path, incident(1)))
    again = take(world, page_of(world, tmp_path, incident(1)))
    assert (again.incidents, again.known) == (0, 1)
    more = take(world, page_of(world, tmp_path, incident(1), incident(2)))
    assert (more.incidents, more.known) == (1, 1)
    assert len(incidents.listing()) == 2
    assert [e.data["incidents"] for e in log(EventKind.HISTORY_IMPORTED)] == [1, 1]


def test_nobody_is_written_to_and_nothing_is_promised(world: World, tmp_path: Path) -> None:
    reader(at=world.clock.now() - timedelta(days=300))
    take(world, page_of(world, tmp_path, incident()))
    assert all(not ledger.unfinished_batches(m.id) for m in messages.of_incident(1))
    assert log(EventKind.PROMISE_MADE, EventKind.DISPATCH_PLANNED, EventKind.REPORT_DUE) == []
    assert pages.states() == {}


def test_the_uptime_bars_get_to_know_the_outage_and_since_when_the_service_was_watched(
    world: World, tmp_path: Path
) -> None:
    listed = [{"id": "c1", "name": "Checkout", "created_at": "2020-01-01T00:00:00Z"}]
    before = bars(world.clock.now()).days("checkout", ["europe"], zone="UTC")
    assert before[-12].status is None
    take(world, page_of(world, tmp_path, incident(), components=listed))
    days = bars(world.clock.now()).days("checkout", ["europe"], zone="UTC")
    assert days[-12].status is ComponentStatus.PARTIAL_OUTAGE
    assert days[-12].outage_seconds == 2 * 3_600 + 120
    assert days[0].status is ComponentStatus.OPERATIONAL


def test_a_name_is_mapped_to_a_component_by_hand(world: World, tmp_path: Path) -> None:
    mapped = {"Git Operations": "payments-api"}
    done = take(world, page_of(world, tmp_path, incident()), components=mapped)
    assert done.missing == ()
    assert incidents.get(1).scope.components == ("checkout", "payments-api")
    with pytest.raises(NotFound):
        take(world, page_of(world, tmp_path, incident(2)), components={"Checkout": "nothing"})


def test_maintenance_is_taken_over_as_maintenance(world: World, tmp_path: Path) -> None:
    work = incident(
        status="completed",
        impact="maintenance",
        scheduled_for="2026-02-01T22:00:00Z",
        scheduled_until="2026-02-01T23:00:00Z",
        incident_updates=[
            update("scheduled", "2026-01-20T10:00:00Z", "We will work."),
            update("completed", "2026-02-01T23:00:00Z", "Done."),
        ],
    )
    done = take(world, page_of(world, tmp_path, scheduled_maintenances=[work]))
    assert (done.incidents, done.maintenances) == (0, 1)
    state = page_state(world.context, world.plan, world.plan.pages[0], version=1)
    (view,) = state.maintenances
    assert view.scheduled_until == datetime(2026, 2, 1, 23, 0, tzinfo=UTC)
    assert state.incidents == ()


def test_a_failure_in_the_middle_leaves_nothing_behind(world: World, tmp_path: Path) -> None:
    page = page_of(world, tmp_path, incident(1), incident(2))
    twice = ForeignPage(
        source=page.source, incidents=(*page.incidents, page.incidents[0]), components=()
    )
    with pytest.raises(Conflict):
        take(world, twice)
    assert IncidentRow.objects.count() == MessageRow.objects.count() == 0
    assert take(world, page).incidents == 2


def test_only_who_manages_the_plan_imports_and_in_a_language_of_the_company(
    world: World, tmp_path: Path
) -> None:
    page = page_of(world, tmp_path, incident())
    with pytest.raises(NotAllowed):
        import_history(world.context, world.actor(MARA), Import(page=page))
    with pytest.raises(Invalid, match="does not write in fr"):
        take(world, page, language="fr")


def test_hundreds_of_incidents_are_taken_in_a_few_seconds(world: World, tmp_path: Path) -> None:
    page = page_of(world, tmp_path, *(incident(number) for number in range(300)))
    begun = time.monotonic()
    assert take(world, page).incidents == 300
    assert time.monotonic() - begun < 10  # a busy machine takes ten thousand within a minute
