"""What monitors read, and the description of the interface."""

from __future__ import annotations

import json
import os
from datetime import datetime, timedelta
from http import HTTPStatus
from pathlib import Path

import pytest
from django.test import Client

from noroshi.actions.declare_incident import Declaration, declare_incident
from noroshi.domain.incident import Scope
from noroshi.storage import promises
from tests.cast import World

DESCRIPTION = Path(__file__).parents[2] / "docs" / "reference" / "openapi.json"

pytestmark = pytest.mark.django_db


def test_a_monitor_reads_what_burns_and_what_is_overdue(
    api: Client, token: str, world: World
) -> None:
    incident = declare_incident(
        world.context,
        world.actor("sofie-brandt"),
        Declaration(
            title={"en": "Checkout is down", "ja": "決済停止"},
            severity=4,
            scope=Scope(components=("checkout",)),
            started_at=world.clock.now(),
            scenario=world.plan.scenarios[0].key,
            request_key="one",
        ),
    )
    (promised,) = promises.open_ones(incident.number)
    world.clock.at = promised.due_at + timedelta(minutes=1)
    answer = api.get("/api/status", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == HTTPStatus.OK
    told = json.loads(answer.content)
    assert [each["number"] for each in told["open_incidents"]] == [incident.number]
    assert told["open_incidents"][0]["title"]["ja"] == "決済停止"
    assert told["overdue_promises"] == 1
    assert datetime.fromisoformat(told["next_promise_due_at"]) == promised.due_at
    assert told["workers_alive"] is False


def test_mallory_learns_nothing_of_the_state(api: Client) -> None:
    answer = api.get("/api/status")
    assert answer.status_code == HTTPStatus.UNAUTHORIZED
    assert set(json.loads(answer.content)) == {"why", "way_out", "field"}


def test_what_is_not_there_is_said_in_json(api: Client) -> None:
    answer = api.get("/api/openapi.json")
    assert answer["Content-Type"].startswith("application/json")


def test_the_committed_description_is_the_one_that_is_served(api: Client) -> None:
    served = json.loads(api.get("/api/openapi.json").content)
    if os.environ.get("WRITE_OPENAPI"):
        text = json.dumps(served, ensure_ascii=False, indent=2)
        DESCRIPTION.write_text(f"{text}\n", encoding="utf-8")
    committed = json.loads(DESCRIPTION.read_text(encoding="utf-8"))
    assert served == committed, "run WRITE_OPENAPI=1 pytest tests/api/test_status.py and commit"
