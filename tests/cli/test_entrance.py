"""The door: help, mistakes, and who acts."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from noroshi.kernel.secret import Secret
from noroshi.storage import accounts, events
from tests.cast import World
from tests.cli.shell import YUKI, Fake, Shell


def test_help_names_every_group(bare: Shell) -> None:
    said = bare("--help")
    assert said.code == 0
    for word in ("plan", "incident", "review", "doctor", "token", "subscriber", "events", "jobs"):
        assert f"\n  {word} " in said.out


@pytest.mark.parametrize(
    "words",
    [["--bogus"], ["plan"], ["plan", "chekc"], ["incident", "show", "x"], ["incident", "draft", 1]],
)
def test_a_mistyped_command_says_what_is_wrong_and_ends_with_2(
    bare: Shell, words: list[object]
) -> None:
    said = bare(*words)
    assert said.code == 2
    assert "Traceback" not in said.err
    assert said.err or said.out


def test_without_an_installation_the_way_out_is_said(bare: Shell) -> None:
    said = bare("incident", "list")
    assert (said.code, said.out) == (2, "")
    assert said.err == "noroshi: Noroshi does not run here. Start it.\n"


@pytest.mark.django_db
def test_nobody_named_nobody_acts(shell: Shell) -> None:
    said = shell("incident", "withdraw", 1)
    assert said.code == 1
    assert "--as" in said.err


@pytest.mark.django_db
def test_mallory_is_not_in_the_plan(shell: Shell) -> None:
    said = shell("incident", "withdraw", 1, "--as", "mallory")
    assert said.code == 1
    assert "no person “mallory”" in said.err


@pytest.mark.django_db
def test_a_person_without_a_sign_in_cannot_be_acted_as(shell: Shell, world: World) -> None:
    User.objects.get(email=world.member(YUKI).email).delete()
    said = shell("incident", "withdraw", 1, "--as", YUKI)
    assert f"{YUKI} has no sign-in" in said.err
    assert said.code == 1


@pytest.mark.django_db
def test_a_closed_sign_in_acts_no_more(shell: Shell, world: World) -> None:
    User.objects.filter(email=world.member(YUKI).email).update(is_active=False)
    assert "closed" in shell("incident", "withdraw", 1, "--as", YUKI).err


@pytest.mark.django_db
def test_the_person_may_come_from_the_environment(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NOROSHI_PERSON", "mallory")
    assert "mallory" in shell("incident", "withdraw", 1).err


@pytest.mark.django_db
def test_the_log_says_that_it_was_done_at_the_terminal(shell: Shell) -> None:
    shell.done("token", "add", "prometheus")
    (event,) = events.latest(1)
    assert (event.actor, event.data["via"]) == ("shell", "cli")
    events.append(at=event.at, kind=event.kind, actor="x")
    assert "via" not in events.latest(1)[0].data


@pytest.mark.django_db
def test_a_token_is_shown_once_and_can_be_taken_away(shell: Shell) -> None:
    token = shell.done("token", "add", "prometheus").strip()
    assert accounts.ingest_source(Secret(token)) == "prometheus"
    assert token not in shell.done("token", "list")
    assert shell("token", "add", "prometheus").code == 1
    assert shell("token", "add", "two\nlines\x1b[2J").code == 1
    shell.done("token", "revoke", "prometheus")
    assert accounts.ingest_source(Secret(token)) is None
    assert shell("token", "revoke", "prometheus").code == 1


@pytest.mark.django_db
def test_people_are_listed_and_invited(shell: Shell, world: World) -> None:
    assert "communications manager" in shell.done("person", "list")
    assert "広報責任者" in shell.done("person", "list", "--lang", "ja")
    assert "sign-in already" in shell("person", "invite", YUKI).err
    User.objects.get(email=world.member(YUKI).email).delete()
    assert f"/join/{YUKI}/" in shell.done("person", "invite", YUKI)


def test_an_unknown_language_is_refused_with_those_there_are() -> None:
    said = Shell(Fake())("review", "import", __file__, "--lang", "fr")
    assert said.code == 1
    assert "en, ja" in said.err


@pytest.mark.django_db
def test_whoever_writes_to_customers_must_have_a_name(shell: Shell) -> None:
    for words in (
        ["declare", "--severity", 3],
        ["publish", 1],
        ["ask", 1],
        ["approve", 1],
        ["draft", 1, "--stage", "identified"],
    ):
        said = shell("incident", *words)
        assert said.code == 1
        assert "Nobody is named" in said.err
