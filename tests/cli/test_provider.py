"""``noroshi provider``: secrets come in by file or standard input, and never come out."""

from __future__ import annotations

from pathlib import Path

import pytest

from noroshi.actions.queries.provider_accounts import account_named, settings_of
from noroshi.actions.report_results import report_results
from noroshi.actions.try_provider import trial_ended, trial_of
from tests.actions.accounts import DOWN, PASSWORD
from tests.cast import World
from tests.cli.shell import INES, Shell

pytestmark = pytest.mark.django_db
ADD = ("provider", "add", "first", "--kind", "smtp", "--setting", "host=mx.kitsune.example")


def password(world: World) -> str:
    return settings_of(world.context, account_named(world.context, "first").account)["password"]


def test_a_secret_is_read_from_the_standard_input_or_a_file(
    shell: Shell, world: World, tmp_path: Path
) -> None:
    said = shell(*ADD, "--secret-file", "password=-", "--rate", "14", "--json", typed=PASSWORD)
    assert said.code == 0, said
    assert PASSWORD not in said.out + said.err
    assert said.document["rate_per_second"] == 14
    assert password(world) == PASSWORD
    (tmp_path / "new").write_text("another one\n")
    shell.done("provider", "set", "first", "--secret-file", f"password={tmp_path / 'new'}")
    assert password(world) == "another one"
    assert "another one" not in shell.done("provider", "list", "--json")


def test_a_secret_on_the_command_line_is_refused(shell: Shell) -> None:
    said = shell(*ADD, "--setting", f"password={PASSWORD}")
    assert said.code != 0
    assert "--secret-file" in said.err
    assert PASSWORD not in said.err
    assert shell(*ADD, "--setting", "port").code != 0


def test_an_account_is_changed_paused_and_removed(shell: Shell, world: World) -> None:
    shell.done(*ADD)
    shell.done("provider", "set", "first", "--weight", "0", "--setting", "port=25")
    account = account_named(world.context, "first").account
    assert (account.weight, account.settings["port"]) == (0, "25")
    assert account.settings["host"] == "mx.kitsune.example"
    assert "reserve" in shell.done("provider", "list")
    shell.done("provider", "disable", "first")
    assert "paused by hand" in shell.done("provider", "list")
    shell.done("provider", "enable", "first")
    assert shell("provider", "set", "first", "--weight", "5", "--as", INES).code == 1
    shell.done("provider", "remove", "first", "--yes")
    assert "first" not in shell.done("provider", "list")


def test_the_list_says_what_is_down_and_when_it_is_tried_again(shell: Shell, world: World) -> None:
    shell.done(*ADD)
    report_results(world.context, "first", DOWN)
    said = shell.done("provider", "list")
    assert "DOWN since 13:02 UTC, next probe 13:02:30 UTC: 421 closing the channel" in said
    assert shell("provider", "list", "--json").document[0]["circuit"] == "open"


def test_a_test_shows_the_answer_or_why_there_is_none(shell: Shell, world: World) -> None:
    shell.done(*ADD)
    assert "No answer yet" in shell.done("provider", "test", "first", "a@b.example", "--wait", "0")
    trial = trial_of(world.context, "first")
    assert trial
    assert trial.address == "a@b.example"
    trial_ended(world.context, "first", failure="535 no")
    assert trial_of(world.context, "first") is None
    assert shell("provider", "list", "--json").document[0]["test"]["failure"] == "535 no"
    assert shell("provider", "test", "first", "nowhere", "--wait", "0").code == 1


def test_the_kinds_are_listed_with_their_settings(shell: Shell) -> None:
    assert "host" in shell.done("provider", "kinds")
    fields = shell("provider", "kinds", "--json").document["smtp"]
    assert {"name": "password", "required": False, "secret": True, "of": []} in fields


def test_secrets_are_sealed_anew(shell: Shell) -> None:
    shell.done(*ADD, "--secret-file", "password=-", typed=PASSWORD)
    assert shell("provider", "rotate-key", "--json").document == {"sealed": 1}
