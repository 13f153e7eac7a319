"""Deliveries at the terminal: how they go, steering them, one person's copies."""

from __future__ import annotations

import pytest

from noroshi.storage import steering
from tests.actions.steps import opened, reader, said
from tests.cast import World
from tests.cli.shell import INES, SOFIE, Shell
from tests.storage.batches import REFUSED, batches_of, came_to, mail_of, split

pytestmark = pytest.mark.django_db

WHY = "The text names the wrong region"


def test_a_delivery_is_shown_paused_resumed_and_stopped(world: World, shell: Shell) -> None:
    reader(at=world.clock.now())
    dispatch = mail_of(said(world, opened(world))).id
    (batch,) = split(dispatch, [range(1, 101)])
    came_to(batch, mark=40, started=50, listed={7: REFUSED}, at=world.clock.now())
    world.clock.pass_by(seconds=10)
    listed = shell("dispatch", "list").out
    assert "39 of 100" in listed
    assert "under way" in listed
    text = shell("dispatch", "show", dispatch, "--lang", "en").out
    assert "39 of 100 handed over, under way" in text
    assert "4.0 a second since the beginning" in text
    assert "1 x The receiving side refused it. 550 No such user" in text
    paused = shell("dispatch", "pause", dispatch, "--as", SOFIE, "--reason", WHY)
    assert paused.code == 0
    shown = shell("dispatch", "show", dispatch, "--json").document
    assert (shown["state"], shown["by"], shown["reason"]) == ("paused", SOFIE, WHY)
    assert sum(shown["counts"].values()) == 100
    assert f"By {SOFIE}" in shell("dispatch", "show", dispatch).out
    assert shell("dispatch", "resume", dispatch, "--as", SOFIE).code == 0
    assert "not paused" in shell("dispatch", "resume", dispatch, "--as", SOFIE).err
    refused = shell("dispatch", "stop", dispatch, "--as", INES, "--yes", "--reason", WHY)
    assert (refused.code, "Only these can do this" in refused.err) == (1, True)
    assert shell("dispatch", "stop", dispatch, "--as", SOFIE, "--yes").code == 1
    stopped = shell("dispatch", "stop", dispatch, "--as", SOFIE, "--yes", "--reason", WHY)
    assert "Get nothing: 50. Were being written to, listed as unknown: 10." in stopped.out
    assert steering.steered(dispatch).stopped_at is not None
    assert shell("dispatch", "list").out == "Nothing is under way.\n"
    assert "stopped" in shell("dispatch", "list", "--incident", 1).out
    assert shell("dispatch", "show", 999_999).code == 1


def test_what_happened_to_one_person_is_told_and_to_nobody_too(world: World, shell: Shell) -> None:
    rin = reader(at=world.clock.now())
    late = reader("late@reader.example", at=world.clock.pass_by(minutes=1))
    message = said(world, opened(world))
    dispatch = mail_of(message).id
    (batch,) = batches_of(dispatch)
    came_to(batch.pk, mark=2, listed={late.id: REFUSED}, at=world.clock.now())
    told = shell("dispatch", "person", rin.address, "--incident", 1, "--lang", "en").out
    assert "update 1" in told
    assert "accepted. Handed to the provider. Nobody has confirmed receipt." in told
    assert "through relay" in told
    (found,) = shell("dispatch", "person", late.id, "--incident", 1, "--json").document
    (line,) = found["messages"]
    assert (line["state"], line["reason"], line["code"]) == ("failed", "refused", "550")
    assert (line["dispatch"], line["account"], line["attempts"]) == (dispatch, "relay", 1)
    mallory = shell("dispatch", "person", "mallory@x.example", "--incident", 1)
    assert (mallory.code, mallory.out) == (1, "")
    assert "Nobody has ever subscribed" in mallory.err
    assert shell("dispatch", "person", rin.address, "--incident", 99).code == 1
