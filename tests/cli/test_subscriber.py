"""Taking over a list of subscribers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from noroshi.domain.channel import Channel
from noroshi.domain.events import EventKind
from noroshi.intake.subscribers.row import Bad, Row
from noroshi.intake.subscribers.rows import rows_in
from noroshi.storage import events, subscribers
from noroshi.storage.subscribers import SubscriberState
from tests.cli.shell import JONAS, Said, Shell

CONSENT = "Signed up on the old status page, 2024 to 2026"


def take_over(shell: Shell, tmp_path: Path, text: str, *more: object) -> Said:
    file = tmp_path / "list.csv"
    file.write_bytes(text.encode())
    words = ("subscriber", "import", file, "--audience", "customers", "--consent", CONSENT)
    return shell(*words, *more)


@pytest.mark.django_db
def test_rin_is_taken_over_with_the_proof_of_her_consent(shell: Shell, tmp_path: Path) -> None:
    text = (
        "Email,Language,Regions,Components\r\nrin@example.com,ja,europe asia-pacific,checkout\r\n"
    )
    said = take_over(shell, tmp_path, "\ufeff" + text)
    assert (said.code, said.out.split(".")[0]) == (0, "Added: 1")
    rin = subscribers.find(Channel.EMAIL, "rin@example.com", "customers")
    assert rin is not None
    assert (rin.state, rin.language) == (SubscriberState.CONFIRMED, "ja")
    assert rin.regions == ("europe", "asia-pacific")
    assert rin.consent["proof"] == CONSENT
    assert rin.consent["by"] == "shell"
    (event,) = events.latest(1)
    assert event.kind is EventKind.SUBSCRIBERS_IMPORTED
    assert "rin" not in str(event.data)


@pytest.mark.django_db
def test_whoever_unsubscribed_is_never_revived(shell: Shell, tmp_path: Path) -> None:
    take_over(shell, tmp_path, "email\nrin@example.com\n")
    rin = subscribers.find(Channel.EMAIL, "rin@example.com", "customers")
    assert rin is not None
    subscribers.save(replace(rin, state=SubscriberState.UNSUBSCRIBED))
    said = take_over(shell, tmp_path, "email\nRIN@example.com\nrin@EXAMPLE.com\n")
    assert said.code == 0
    assert "Unsubscribed, and left so: 1" in said.out
    assert "Twice in the list: 1" in said.out
    words = ("subscriber", "import", tmp_path / "list.csv", "--consent", CONSENT)
    assert "left so: 1" in shell.done(*words, "--audience", "it_admins")
    assert [row["state"] for row in subscribers.sizes()] == ["unsubscribed"]


@pytest.mark.django_db
def test_bad_rows_are_listed_by_line_and_the_others_are_taken(shell: Shell, tmp_path: Path) -> None:
    text = (
        "email,language,regions\n"
        "rin@example.com,en,\n"
        "\n"
        "not an address,en,\n"
        '=HYPERLINK("x"),en,\n'
        '"a@example.com\r\nBcc: b@example.com",en,\n'
        "fr@example.com,fr,\n"
        "mars@example.com,en,mars\n"
        "short@example.com\n"
        "RIN@example.com,en,\n"
        "hana@example.com,,europe\n"
    )
    said = take_over(shell, tmp_path, text, "--json")
    assert said.code == 1
    assert said.document["added"] == 2
    assert [bad["line"] for bad in said.document["refused"]] == [4, 5, 6, 8, 9, 10]
    again = take_over(shell, tmp_path, text)
    assert "list.csv:5: a cell begins like a formula" in again.err
    assert "Added: 0. Known before: 2." in again.out


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "must name the columns"),
        ("name\nRin\n", "must name the columns"),
        ("email,email\na@b.example,x\n", "must name the columns"),
        ("email,shoe size\na@b.example,1\n", "must name the columns"),
        ('email\n"never closed\n', "not CSV"),
        ("email\n" + "x" * 200_000, "not CSV"),
    ],
)
def test_a_file_that_is_no_list_is_refused_whole(
    shell: Shell, tmp_path: Path, text: str, told: str
) -> None:
    said = take_over(shell, tmp_path, text)
    assert said.code == 1
    assert told in said.err
    assert subscribers.sizes() == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "more",
    [
        ["--channel", "fax"],
        ["--audience", "everybody"],
        ["--consent", "yes"],
        ["--consent", "agreed\x1b[2J on paper"],
        ["--as", JONAS],
    ],
)
def test_without_the_right_or_the_proof_nobody_is_taken_over(
    shell: Shell, tmp_path: Path, more: list[str]
) -> None:
    said = take_over(shell, tmp_path, "email\nrin@example.com\n", *more)
    assert said.code == 1
    assert subscribers.sizes() == []


@pytest.mark.django_db
def test_a_file_that_is_not_text_is_refused(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_bytes(b"\xff\xfe\x00")
    words = ("subscriber", "import", tmp_path / "x.csv", "--audience", "customers")
    assert "not UTF-8" in shell(*words, "--consent", CONSENT).err


@pytest.mark.django_db
def test_counts_name_no_address(shell: Shell, tmp_path: Path) -> None:
    take_over(shell, tmp_path, "email\nrin@example.com\n")
    shown = shell.done("subscriber", "list", "--count")
    assert "customers" in shown
    assert "rin@" not in shown
    assert shell("subscriber", "list", "--json").document[0]["n"] == 1


def test_lines_are_counted_as_an_editor_does() -> None:
    rows = list(rows_in('email\n\n"a\nb@example.com"\nrin@example.com\n'))
    assert rows[0] == Bad(line=3, why="a cell has a line break or a control character")
    assert isinstance(rows[1], Row)
    assert (rows[1].line, rows[1].address) == (5, "rin@example.com")


def test_a_nul_spoils_its_row_only() -> None:
    (row,) = rows_in("email\na\0b@example.com\n")
    assert isinstance(row, Bad)


@pytest.mark.django_db
def test_a_list_goes_out_and_comes_in_through_pipes(shell: Shell, tmp_path: Path) -> None:
    take_over(shell, tmp_path, "email,language\nrin@example.com,ja\n")
    text = shell.done("subscriber", "export", "--audience", "customers")
    assert "rin@example.com" in text
    shell.done("subscriber", "erase", "rin@example.com", "--yes")
    words = ("subscriber", "import", "-", "--consent", CONSENT)
    said = shell(*words, "--dry-run", "--json", typed=text)
    assert said.document["verdicts"] == {"suppressed": 1}
    assert shell(*words, "--format", "cachet", typed=text).code == 1


@pytest.mark.django_db
def test_a_person_can_be_shown_unsubscribed_and_forgotten(shell: Shell, tmp_path: Path) -> None:
    take_over(shell, tmp_path, "email\nrin@example.com\n")
    (file,) = shell("subscriber", "show", "RIN@example.com").document
    assert file["consent"]["proof"] == CONSENT
    shell.done("subscriber", "unsubscribe", "rin@example.com", "--reason", "A letter")
    assert shell("subscriber", "show", "rin@example.com").document[0]["state"] == "unsubscribed"
    assert shell("subscriber", "show", "rin@example.com", "--as", JONAS).code == 1
    assert shell("subscriber", "erase", "rin@example.com", typed="n\n").code == 1
    assert "Erased: 1" in shell.done("subscriber", "erase", "rin@example.com", "--yes")
    assert shell("subscriber", "show", "rin@example.com").code == 1


@pytest.mark.django_db
def test_a_file_that_is_not_there_is_said(shell: Shell) -> None:
    said = shell(
        "subscriber", "import", "/no/such.csv", "--audience", "customers", "--consent", CONSENT
    )
    assert "cannot be read" in said.err
