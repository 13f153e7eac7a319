"""Building only what a change touches gives the same bytes as building everything."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from noroshi.pages.build import build
from noroshi.pages.press import Press
from noroshi.pages.settled import is_settled, settled
from noroshi.pages.state import CommitmentView, IncidentView, PageState
from tests.pages import kitsune

STATES = (kitsune.quiet, kitsune.burning, kitsune.overdue, kitsune.solved, kitsune.reported)


@st.composite
def lives(draw: st.DrawFn) -> list[PageState]:
    """Some states of one page in the order of time, from minutes to days apart."""
    found = []
    at: datetime | None = None
    for version in range(1, draw(st.integers(2, 4)) + 1):
        state = draw(st.sampled_from(STATES))()
        at = max(at or state.built_at, state.built_at)
        at += timedelta(minutes=draw(st.sampled_from([0, 1, 59, 24 * 60, 40 * 24 * 60])))
        found.append(replace(state, built_at=at, version=version))
    return found


@settings(max_examples=8)
@given(lives())
def test_the_press_gives_the_same_bytes_as_a_whole_build(states: list[PageState]) -> None:
    press = Press()
    for state in states:
        assert press.build(state) == build(state)


def test_a_minute_later_what_is_over_is_the_same_file() -> None:
    now = kitsune.reported()
    later = replace(now, built_at=now.built_at + timedelta(minutes=1), version=now.version + 1)
    before, after = build(now), build(later)
    closed = [i.number for i in now.incidents if not i.is_open and i.report]
    assert closed
    for number in closed:
        for path in (f"incidents/{number}.html", f"ja/incidents/{number}.html"):
            assert before[path] == after[path]
    assert before["index.html"] != after["index.html"]


def test_what_is_over_is_not_rendered_again() -> None:
    press = Press()
    state = kitsune.reported()
    press.build(state)
    known = dict(press._settled[state.site.key])
    press.build(replace(state, built_at=state.built_at + timedelta(minutes=1)))
    again = press._settled[state.site.key]
    assert known
    assert all(again[key] is part for key, part in known.items())


def incident_of(state: PageState, number: int) -> IncidentView:
    return next(one for one in state.incidents if one.number == number)


def test_what_may_still_change_today_is_not_settled() -> None:
    burning, solved, reported = kitsune.burning(), kitsune.solved(), kitsune.reported()
    assert not is_settled(burning, incident_of(burning, 148)), "it is open"
    waiting = incident_of(solved, 148)
    assert not is_settled(solved, waiting), "its report is due"
    assert waiting.report_due_by
    day_after = waiting.report_due_by + timedelta(days=1)
    assert is_settled(replace(solved, built_at=day_after), waiting), "overdue since yesterday"
    assert not is_settled(replace(solved, built_at=waiting.report_due_by), waiting)
    assert is_settled(reported, incident_of(reported, 148))


def test_every_day_a_settled_page_says_how_things_stood_at_midnight() -> None:
    now = kitsune.reported()
    incident = incident_of(now, 141)
    tomorrow = replace(now, built_at=now.built_at + timedelta(days=1))
    for state in (now, tomorrow):
        part = settled(state, incident, zone="UTC")
        midnight = state.built_at.replace(hour=0, minute=0, second=0, microsecond=0)
        assert part.built_at == midnight
        assert settled(state, incident, zone="Asia/Tokyo").built_at == (
            midnight - timedelta(hours=9)
        )
    path = f"incidents/{incident.number}.html"
    assert build(now)[path] != build(tomorrow)[path]
    late = replace(incident, resolved_at=now.built_at - timedelta(minutes=1))
    assert settled(now, late, zone="UTC").built_at == late.resolved_at


def test_of_the_promises_after_an_incident_its_own_are_on_its_page_with_the_moment_they_were_kept() -> (
    None
):
    now = kitsune.reported()
    incident = incident_of(now, 148)
    own = CommitmentView(
        incident=148, text={"en": "A second database"}, due=now.built_at.date(),
        done_at=now.built_at - timedelta(minutes=5),
    )  # fmt: skip
    others = replace(own, incident=141)
    part = settled(replace(now, commitments=(own, others)), incident, zone="UTC")
    assert part.commitments == (own,)
    assert part.built_at == own.done_at
    assert part.incidents == (incident,)
    assert part.maintenances == ()
    assert part.version == 0


def test_pages_that_look_alike_do_not_share_what_is_settled() -> None:
    press, first = Press(), kitsune.reported()
    second = replace(first, site=replace(first.site, key="europe", company="Kitsune Europe"))
    press.build(first)
    assert press.build(second) == build(second)
    assert press.build(first) == build(first)
