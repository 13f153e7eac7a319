"""Every shape in which a Statuspage history comes, and the ones that are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from noroshi.intake.histories import files, statuspage
from noroshi.kernel.errors import Invalid
from tests.intake.histories.bodies import PAGE, answer, incident, update, written

ONE = incident(update(0), update(90, "resolved"))


@pytest.mark.parametrize(
    "body",
    [
        answer(ONE),
        {"incidents": [ONE]},
        [ONE],
        ONE,
        {"meta": {}, "page": PAGE, "incident": ONE},
        {"page": PAGE, "status": {}, "components": [], "incidents": [ONE]},
        answer(ONE, scheduled_maintenances=None),
    ],
    ids=["answer", "incidents only", "list", "one", "webhook", "summary", "null list"],
)
def test_every_shape_of_a_history_is_read(tmp_path: Path, body: object) -> None:
    history = statuspage.read(written(tmp_path, body))
    assert [each.name for each in history.incidents] == ["Checkout fails"]


def test_a_folder_of_files_is_one_history_newest_first(tmp_path: Path) -> None:
    later = incident(update(500), id="inc2", name="Webhooks are late", started_at=None)
    written(tmp_path, ONE, "2026/one.json")
    written(tmp_path, answer(later), "two.json")
    written(tmp_path, "not JSON, not read", "README.md")
    history = statuspage.read(tmp_path)
    assert [each.name for each in history.incidents] == ["Webhooks are late", "Checkout fails"]
    assert history.page_name == "Kitsune Cloud"


def test_the_same_incident_in_two_captures_counts_once_in_its_last_state(tmp_path: Path) -> None:
    early = incident(update(0), status="investigating", resolved_at=None, updated_at=stamp_of(0))
    written(tmp_path, answer(ONE), "a.json")
    written(tmp_path, answer(early), "b.json")
    history = statuspage.read(tmp_path)
    assert [len(each.updates) for each in history.incidents] == [2]
    assert [(note.kind, note.count) for note in history.notes] == [("seen_again", 1)]


def stamp_of(minute: int) -> str:
    return f"2026-03-12T12:{minute:02}:00.000Z"


def test_incidents_without_an_id_are_all_kept(tmp_path: Path) -> None:
    nameless = incident(update(0), id=None)
    assert len(statuspage.read(written(tmp_path, [nameless, nameless])).incidents) == 2


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    file = written(tmp_path, answer(ONE))
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert len(statuspage.read(file).incidents) == 1


def test_exactly_fifty_incidents_look_cut(tmp_path: Path) -> None:
    fifty = [incident(update(0), id=f"inc{n}") for n in range(50)]
    notes = statuspage.read(written(tmp_path, fifty)).notes
    assert [(note.kind, note.count) for note in notes] == [("maybe_cut", 50)]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("{", "incidents.json:1:2"),
        ("", "incidents.json:1:1"),
        ("12", "neither an object nor a list"),
        ("null", "neither an object nor a list"),
        ("{}", "no key “incidents”"),
        ('{"months": []}', "no key “incidents”"),
        ('{"incidents": {}}', "incidents is not a list"),
        ('{"incident": 3}', "no key “incidents”"),
        ("[" * 200_000, "too large"),
        ("1" * 5000, "too large"),
    ],
)
def test_other_shapes_are_refused_with_file_and_place(tmp_path: Path, body: str, said: str) -> None:
    file = written(tmp_path, body)
    with pytest.raises(Invalid) as refused:
        statuspage.read(file)
    assert said in refused.value.why
    assert refused.value.field.startswith(str(file))
    assert "incidents.json" in refused.value.way_out


def test_an_empty_history_is_no_error(tmp_path: Path) -> None:
    history = statuspage.read(written(tmp_path, {"incidents": None}))
    assert (history.page_name, history.incidents) == ("", ())


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "incidents.json"
    file.write_bytes(b"\x89PNG\xff")
    with pytest.raises(Invalid, match="not UTF-8"):
        statuspage.read(file)


def test_a_missing_file_and_an_empty_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="cannot be read"):
        statuspage.read(tmp_path / "nowhere.json")
    with pytest.raises(Invalid, match=r"no \.json file"):
        statuspage.read(tmp_path)


def test_a_file_beyond_all_measure_is_refused_before_it_is_read(tmp_path: Path) -> None:
    file = tmp_path / "incidents.json"
    with file.open("wb") as sparse:
        sparse.truncate(files.LARGEST + 1)
    with pytest.raises(Invalid, match="larger than 128 MB"):
        statuspage.read(file)
