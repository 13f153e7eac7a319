"""The picture as a reader meets it: well-formed, self-contained, and saying the same in words."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, tzinfo
from html import unescape
from itertools import pairwise
from xml.parsers import expat
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from noroshi.domain.review.picture import picture
from noroshi.domain.review.words import EN, JA, PictureWords
from noroshi.domain.timeline import Dot, Lane, PromiseMark, Timeline
from tests.domain.review.scenes import at, dot, incident, lane, promise

BERLIN = ZoneInfo("Europe/Berlin")
CIRCLE = re.compile(r'class="enso( enso-max)?"')


def drawn(timeline: Timeline, words: PictureWords = EN, zone: tzinfo = UTC) -> str:
    found = picture(timeline, words, zone)
    expat.ParserCreate().Parse(found, True)
    return found


def told(found: str) -> str:
    return unescape(found.split('id="timeline-desc">')[1].split("</desc>")[0])


def circles(found: str) -> list[bool]:
    return [bool(match[1]) for match in CIRCLE.finditer(found)]


MOCK_UP = incident(
    lane(9, 29, 50, 71, 115, 134, resolved=152),
    lane(12, 32, 53, 74, 116, 135, resolved=153, key="x", name="X"),
    lane(14, 74, resolved=154, key="mail", name="E-mail customers", limit=None),
    resolved=152,
    identified=29,
    promises=[
        promise(33),
        promise(53),
        promise(73),
        promise(93, "missed", 115),
        promise(138),
        promise(158),
    ],
)


def test_gaps_are_circled_and_only_the_largest_wears_the_ember() -> None:
    assert sorted(circles(drawn(MOCK_UP))) == [False, True]


def test_the_picture_says_in_words_what_it_shows() -> None:
    assert told(drawn(MOCK_UP)) == (
        "Channels that spoke: 3. The first update came after 9 min. "
        "The largest gap is 44 min, on Status page, from 13:11 to 13:55. "
        "Gaps over the limit: 2. Promises kept: 5 of 6. The gap table has the same facts."
    )


def test_the_picture_speaks_japanese_in_japanese_time() -> None:
    found = drawn(MOCK_UP, JA, ZoneInfo("Asia/Tokyo"))
    assert "お知らせの経過、21:00から23:32まで（日本時間）" in found
    assert "21:33" not in told(found)
    assert "22:33の約束を" not in found
    assert "21:33" in found
    assert ">44分<" in found
    assert "6回中5回を遵守" in found
    assert "22:11から22:55までの44分です。" in told(found)


def test_a_missed_promise_has_a_cross_and_words_and_kept_ones_a_ring() -> None:
    found = drawn(MOCK_UP)
    assert found.count('class="kept"') == 5
    assert found.count('class="missed"') == 1
    assert ">13:33 missed by 22 min</text>" in found


def test_nothing_in_the_picture_needs_style_script_or_another_file() -> None:
    found = drawn(MOCK_UP)
    assert not re.search(r"\b(style|href|onload)=|<script|<use|url\(", found)


@pytest.mark.parametrize(
    "title", ["</title><script>alert(1)</script>", 'a" onload="b', "\x00\x1b[2J\ud800", "{0}{x}"]
)
def test_hostile_names_stay_text(title: str) -> None:
    page = Lane(key=title, name=title, cadence_note=title, dots=(dot(5, label=title),))
    found = drawn(incident(page, title=title))
    assert "<script" not in found
    assert 'onload="b' not in found


def test_an_open_incident_shows_now_and_what_is_due() -> None:
    promises = [promise(39), promise(75, "missed"), promise(110, "open")]
    found = drawn(incident(lane(9), resolved=None, now=100, promises=promises))
    assert ">Now</text>" in found
    assert ">Resolved</text>" not in found
    assert ">13:15 missed</text>" in found
    assert ">due 13:50</text>" in found
    assert "until now, 13:40" in found
    assert circles(found) == [True]


def test_cancelled_promises_are_not_drawn() -> None:
    found = drawn(incident(lane(9), promises=[promise(39, "cancelled")]))
    assert "Promises" not in found


def test_promises_without_a_verdict_are_not_counted_as_kept() -> None:
    found = drawn(incident(lane(9), resolved=None, now=30, promises=[promise(39, "open")]))
    assert "kept" not in found


def test_a_missed_promise_at_the_right_edge_has_its_words_on_the_left() -> None:
    promises = [promise(119, "missed", 120)]
    found = drawn(incident(lane(9, 40, 70, 95, resolved=120), promises=promises))
    assert re.search(r'text-anchor="end">13:59 missed by 1 min', found)


def test_words_of_promises_that_find_no_place_are_left_to_the_pointer() -> None:
    promises = [promise(minute, "missed", minute + 1) for minute in range(2, 90, 4)]
    found = drawn(incident(lane(9, resolved=120), promises=promises))
    assert 0 < found.count("missed-t") < found.count('class="missed"') <= len(promises)


def test_marks_of_promises_that_would_cover_each_other_give_way_to_the_missed_one() -> None:
    promises = [promise(30), promise(30.1, "missed", 40), promise(30.2)]
    found = drawn(incident(lane(9, resolved=120), promises=promises))
    assert (found.count('class="missed"'), found.count('class="kept"')) == (1, 0)


def test_messages_of_the_same_minute_are_one_larger_dot_with_their_number() -> None:
    found = drawn(incident(lane(9, 9, 9.1, 25, resolved=35), resolved=35))
    assert ">×3</text>" in found
    assert 'r="9"' in found


def test_numbers_of_crowded_dots_that_would_collide_are_left_out() -> None:
    crowded = [0.004 * step for step in range(300)]
    found = drawn(incident(lane(*crowded, resolved=5), resolved=5))
    assert 0 < found.count("×") < found.count('r="9"')


def test_a_gap_too_narrow_for_its_words_has_them_above() -> None:
    updates = range(20, 20 * 30, 20)
    page = lane(*updates, 620, resolved=640)
    found = drawn(incident(page, resolved=640))
    label = re.search(r'class="gap-t gap-max" x="[\d.]+" y="([\d.]+)"', found)
    rail = re.search(r'class="branch"[^>]+y1="([\d.]+)"', found)
    assert label is not None
    assert rail is not None
    assert float(label[1]) < float(rail[1]) - 30


def test_a_chain_of_narrow_gaps_has_one_circle_that_counts_them() -> None:
    page = lane(*range(31, 31 * 60, 31), resolved=31 * 60)
    found = drawn(incident(page, resolved=31 * 60))
    assert circles(found) == [True]
    assert "60 gaps, longest 31 min" in found


def test_words_above_circles_never_overlap() -> None:
    updates = [20 * step + (11 if step % 2 else 0) for step in range(1, 90)]
    found = drawn(incident(lane(*updates, resolved=1800), resolved=1800, now=2000))
    places = sorted(float(x) for x in re.findall(r'gap-t(?: gap-max)?" x="([\d.]+)"', found))
    assert len(places) < len(circles(found))
    assert all(right - left > 40 for left, right in pairwise(places))


def test_a_report_of_the_next_day_stands_in_its_own_column() -> None:
    page = lane(9, resolved=60)
    page = replace(page, dots=(*page.dots, dot(1300, "report", "Final report")))
    found = drawn(incident(page, resolved=60))
    assert ">Later</text>" in found
    assert ">13 Mar</text>" in found
    assert "13 Mar 09:40 · Final report" in found


def test_over_midnight_the_axis_names_the_days() -> None:
    found = drawn(incident(lane(9, resolved=900), resolved=900))
    assert ">12 Mar</text>" in found
    assert ">13 Mar</text>" in found
    assert ">13 Mar 03:00</text>" in found


def test_a_notice_that_stays_up_is_a_bar() -> None:
    def notice(*dots: Dot) -> str:
        return drawn(
            incident(Lane(key="app", name="In-app notice", form="standing", dots=dots, limit=None))
        )

    assert 'class="on"' in notice(dot(5), dot(100, "resolved"))
    assert 'class="on"' in notice(dot(5))
    assert 'class="on"' not in notice()


def test_internal_lanes_are_quiet_and_never_circled() -> None:
    chat = Lane(key="chat", name="Chat", dots=(dot(5, "internal"), dot(90, "internal")))
    found = drawn(incident(chat))
    assert 'class="branch-q"' in found
    assert found.count("dot-s") == 2
    assert circles(found) == []


def test_a_long_name_is_cut_and_kept_for_the_pointer() -> None:
    name = "お客さま向けメール（日本語と英語の両方の購読者）"
    found = drawn(incident(lane(9, name=name)))
    assert f"<title>{name}</title>" in found
    assert "…" in found


def test_how_many_people_a_message_was_for_is_told() -> None:
    page = Lane(key="page", name="Status page", dots=(dot(9, count=1980),))
    assert "12:09 · Update · 1,980" in drawn(incident(page))


def test_without_a_beginning_there_is_no_mark_for_it() -> None:
    found = drawn(incident(lane(9, resolved=60), alert=None, resolved=60))
    assert "First alert" not in found
    assert "How long the first update took is not known." in told(found)


def test_an_incident_of_which_nothing_was_said_is_drawn_nevertheless() -> None:
    found = drawn(incident(alert=None, resolved=None))
    assert "No channel has spoken." in told(found)
    assert "No gap is over the limit." in told(found)


def test_the_words_at_the_two_ends_stay_apart_in_the_shortest_incident() -> None:
    found = drawn(incident(lane(0, resolved=0.1), resolved=0.1))
    left, right = (float(x) for x in re.findall(r'class="head" x="([\d.]+)"', found))
    assert right - left > 70


def test_two_pictures_in_one_page_need_different_names() -> None:
    assert 'aria-labelledby="second-title second-desc"' in picture(
        MOCK_UP, EN, BERLIN, ident="second"
    )


MINUTE = st.integers(-3000, 6000)
LANES = st.lists(
    st.lists(st.builds(dot, MINUTE, st.sampled_from(["update", "report"]))), max_size=4
)
PROMISES = st.lists(
    st.builds(
        PromiseMark,
        due_at=MINUTE.map(at),
        state=st.sampled_from(["kept", "missed", "open", "cancelled"]),
        settled_at=st.none() | MINUTE.map(at),
    )
)


@settings(deadline=None, max_examples=50)
@given(LANES, PROMISES, st.none() | MINUTE, st.none() | MINUTE)
def test_whatever_happened_the_picture_is_well_formed_and_inside_its_frame(
    lanes: list[list[Dot]],
    promises: list[PromiseMark],
    alert: int | None,
    resolved: int | None,
) -> None:
    timeline = incident(
        *(Lane(key=str(n), name="X", dots=tuple(dots)) for n, dots in enumerate(lanes)),
        alert=alert,
        resolved=resolved,
        promises=promises,
    )
    found = drawn(timeline, JA, BERLIN)
    places = [float(x) for x in re.findall(r' (?:x|cx|x1|x2)="(-?[\d.]+)"', found)]
    assert all(0 <= place <= 1360 for place in places)
    assert circles(found).count(True) <= 1
