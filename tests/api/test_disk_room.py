"""A disk that is nearly full: what can be sent again is refused, clearly and before it is kept."""

from __future__ import annotations

import json
from dataclasses import replace
from http import HTTPStatus

import pytest
from django.db import connection  # noqa: TID251 - says what the database would say
from django.test import Client

from noroshi.actions.run_audit import run_audit
from noroshi.api import services
from noroshi.domain.audit.kinds import Gap
from noroshi.domain.room import Room
from noroshi.kernel.errors import NoRoom
from noroshi.storage.unit_of_work import unit_of_work
from tests.api.bodies import as_bytes, body
from tests.api.test_metrics import read
from tests.cast import World

pytestmark = pytest.mark.django_db

NARROW = Room(total=10_000_000_000, free=70_000_000, ballast=0)
FILLING = Room(total=10_000_000_000, free=1_500_000_000)


def on(world: World, room: Room) -> None:
    services.install(services.Services(context=replace(world.context, room=lambda: room)))


def status_of(api: Client, token: str) -> tuple[int, dict[str, str]]:
    answer = api.post(
        "/api/signals/alertmanager",
        as_bytes(body()),
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
    )
    return answer.status_code, json.loads(answer.content)


def test_signals_are_refused_with_507_and_taken_once_there_is_room(
    api: Client, token: str, world: World
) -> None:
    on(world, NARROW)
    status, told = status_of(api, token)
    assert status == HTTPStatus.INSUFFICIENT_STORAGE
    assert "nearly full" in told["why"]
    assert "Make room" in told["way_out"]
    on(world, FILLING)
    assert status_of(api, token)[0] == HTTPStatus.ACCEPTED


def test_monitors_see_how_full_it_is(api: Client, token: str, world: World) -> None:
    on(world, NARROW)
    found = read(api, token)
    assert found["noroshi_disk_used_ratio"] == pytest.approx(0.993)
    assert found["noroshi_disk_free_bytes"] == 70_000_000
    assert found["noroshi_disk_narrow"] == 1


@pytest.mark.parametrize(("room", "gap"), [(FILLING, Gap.DISK_FILLING), (NARROW, Gap.DISK_FULL)])
def test_the_auditor_says_so(world: World, room: Room, gap: Gap) -> None:
    context = replace(world.context, room=lambda: room)
    kinds = {finding.kind for finding in run_audit(context).findings}
    assert kinds & {Gap.DISK_FILLING, Gap.DISK_FULL} == {gap}


def test_what_the_database_cannot_keep_is_a_refusal_and_no_failure(world: World) -> None:
    with pytest.raises(NoRoom, match="not saved"), unit_of_work(), connection.cursor() as cursor:
        cursor.execute(
            "DO $$ BEGIN RAISE 'No space left on device' USING ERRCODE = '53100'; END $$"
        )
