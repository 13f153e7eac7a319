"""Whatever lies in a plan directory, the outcome is findings, never a crash."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from noroshi.planfile import load
from tests.planfile.workshop import OUTAGE, PAGE, PLAN, TEMPLATE, Workshop

BOMB = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "EMPTY"),
        (b"# nothing but a comment\n", "EMPTY"),
        (b"company: [\n", "YAML"),
        (b"company:\n\tname: x\n", "YAML"),
        (b"- a\n- b\n", "WRONG_TYPE"),
        (b"just text\n", "WRONG_TYPE"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "BINARY"),
        ("company: 狼煙".encode("utf-16"), "BINARY"),
        ("company: 狼煙".encode("shift_jis"), "ENCODING"),
        (b"a: 1\n---\nb: 2\n", "YAML"),
        (b"a: \x07\n", "YAML"),
        (b"a: !!python/object:os.system x\n", "TAG"),
        (b"a: !include /etc/passwd\n", "TAG"),
        (b"? [a, b]\n: c\n", "KEY"),
        (b"? {a: b}\n: c\n", "KEY"),
        (b"<<: {a: b}\n", "UNKNOWN_FIELD"),
        (b"a: " + b"[" * 5_000, "TOO_DEEP"),
        (b"a: " + b"[" * 30 + b"]" * 30, "TOO_DEEP"),
        (b"- " * 3_000 + b"x", "TOO_DEEP"),
        (BOMB.encode(), "ALIAS"),
        (b"a: &a {b: *a}\n", "ALIAS"),
        (b"x: y\n" * 70_000, "TOO_LARGE"),
        (b"x" * 1_000_001, "TOO_LARGE"),
        (b"%YAML 9.9\n---\na: b\n", "YAML"),
        (b"%FOO bar\n---\na: b\n", "UNKNOWN_FIELD"),
    ],
)
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_a_hostile_plan_file_gives_a_finding(plan: Workshop, content: bytes, code: str) -> None:
    plan.write("plan.yaml", content)
    loaded = plan.load()
    assert loaded.plan is None
    assert code in {finding.code for finding in loaded.findings}


def test_a_wrong_encoding_is_found_at_its_byte(plan: Workshop) -> None:
    plan.write("plan.yaml", PLAN.replace("Hana", "H\xe4na").encode("latin-1"))
    found = plan.one("ENCODING")
    assert (found.line, found.column) == (plan_line("name: Hana"), 12)


def plan_line(piece: str) -> int:
    return PLAN[: PLAN.index(piece)].count("\n") + 1


def test_a_byte_order_mark_and_windows_lines_are_fine(plan: Workshop) -> None:
    plan.write("plan.yaml", b"\xef\xbb\xbf" + PLAN.replace("\n", "\r\n").encode())
    assert plan.findings() == ()


def test_there_is_no_directory_or_no_plan(tmp_path: Path) -> None:
    assert [f.code for f in load(tmp_path / "nowhere").findings] == ["NO_PLAN"]
    assert [f.code for f in load(tmp_path).findings] == ["NO_PLAN"]


def test_a_link_to_itself_is_a_finding(plan: Workshop) -> None:
    (plan.root / PAGE).unlink()
    (plan.root / PAGE).symlink_to(PAGE.rsplit("/", 1)[1])
    assert plan.one("UNREADABLE").file == PAGE


def test_a_folder_that_contains_itself_is_not_followed(plan: Workshop) -> None:
    (plan.root / OUTAGE / "templates" / "loop").symlink_to("..")
    assert plan.load().plan is not None


def test_a_link_out_of_the_plan_is_refused(plan: Workshop, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text(TEMPLATE)
    (plan.root / PAGE).unlink()
    (plan.root / PAGE).symlink_to(tmp_path / "secret.md")
    assert plan.one("LINK_OUTSIDE").file == PAGE


def test_a_link_inside_the_plan_is_fine(plan: Workshop) -> None:
    (plan.root / PAGE).rename(plan.root / "words.md")
    (plan.root / PAGE).symlink_to(plan.root / "words.md")
    assert plan.load().plan is not None


def test_a_pipe_is_not_waited_for(plan: Workshop) -> None:
    (plan.root / PAGE).unlink()
    os.mkfifo(plan.root / PAGE)
    assert plan.one("NOT_A_FILE").file == PAGE


def test_a_folder_named_like_a_template_is_ignored(plan: Workshop) -> None:
    (plan.root / PAGE).unlink()
    (plan.root / PAGE).mkdir()
    assert plan.one("NO_TEMPLATE")


def test_too_many_files_are_not_read(plan: Workshop, tmp_path: Path) -> None:
    for number in range(5_001):
        (plan.root / f"{number}.txt").touch()
    assert plan.one("TOO_MANY_FILES")


@pytest.mark.parametrize("name", ["persons.yaml", "peple.yaml", "plan.yml"])
def test_a_yaml_file_that_is_no_section_is_an_error(plan: Workshop, name: str) -> None:
    plan.write(name, "- a\n")
    assert plan.one("UNKNOWN_FILE").file == name


def test_a_section_may_have_its_own_file_and_keeps_its_places(plan: Workshop) -> None:
    start, end = PLAN.index("people:\n"), PLAN.index("roles:")
    plan.write("plan.yaml", PLAN[:start] + PLAN[end:])
    plan.write("people.yaml", PLAN[start + len("people:\n") : end])
    assert plan.load().require().people[1].name == "Taro"
    plan.swap("taro@kitsune-cloud.example", "taro", file="people.yaml")
    found = plan.one("EMAIL")
    assert (found.file, found.line) == ("people.yaml", 8)


def test_a_section_in_two_files_is_an_error(plan: Workshop) -> None:
    plan.write("regions.yaml", "- {key: europe, name: {en: Europe}}\n")
    assert plan.one("DUPLICATE_SECTION").file == "regions.yaml"


def test_an_empty_section_file_is_an_error(plan: Workshop) -> None:
    start, end = PLAN.index("regions:\n"), PLAN.index("components:")
    plan.write("plan.yaml", PLAN[:start] + PLAN[end:])
    plan.write("regions.yaml", "")
    assert plan.one("EMPTY").file == "regions.yaml"


def test_a_scenario_folder_needs_its_file_and_a_plain_name(plan: Workshop) -> None:
    plan.write("scenarios/Bad Name/notes.txt", "x")
    codes = {finding.code for finding in plan.findings()}
    assert {"KEY", "NO_SCENARIO_FILE"} <= codes


def test_a_plan_without_scenarios_is_an_error(plan: Workshop) -> None:
    (plan.root / "scenarios").rename(plan.root.parent / "elsewhere")
    assert plan.one("NO_SCENARIO")


def test_a_template_that_is_too_long_is_an_error(plan: Workshop) -> None:
    plan.write(PAGE, TEMPLATE + "x" * 64_000)
    assert plan.one("TOO_LARGE").file == PAGE


def test_terminal_codes_in_a_plan_never_reach_the_terminal(plan: Workshop) -> None:
    plan.swap("Europe/Berlin", '"\\e[31mRed"')
    assert not [f for f in plan.findings() if "\x1b" in str(f)]


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    content=st.one_of(
        st.binary(max_size=200),
        st.text(alphabet="ab:-[]{}&*!|>%@`#?, \n\t'\"0~<", max_size=60).map(str.encode),
    )
)
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_no_bytes_crash_the_reader(plan: Workshop, content: bytes) -> None:
    plan.write("plan.yaml", content)
    plan.write(PAGE, content)
    loaded = plan.load()
    assert loaded.plan is None
    assert loaded.findings
