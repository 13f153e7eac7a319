"""Building only what a change touches gives the same bytes as building everything."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from noroshi.pages.build import build
from noroshi.pages.press import Press
from noroshi.pages.state import PageState
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
