"""``noroshi guard``: for a person at a terminal, and for other tools. (R9)"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from noroshi.cli.guard_pages import pages
from noroshi.domain.guardrails.catalogue import CATALOGUE, CODES
from noroshi.domain.guardrails.examples import examples
from noroshi.planfile import sample_directory
from tests.cli.shell import Said, Shell

REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "guardrails"
GOOD = """---
subject: Some card payments in Europe fail
---
We are sorry that some card payments in Europe fail since 14:02 CET. Customers see an error.
We do not know a workaround yet.

The next update follows by 15:15 CET.
"""


def checked(shell: Shell, file: Path, *words: str, **kinds: str) -> Said:
    wanted = {"channel": "email", "audience": "customers", "lang": "en"} | kinds
    options = [word for name, value in wanted.items() for word in (f"--{name}", value)]
    return shell("guard", "check", str(file), *options, *words)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "update.md"
    path.write_text(GOOD, encoding="utf-8")
    return path


def test_a_good_text_passes_with_the_plan_of_a_directory(bare: Shell, file: Path) -> None:
    said = checked(bare, file, "--plan", str(sample_directory()))
    assert (said.code, said.out.strip()) == (0, "Nothing found.")


def test_the_command_of_the_readme_needs_no_installation(file: Path, tmp_path: Path) -> None:
    """In a process of its own: here, Django is set up by whoever ran before."""
    kind = ["--channel", "email", "--audience", "customers", "--lang", "en"]
    words = ["guard", "check", str(file), *kind, "--plan", str(sample_directory())]
    done = subprocess.run(  # noqa: S603 - ourselves
        [Path(sys.prefix) / "bin" / "noroshi", *words],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "NOROSHI_DATA_DIR": str(tmp_path / "none")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stderr


def test_a_blank_is_told_with_line_and_column_of_the_file(bare: Shell, file: Path) -> None:
    file.write_text(GOOD + "Call XX:XX.\n", encoding="utf-8")
    said = checked(bare, file)
    assert said.code == 1
    assert f"{file}:8:6: block blank: A blank is not filled: XX:XX" in said.out


def test_a_slip_in_the_subject_is_told_as_such(bare: Shell, file: Path) -> None:
    file.write_text(GOOD.replace("Some card", "[NAME] card"), encoding="utf-8")
    assert f"{file}:2 (subject 1): block blank" in checked(bare, file).out


def test_without_a_plan_the_text_is_judged_and_that_is_said(bare: Shell, file: Path) -> None:
    said = checked(bare, file)
    assert "Checked without a plan" in said.err
    assert checked(bare, file, "--json").document["with_plan"] is False


def test_advice_does_not_fail_a_check(bare: Shell, file: Path) -> None:
    document = checked(bare, file, "--json").document
    assert document["blocks"] is False


def test_a_wrong_promise_is_a_block(bare: Shell, file: Path) -> None:
    assert checked(bare, file, "--next-update", "15:15 CET").code == 0
    assert checked(bare, file, "--next-update", "16:00 CET").code == 1


def test_windows_line_ends_and_a_byte_order_mark_change_nothing(bare: Shell, file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbf" + (GOOD + "XX:XX\n").replace("\n", "\r\n").encode())
    assert f"{file}:8:1: block blank" in checked(bare, file).out


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"\xff\xfe\x00", "is not UTF-8"), (b"a" * 2_000_001, "has more than 2 MB")],
)
def test_a_file_that_cannot_be_judged_is_refused(
    bare: Shell, file: Path, content: bytes, says: str
) -> None:
    file.write_bytes(content)
    said = checked(bare, file)
    assert said.code == 1
    assert says in said.err


def test_a_missing_file_and_an_unknown_stage_are_refused(bare: Shell, file: Path) -> None:
    assert "cannot be read" in checked(bare, file.with_name("none.md")).err
    assert "There is no stage “later”" in checked(bare, file, stage="later").err


def test_the_rules_are_listed(bare: Shell) -> None:
    assert {rule["code"] for rule in bare("guard", "rules", "--json").document} == CODES
    assert "firm" in bare("guard", "rules").out


def test_the_reference_pages_are_those_of_the_rules() -> None:
    """Written by ``noroshi guard rules --pages docs/reference/guardrails``."""
    there = {path.name: path.read_text(encoding="utf-8") for path in REFERENCE.glob("*.md")}
    assert there == pages()


def test_every_page_shows_a_bad_and_a_good_example() -> None:
    for rule in CATALOGUE:
        assert {one.good for one in examples(rule)} == {True, False}, rule.code
