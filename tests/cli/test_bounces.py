"""Returned mail and suppressed addresses at the terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from noroshi.storage import subscribers
from tests.cast import World
from tests.cli.shell import Shell
from tests.receipts.returned import BASE, postfix, signed
from tests.receipts.sent import sent

pytestmark = pytest.mark.django_db


def test_a_returned_mail_is_read_from_a_file_or_a_pipe(
    world: World, shell: Shell, tmp_path: Path
) -> None:
    one = sent(world)
    file = tmp_path / "one.eml"
    file.write_bytes(postfix(signed(world, one)))
    assert "recorded: 1" in shell.done("bounces", "read", file)
    piped = postfix(signed(world, one, 1), failed="rin1@reader.example").decode()
    assert "recorded: 1" in shell.done("bounces", "read", "-", typed=piped)
    assert [subscribers.get(who).suppressed for who in one.people] == ["bounced", "bounced", ""]
    listed = shell.done("bounces", "list")
    assert "5.1.1" in listed
    assert "reader.example" not in listed
    assert len(shell("bounces", "list", "--json").document) == 2


def test_a_forged_report_is_left_with_exit_code_1(
    world: World, shell: Shell, tmp_path: Path
) -> None:
    one = sent(world)
    file = tmp_path / "forged.eml"
    file.write_bytes(postfix(BASE))
    said = shell("bounces", "read", file, "--json")
    assert (said.code, said.document) == (1, {str(file): "left"})
    assert subscribers.get(one.people[0]).suppressed == ""


def test_an_address_is_suppressed_checked_and_lifted_by_hand(world: World, shell: Shell) -> None:
    one = sent(world)
    rin = "rin0@reader.example"
    assert shell("suppression", "check", rin).code == 0
    shell.done("suppression", "add", rin, "--reason", "Called us and asked", "--complained")
    assert subscribers.get(one.people[0]).suppressed == "complained"
    assert "already" in shell.done("suppression", "add", rin, "--reason", "Bounced by hand")
    assert shell("suppression", "check", rin.upper()).code == 1
    listed = shell.done("suppression", "list")
    assert "complained: 1" in listed
    assert "reader.example" not in listed
    assert shell("suppression", "lift", rin, "--reason", " ").code == 1
    shell.done("suppression", "lift", rin, "--reason", "Wants it back")
    assert subscribers.get(one.people[0]).suppressed == ""
    assert shell("suppression", "lift", rin, "--reason", "again").code == 1


@pytest.mark.parametrize("listen", ["", "2424", "127.0.0.1:x", "127.0.0.1:0", "127.0.0.1:99999"])
def test_an_address_to_listen_on_is_checked(shell: Shell, listen: str) -> None:
    said = shell("bounces", "serve", "--listen", listen)
    assert said.code == 1
    assert "127.0.0.1:2424" in said.err


def test_files_that_cannot_be_read_are_named(shell: Shell, tmp_path: Path) -> None:
    said = shell("bounces", "read", tmp_path / "nothing.eml")
    assert said.code == 1
    assert "nothing.eml" in said.err
