"""Promises of a final report: made, public with it, moved openly, kept (F4)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from noroshi.actions.change_commitment import (
    keep_commitment,
    move_commitment,
    remove_commitment,
    reopen_commitment,
)
from noroshi.actions.make_commitment import make_commitment
from noroshi.actions.queries.page_state import page_state
from noroshi.domain.commitment import Commitment
from noroshi.domain.events import EventKind
from noroshi.kernel.errors import Conflict, Invalid, NotAllowed
from noroshi.pages.build import build
from noroshi.storage import commitments
from tests.actions.steps import INES, JONAS, SOFIE, log, opened, said
from tests.actions.test_report import out, resolved, written
from tests.cast import World
from tests.web.scene import browser

pytestmark = pytest.mark.django_db

TEXT = {"en": "We add a second route.", "ja": "予備の経路を追加します。"}
NOTE = {"en": "It is in use since Monday.", "ja": "月曜日から稼働しています。"}


def today(world: World) -> date:
    return world.clock.now().date()


def promised(world: World, days: int = 20) -> Commitment:
    due = today(world) + timedelta(days=days)
    return make_commitment(world.context, world.actor(SOFIE), 1, text=TEXT, due=due, owner=JONAS)


def told() -> list[EventKind]:
    """What the log has about promises."""
    ours = [kind for kind in EventKind if kind.startswith("commitment")]
    return [event.kind for event in log(*ours)]


def overview(world: World) -> str:
    page = world.plan.pages[0]
    return build(page_state(world.context, world.plan, page, version=1))["index.html"].decode()


def test_a_promise_is_public_with_its_report_kept_openly_and_never_taken_away(
    world: World,
) -> None:
    sofie = world.actor(SOFIE)
    resolved(world)
    written(world)
    gone, made = promised(world, days=5), promised(world)
    remove_commitment(world.context, sofie, gone.id, version=1)
    assert TEXT["en"] not in overview(world)
    out(world)
    page = overview(world)
    assert TEXT["en"] in page
    assert "1 still to do" in page
    assert JONAS not in page
    with pytest.raises(Conflict):
        remove_commitment(world.context, sofie, made.id, version=1)

    later = made.due + timedelta(days=30)
    moved = move_commitment(world.context, sofie, made.id, due=later, owner="", version=1)
    assert (moved.due, moved.first_due) == (later, made.due)
    assert "First promised for" in overview(world)
    with pytest.raises(Conflict):
        move_commitment(world.context, sofie, made.id, due=later, owner="", version=1)

    done = keep_commitment(world.context, sofie, made.id, note=NOTE, version=moved.version)
    page = overview(world)
    assert "Done on" in page
    assert NOTE["en"] in page
    again = reopen_commitment(world.context, sofie, made.id, version=done.version)
    assert not again.is_done
    assert NOTE["en"] not in overview(world)

    world.clock.pass_by(days=60)
    assert "Overdue since" in overview(world)
    assert told() == [
        EventKind.COMMITMENT_MADE,
        EventKind.COMMITMENT_MADE,
        EventKind.COMMITMENT_REMOVED,
        EventKind.COMMITMENT_CHANGED,
        EventKind.COMMITMENT_DONE,
        EventKind.COMMITMENT_REOPENED,
    ]


@pytest.mark.parametrize(
    ("text", "days", "owner", "field"),
    [
        ({"en": "One language"}, 5, "", "text_ja"),
        ({**TEXT, "en": "x" * 301}, 5, "", "text_en"),
        (TEXT, -1, "", "due"),
        (TEXT, 800, "", "due"),
        (TEXT, 5, "mallory", "owner"),
    ],
)
def test_a_promise_that_cannot_be_kept_track_of_is_refused(
    world: World, text: dict[str, str], days: int, owner: str, field: str
) -> None:
    resolved(world)
    due = today(world) + timedelta(days=days)
    with pytest.raises(Invalid) as refusal:
        make_commitment(world.context, world.actor(SOFIE), 1, text=text, due=due, owner=owner)
    assert refusal.value.field == field


def test_nothing_is_promised_while_it_burns(world: World) -> None:
    said(world, opened(world))
    with pytest.raises(Conflict):
        promised(world)


def test_promises_are_made_and_kept_on_a_screen(world: World) -> None:
    resolved(world)
    sofie = browser(world, SOFIE)
    form = {"text_en": TEXT["en"], "text_ja": TEXT["ja"], "due": today(world).isoformat()}
    assert sofie.post("/incidents/1/commitments/", form).status_code == 303
    (made,) = commitments.of_incident(1)
    page = sofie.get("/incidents/1/commitments/").content.decode()
    assert TEXT["en"] in page
    done = {"deed": "done", "version": "1", "note_en": "", "note_ja": ""}
    assert sofie.post(f"/incidents/1/commitments/{made.id}/", done).status_code == 303
    assert commitments.get(made.id).is_done
    wrong = sofie.post("/incidents/1/commitments/", {**form, "due": "soon"})
    assert wrong.status_code == 400
    assert TEXT["en"] in wrong.content.decode()
    assert sofie.post(f"/incidents/2/commitments/{made.id}/", done).status_code == 404


def test_a_promise_that_is_sent_twice_is_made_once(world: World) -> None:
    resolved(world)
    first, second = promised(world), promised(world)
    assert first == second
    keep_commitment(world.context, world.actor(SOFIE), first.id, note={}, version=1)
    assert promised(world).id != first.id


def test_a_promise_that_jonas_kept_meanwhile_is_not_taken_away(world: World) -> None:
    resolved(world)
    made = promised(world)
    keep_commitment(world.context, world.actor(JONAS), made.id, note=NOTE, version=made.version)
    with pytest.raises(Conflict):
        commitments.remove(made)
    assert commitments.get(made.id).is_done


def test_once_the_report_is_out_only_those_who_may_publish_change_what_readers_see(
    world: World,
) -> None:
    resolved(world)
    ines = world.actor(INES)  # of legal: she may draft, and publishes nothing
    due = today(world) + timedelta(days=9)
    drafted = make_commitment(world.context, ines, 1, text=TEXT, due=due)
    written(world)
    out(world)
    for deed in (
        lambda: make_commitment(world.context, ines, 1, text=TEXT, due=due),
        lambda: keep_commitment(world.context, ines, drafted.id, note=NOTE, version=1),
        lambda: move_commitment(world.context, ines, drafted.id, due=due, owner="", version=1),
    ):
        with pytest.raises(NotAllowed):
            deed()
    assert commitments.of_incident(1) == [drafted]
