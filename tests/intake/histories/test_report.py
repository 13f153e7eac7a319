"""A foreign history measured, told to people in two languages, and given to machines."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import timedelta
from pathlib import Path
from typing import get_args

from noroshi.domain.review.overall import LeftOut
from noroshi.intake.histories import statuspage
from noroshi.intake.histories.export import exported
from noroshi.intake.histories.measure import timeline
from noroshi.intake.histories.model import History, NoteKind, UnreadableReason
from noroshi.intake.histories.rows import report
from noroshi.intake.histories.words import EN, JA, WORDS, HistoryWords
from tests.intake.histories.bodies import answer, incident, stamp, update, written

STAMPED = incident(update(0), update(44, "identified"), update(60, "resolved"))
TIMED = incident(update(9), update(30, "resolved"), id="inc2", started_at=stamp(0), impact="minor")
AFTERWARDS = incident(update(0, "resolved", created_at=stamp(9000)), id="inc3")
PLANNED = incident(
    update(-4000, "scheduled"), update(0, "completed"), id="m1", impact="maintenance"
)
SINGLE = incident(update(5, "resolved"), id="inc4", started_at=None)


def history(folder: Path, *incidents: object) -> History:
    return statuspage.read(written(folder, answer(*incidents)))


def test_a_first_update_that_nobody_can_time_is_not_known_and_never_zero(tmp_path: Path) -> None:
    found = report(history(tmp_path, STAMPED, SINGLE), EN)
    assert [row[4] for row in found.incidents.rows] == ["not known", "not known"]
    assert any(line.startswith("Time to first update: not known.") for line in found.sentences)


def test_where_some_starts_are_known_it_is_said_how_many(tmp_path: Path) -> None:
    found = report(history(tmp_path, STAMPED, TIMED), EN)
    assert "Time to first update is known for 1 of 2 incidents." in " ".join(found.sentences)
    assert found.groups.rows[0][-1] == "9 min"


def test_where_every_start_is_known_nothing_needs_to_be_said(tmp_path: Path) -> None:
    assert report(history(tmp_path, TIMED), EN).sentences == (
        "Kitsune Cloud. Incidents: 1, updates: 2. A gap is more than 30 min.",
    )


def test_maintenance_and_incidents_written_afterwards_are_counted_and_left_out(
    tmp_path: Path,
) -> None:
    found = report(history(tmp_path, STAMPED, AFTERWARDS, PLANNED), EN)
    assert found.groups.rows[0][:3] == ("All", "1", "3")
    assert (
        "Not in the figures: written a day or more after the fact 1, maintenance 1."
    ) in found.sentences
    assert {row[-1] for row in found.incidents.rows} == {"", "Written afterwards", "Maintenance"}


def test_incidents_written_afterwards_can_be_counted_on_request(tmp_path: Path) -> None:
    found = exported(history(tmp_path, STAMPED, AFTERWARDS, PLANNED), backfilled="count")
    assert found["left_out"] == {"backfilled": 0, "maintenance": 1}
    assert found["backfilled"] == "count"


def test_the_limit_can_be_another(tmp_path: Path) -> None:
    found = exported(history(tmp_path, STAMPED), limit=timedelta(minutes=60))
    assert found["limit_s"] == 3600
    assert "'with_gap': 0" in str(found["overall"])


def test_a_history_in_japanese(tmp_path: Path) -> None:
    found = report(history(tmp_path, STAMPED, "broken"), JA)
    assert found.sentences[0] == (
        "Kitsune Cloud：障害1件、お知らせ3件。30分を超える間隔を空白とします。"
    )
    assert found.incidents.rows[0][2:6] == ("重度", "3", "不明", "44分")
    assert found.unreadable[0].endswith("incidents[1]: オブジェクトではありません")


def test_oddities_are_told(tmp_path: Path) -> None:
    odd = incident(update(0, "pondering"), impact="unheard of")
    found = report(history(tmp_path, odd), EN)
    assert "Unknown value, kept as it is: status: pondering (found 1 ×)." in found.sentences
    assert found.groups.rows[-1][0] == "unheard of"


def test_every_row_has_a_cell_for_every_column(tmp_path: Path) -> None:
    for words in WORDS.values():
        found = report(history(tmp_path, STAMPED, SINGLE), words)
        for table in (found.groups, found.incidents):
            assert {len(row) for row in table.rows} == {len(table.columns)}


def test_a_page_without_a_name_and_without_incidents(tmp_path: Path) -> None:
    found = report(statuspage.read(written(tmp_path, [])), EN)
    assert found.sentences[0].startswith("Unnamed page. Incidents: 0")
    assert found.groups.rows[0][3] == "not known"


def test_machines_get_a_stable_shape_with_null_for_what_is_not_known(tmp_path: Path) -> None:
    found = json.loads(json.dumps(exported(history(tmp_path, STAMPED, SINGLE, 3))))
    assert found["schema"] == "noroshi.review.history/1"
    assert (found["page"], found["incidents"], found["updates"]) == ("Kitsune Cloud", 2, 4)
    assert found["overall"] == {
        "incidents": 2,
        "updates": 4,
        "single_update": 1,
        "single_update_share": 0.5,
        "with_gap": 1,
        "with_gap_share": 1.0,
        "first_update": {"count": 0, "median_s": None, "p90_s": None, "max_s": None},
        "largest_gap": {"count": 1, "median_s": 2640, "p90_s": 2640, "max_s": 2640},
    }
    assert list(found["by_year"]) == ["2026"]
    assert list(found["by_impact"]) == ["major"]
    assert found["per_incident"][0]["largest_gap_s"] is None
    assert found["per_incident"][1]["start"] == "stamped"
    assert found["unreadable"][0]["reason"] == "not_an_object"


def test_an_imported_incident_becomes_a_timeline_that_can_be_drawn(tmp_path: Path) -> None:
    (found,) = history(tmp_path, STAMPED).incidents
    drawn = timeline(found, lane_name="Status page")
    assert drawn.started_at is None
    assert drawn.identified_at == drawn.lanes[0].dots[1].at
    assert [dot.kind for dot in drawn.lanes[0].dots] == ["update", "update", "resolved"]
    (timed,) = history(tmp_path, TIMED).incidents
    assert timeline(timed, lane_name="Status page").started_at == timed.started_at


def test_every_note_and_reason_has_words_in_both_languages() -> None:
    for words in WORDS.values():
        assert set(words.notes) == set(get_args(NoteKind))
        assert set(words.unreadable) == set(get_args(UnreadableReason))
        assert set(words.left_out) == set(get_args(LeftOut))


def test_both_languages_fill_the_same_blanks() -> None:
    def blanks(words: HistoryWords) -> dict[str, set[str]]:
        texts = {each.name: getattr(words, each.name) for each in fields(words)}
        texts |= {f"note {kind}": text for kind, text in words.notes.items()}
        return {
            name: {part.split("}")[0] for part in text.split("{")[1:]}
            for name, text in texts.items()
            if isinstance(text, str)
        }

    assert blanks(EN) == blanks(JA)
