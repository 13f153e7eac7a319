"""Files that mean harm, or are broken: refused in a sentence or taken harmlessly, and soon."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from noroshi.intake.histories.foreign import ForeignPage
from noroshi.intake.histories.shapes import taken
from noroshi.kernel.errors import Invalid
from tests.cast import World
from tests.cli.shell import YUKI, Fake, Shell
from tests.importing.files import ATOM, CACHET, CSTATE, incident, statuspage, update

NOW = datetime(2026, 3, 12, 13, 2, tzinfo=UTC)
SOON = 5.0
"""Seconds: a bomb would take the memory of the machine long before."""


def read(shape: str, file: Path) -> ForeignPage:
    return taken(shape, file, now=NOW, zone=UTC)


def file_of(folder: Path, name: str, content: str | bytes) -> Path:
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04" + b"\0" * 64, b'{"incidents": [{"id": "a", ', b"\xff\xfe<\0f\0", b"null"],
)
def test_what_is_no_history_is_refused_by_name_or_left_out(tmp_path: Path, content: bytes) -> None:
    file = file_of(tmp_path, "history.json", content)
    for shape in ("statuspage", "cachet", "atom"):
        with pytest.raises(Invalid, match=r"history\.json|File 1"):
            read(shape, file)
    page = read("cstate", file)
    assert page.incidents == ()
    assert page.left_out


def test_a_folder_without_a_feed_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match=r"no \.atom or \.xml file"):
        read("atom", tmp_path)


def test_a_file_of_200_megabytes_is_refused_before_it_is_read(tmp_path: Path) -> None:
    for shape, name in (("statuspage", "h.json"), ("cachet", "h.json"), ("atom", "h.atom")):
        file = tmp_path / name
        with file.open("wb") as stream:
            stream.truncate(200 * 1024 * 1024)
        begun = time.monotonic()
        with pytest.raises(Invalid, match="larger than"):
            read(shape, file)
        assert time.monotonic() - begun < 1


def test_a_format_of_another_product_is_refused_with_what_to_do(tmp_path: Path) -> None:
    own = {"name": "Slow", "impact": "major", "updates": [{"content": "x", "status": "resolved"}]}
    with pytest.raises(Invalid, match="no key “incidents”") as refused:
        read("statuspage", file_of(tmp_path, "slow.json", json.dumps(own)))
    assert "docs/import.md" in refused.value.way_out


@pytest.mark.parametrize(
    "changed",
    [
        {"id": 7, "name": ["x"], "impact": {}, "status": None},
        {"components": "x", "incident_updates": [update("resolved", "2026-03-01T12:00:00Z", "x"), 3]},
        {"components": [{"id": "a", "group_id": "b"}, {"name": {"a": 1}}, None]},
        {"started_at": "0001-01-01T00:00:00+14:00"},
        {"resolved_at": "9999-12-31T23:59:59-12:00"},
        {"shortlink": "javascript:alert(1)//" + "x" * 9_000, "name": "x" * 9_000},
        {"name": "\0\ud800<script>"},
    ],
)  # fmt: skip
def test_wrong_types_and_extreme_values_stop_nothing(
    tmp_path: Path, changed: dict[str, object]
) -> None:
    page = read("statuspage", statuspage(tmp_path, incident(1, **changed), incident(2)))
    assert "abc2" in {one.id for one in page.incidents}
    assert all(one.started_at.year > 1990 for one in page.incidents)
    assert all(one.ended_at <= NOW for one in page.incidents)


@pytest.mark.parametrize(("year", "why"), [(1970, "no page"), (2200, "lies ahead")])
def test_times_that_cannot_be_are_left_out_and_said(tmp_path: Path, year: int, why: str) -> None:
    told = incident(
        started_at=f"{year}-03-01T09:58:00Z",
        resolved_at=f"{year}-03-01T12:00:00Z",
        incident_updates=[update("resolved", f"{year}-03-01T12:00:00Z", "Over.")],
    )
    page = read("statuspage", statuspage(tmp_path, told))
    assert page.incidents == ()
    assert why in page.left_out[0].why


def test_a_start_long_before_the_first_word_is_not_believed(tmp_path: Path) -> None:
    page = read("statuspage", statuspage(tmp_path, incident(started_at="1970-01-01T00:00:00Z")))
    assert page.incidents[0].started_at == datetime(2026, 3, 1, 10, tzinfo=UTC)
    assert any("began" in note.why for note in page.notes)


def test_the_same_id_twice_is_taken_once_and_said(tmp_path: Path) -> None:
    (tmp_path / "issues" / "ja").mkdir(parents=True)
    file_of(tmp_path / "issues", "slow.md", CSTATE)
    file_of(tmp_path / "issues" / "ja", "slow.md", CSTATE)
    page = read("cstate", tmp_path)
    assert len(page.incidents) == 1
    assert "same id" in page.left_out[0].why
    twice = {**CACHET, "data": [*CACHET["data"], *CACHET["data"]]}  # type: ignore[misc]
    once = read("cachet", file_of(tmp_path, "once.json", json.dumps(CACHET)))
    both = read("cachet", file_of(tmp_path, "twice.json", json.dumps(twice)))
    assert len(once.incidents) == len(both.incidents)


def _aliases(depth: int) -> str:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, depth)]
    return "\n".join([*lines, f"affected: *a{depth - 1}"])


def _merges(depth: int) -> str:
    lines = ["m0: &m0 {k: 1}"]
    lines += [f"m{n}: &m{n} {{<<: [*m{n - 1}, *m{n - 1}, *m{n - 1}]}}" for n in range(1, depth)]
    return "\n".join(lines)


@pytest.mark.parametrize(
    "head", [_aliases(12), _merges(24), "a: " + "[" * 5_000, "a: " + "{b: " * 2_000, "<<: *no"]
)
def test_a_bomb_of_yaml_does_not_go_off(tmp_path: Path, head: str) -> None:
    text = CSTATE.replace("title:", f"{head}\ntitle:", 1)
    begun = time.monotonic()
    read("cstate", file_of(tmp_path, "bomb.md", text))
    assert time.monotonic() - begun < SOON


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_bomb_of_entities_does_not_go_off(tmp_path: Path, encoding: str) -> None:
    entities = '<!ENTITY e0 "ha">' + "".join(
        f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 20)
    )
    text = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [{entities}]>'
    text += ATOM.partition("?>")[2].replace("Incident with Checkout", "&e19;")
    begun = time.monotonic()
    with pytest.raises(Invalid):
        read("atom", file_of(tmp_path, "bomb.atom", text.encode(encoding)))
    assert time.monotonic() - begun < SOON


@pytest.mark.parametrize("depth", [200_000])
def test_nesting_without_end_is_refused_or_flattened(tmp_path: Path, depth: int) -> None:
    with pytest.raises(Invalid):
        read("statuspage", file_of(tmp_path, "deep.json", "[" * depth))
    body = "<div><b>" * 5_000 + "x"
    told = incident(incident_updates=[update("resolved", "2026-03-01T12:00:00Z", body)])
    begun = time.monotonic()
    page = read("statuspage", statuspage(tmp_path, told))
    assert "x" in page.incidents[0].updates[0].body
    assert time.monotonic() - begun < SOON


@pytest.mark.django_db
def test_the_command_says_what_is_wrong_and_no_trace(world: World, tmp_path: Path) -> None:
    shell = Shell(Fake(world=world.context))
    odd = tmp_path / "issues"
    odd.mkdir()
    # A name that is no UTF-8, as old disks have them.
    (Path(str(odd)) / "caf\udce9.md").write_text(CSTATE, encoding="utf-8")
    said = shell("import", "cstate", odd, "--as", YUKI)
    assert (said.code, "Incidents: 1" in said.out) == (0, True), said
    for content in ("", "{", '{"incidents": 3}'):
        refused = shell("import", "statuspage", file_of(tmp_path, "x.json", content), "--as", YUKI)
        assert refused.code == 1
        assert "Traceback" not in refused.err
