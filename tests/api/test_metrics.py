"""What Prometheus reads, and who may read it."""

from __future__ import annotations

from http import HTTPStatus

import pytest
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from noroshi.actions.run_audit import run_audit
from noroshi.api import services
from noroshi.kernel.secret import Secret
from tests.actions.steps import opened, reader, said
from tests.cast import World

pytestmark = pytest.mark.django_db


def numbers(text: str) -> dict[str, float]:
    """Every sample by its name and labels."""
    found = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            labels = ",".join(f"{k}={v}" for k, v in sorted(sample.labels.items()))
            found[f"{sample.name}{{{labels}}}" if labels else sample.name] = sample.value
    return found


def read(api: Client, token: str) -> dict[str, float]:
    answer = api.get("/metrics", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == HTTPStatus.OK
    assert answer["Content-Type"].startswith("text/plain")
    return numbers(answer.content.decode())


def test_a_monitor_reads_backlog_workers_and_findings(
    api: Client, token: str, world: World
) -> None:
    for number in range(3):
        reader(f"rin{number}@reader.example", at=world.clock.now())
    said(world, opened(world))
    world.clock.pass_by(minutes=2)
    run_audit(world.context)
    found = read(api, token)
    assert found["noroshi_backlog_deliveries{channel=email}"] == 3
    assert found["noroshi_backlog_age_seconds{channel=email}"] == 120
    assert found["noroshi_workers_alive"] == 0
    assert found["noroshi_audit_findings{kind=no_worker,level=wrong}"] == 1
    assert found["noroshi_promises{state=open}"] >= 1
    assert found["noroshi_promises{state=overdue}"] == 0
    assert found["noroshi_may_send"] == 1
    assert found["noroshi_incidents_open"] == 1
    assert found["noroshi_audit_whole"] == 1
    assert found["noroshi_audit_last_run_timestamp_seconds"] == world.clock.now().timestamp()
    (people,) = (v for k, v in found.items() if k.startswith("noroshi_dispatch_recipients") and v)
    assert people == 3


def test_nothing_in_the_numbers_is_about_a_person(api: Client, token: str, world: World) -> None:
    reader("rin@reader.example", at=world.clock.now())
    said(world, opened(world))
    run_audit(world.context)
    answer = api.get("/metrics", headers={"Authorization": f"Bearer {token}"})
    assert b"rin" not in answer.content.replace(b"string", b"")
    assert b"@" not in answer.content


@pytest.mark.parametrize("given", ["", "Bearer wrong", "Basic wrong", "Bearer "])
def test_mallory_reads_no_numbers(api: Client, given: str) -> None:
    headers = {"Authorization": given} if given else {}
    answer = api.get("/metrics", headers=headers)
    assert answer.status_code == HTTPStatus.UNAUTHORIZED
    assert b"noroshi_" not in answer.content


def test_with_a_token_of_its_own_nothing_else_opens_the_numbers(
    api: Client, token: str, world: World
) -> None:
    services.install(services.Services(context=world.context, metrics_token=Secret("prom-token")))
    assert read(api, "prom-token")
    for other in (token, "prom-toke", ""):
        answer = api.get("/metrics", headers={"Authorization": f"Bearer {other}"})
        assert answer.status_code == HTTPStatus.UNAUTHORIZED


def test_a_trial_on_one_machine_needs_no_token_but_only_from_there(
    api: Client, world: World
) -> None:
    local = type(world.context)(**{**vars(world.context), "public_url": "http://127.0.0.1:8700"})
    services.install(services.Services(context=local))
    assert api.get("/metrics").status_code == HTTPStatus.OK
    far = api.get("/metrics", REMOTE_ADDR="203.0.113.9")
    assert far.status_code == HTTPStatus.UNAUTHORIZED
    assert api.post("/metrics").status_code in {
        HTTPStatus.METHOD_NOT_ALLOWED,
        HTTPStatus.FORBIDDEN,
    }
