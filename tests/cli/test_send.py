"""Trying a delivery, taking over, the audit and the doctor's words about delivery."""

from __future__ import annotations

from pathlib import Path

import pytest

from noroshi.actions.note_alive import note_alive
from noroshi.actions.run_audit import run_audit
from noroshi.domain.channel import Channel
from noroshi.storage import ledger, sending_right, subscribers
from noroshi.storage.subscribers import SubscriberState
from tests.actions.steps import SOFIE, YUKI, drafted, opened, reader, said
from tests.cast import World
from tests.cli.shell import Shell

pytestmark = pytest.mark.django_db


def everybody(world: World) -> None:
    """Three who would get it, and one for each reason not to."""
    at = world.clock.now()
    for number in range(3):
        reader(f"rin{number}@reader.example", at=at)
    reader("kai@reader.example", at=at, language="ja")
    reader("new@reader.example", at=at, state=SubscriberState.PENDING)
    reader("gone@reader.example", at=at, state=SubscriberState.UNSUBSCRIBED)
    suppress(reader("back@reader.example", at=at).id)
    reader("asia@reader.example", at=at, regions=("asia",))
    reader("fr@reader.example", at=at, language="fr")
    reader("https://hook.example/", at=at, channel=Channel.WEBHOOK)


def test_a_dry_run_says_who_would_get_what_and_why_others_not(shell: Shell, world: World) -> None:
    everybody(world)
    drafted(world, opened(world))
    found = shell("send", "--dry-run", 1, "--json").document
    (mail,) = (
        outlet
        for outlet in found["outlets"]
        if (outlet["audience"], outlet["channel"]) == ("customers", "email")
    )
    assert {text["language"]: text["people"] for text in mail["texts"]} == {"en": 3, "ja": 1}
    assert {one["reason"]: one["people"] for one in mail["left_out"]} == {
        "not_confirmed": 1,
        "unsubscribed": 1,
        "bounced": 1,
        "other_region": 1,
        "no_text": 1,
    }
    assert found["people"] == 5
    said_all = shell.done("send", "--dry-run", 1)
    assert "E-mail to customers: 4" in said_all
    assert "waits for" in said_all
    assert "NO ACCOUNT" in said_all
    assert "配信停止済みです。" in shell.done("send", "--dry-run", 1, "--lang", "ja")
    for address, words in {
        "RIN1@reader.example": "customers, email, en: “",
        "gone@reader.example": "nothing. Unsubscribed.",
        "asia@reader.example": "None of the chosen regions is affected.",
        "nobody@reader.example": "Nobody with this address",
    }.items():
        assert words in shell.done("send", "--dry-run", 1, "--address", address)


def test_the_dry_run_and_the_real_one_agree(shell: Shell, world: World) -> None:
    everybody(world)
    message = said(world, opened(world))
    found = shell("send", "--dry-run", 1, "--message", 1, "--json").document
    assert found["people"] == sum(d.recipients for d in ledger.of_message(message.id))
    assert shell("send", "--dry-run", 1).code == 1  # nothing is being written
    assert shell("send").code == 1


def test_a_copy_is_told_to_send_by_whoever_may(shell: Shell, world: World, tmp_path: Path) -> None:
    shell.installation.data_dir = tmp_path
    note_alive(world.context)
    assert shell("send", "take-over", "--reason", "x").code == 1  # it may already
    _move()
    assert "looks like a copy" in shell("doctor").out
    assert shell("send", "take-over", "--as", SOFIE, "--reason", "x").code == 1
    assert shell("send", "take-over", "--as", YUKI).code == 1
    assert "sends from now on" in shell.done("send", "take-over", "--as", YUKI, "--reason", "Moved")
    assert "INSTALLATION" not in shell("doctor").out


def test_the_audit_says_what_is_wrong_and_what_to_do(shell: Shell, world: World) -> None:
    assert "has not looked yet" in shell("audit").out
    said_now = shell("audit", "--now")
    assert said_now.code == 1
    assert "No worker is alive: nothing is sent. Start “noroshi worker”." in said_now.out
    assert "ワーカー" in shell("audit", "--lang", "ja").out
    found = shell("audit", "--json").document
    assert [one["kind"] for one in found["findings"]] == ["no_worker"]
    world.clock.pass_by(minutes=6)
    assert "has not looked for 6 minutes" in shell("audit").out


def test_the_doctor_tells_of_durability_clocks_and_the_audit(
    shell: Shell, world: World, tmp_path: Path
) -> None:
    shell.installation.data_dir = tmp_path
    run_audit(world.context)
    found = {c["name"]: c for c in shell("doctor", "--json").document["checks"]}
    # The tests' own server is fast and forgetful; their clock stands still.
    assert found["durable"]["level"] == "wrong"
    assert "fsync = off" in found["durable"]["found"]
    assert found["time"]["level"] == "warning"
    assert found["sending"]["level"] == "ok"
    assert found["audit"]["level"] == "ok"


def suppress(subscriber: int) -> None:
    """As after a mail that came back."""
    rows = subscribers.SubscriberRow.objects.filter(pk=subscriber)
    rows.update(suppressed="bounced")


def _move() -> None:
    sending_right.SendingRight.objects.update(place="another machine")
