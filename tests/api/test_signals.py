"""The webhook of monitoring systems: who may send, what is taken in, what is refused."""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from noroshi.domain.events import Event, EventKind
from noroshi.domain.incident import IncidentState
from noroshi.storage import accounts, events, incidents, signals
from tests.api.bodies import alert, as_bytes, body
from tests.cast import World

pytestmark = pytest.mark.django_db
ADDRESS = "/api/signals/alertmanager"


def send(api: Client, token: str, content: object = None, **headers: str) -> HttpResponse:
    data = content if isinstance(content, bytes) else as_bytes(content or body())
    return api.post(
        ADDRESS,
        data,
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"} | headers,
    )


def told(answer: HttpResponse) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(answer.content)
    return document


def rejections() -> list[Event]:
    return [event for event in events.latest(100) if event.kind is EventKind.SIGNAL_REJECTED]


def proposed() -> list[int]:
    return [incident.number for incident in incidents.listing([IncidentState.PROPOSED])]


def test_a_firing_alert_proposes_an_incident_and_opens_none(api: Client, token: str) -> None:
    answer = send(api, token)
    assert answer.status_code == HTTPStatus.ACCEPTED
    assert told(answer) == {"proposed": [1], "resolution_proposed": [], "new": 1, "repeated": 0}
    assert proposed() == [1]
    assert incidents.listing([IncidentState.OPEN]) == []


def test_the_token_may_come_as_a_basic_password(api: Client, token: str) -> None:
    basic = base64.b64encode(f"noroshi:{token}".encode()).decode()
    assert send(api, token, Authorization=f"Basic {basic}").status_code == HTTPStatus.ACCEPTED


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer ",
        "Bearer wrong",
        "Bearer \u00e9",
        "Bearer " + "x" * 5_000,
        "Basic",
        "Basic !!!",
        "Basic " + base64.b64encode(b"no colon").decode(),
        "Basic " + base64.b64encode(b"\xff\xfe:\xff").decode(),
        "Basic " + base64.b64encode(b"noroshi:wrong").decode(),
        "Token abc",
    ],
)
def test_mallory_without_a_valid_token_is_turned_away(api: Client, token: str, header: str) -> None:
    answer = send(api, token, Authorization=header)
    assert answer.status_code == HTTPStatus.UNAUTHORIZED
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert "token" in told(answer)["why"]
    assert proposed() == []
    assert rejections() == []


def test_a_revoked_token_opens_nothing(api: Client, token: str, world: World) -> None:
    accounts.revoke_ingest_token("prometheus", at=world.clock.now())
    assert send(api, token).status_code == HTTPStatus.UNAUTHORIZED


def test_an_unknown_source_is_not_found_and_named(api: Client, token: str) -> None:
    answer = api.post(
        "/api/signals/nagios",
        b"{}",
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
    )
    assert answer.status_code == HTTPStatus.NOT_FOUND
    assert "alertmanager" in told(answer)["way_out"]


def test_the_same_report_again_changes_nothing_but_its_count(api: Client, token: str) -> None:
    send(api, token)
    before = len(events.latest(100))
    answer = send(api, token)
    assert told(answer) == {"proposed": [], "resolution_proposed": [], "new": 0, "repeated": 1}
    assert proposed() == [1]
    assert [signal.count for signal in signals.of_incident(1)] == [2]
    assert len(events.latest(100)) == before


def test_a_resolved_alert_proposes_the_end_once_and_never_ends_anything(
    api: Client, token: str
) -> None:
    send(api, token)
    over = body(alert("resolved", endsAt="2026-03-12T13:40:00Z"), status="resolved")
    assert told(send(api, token, over))["resolution_proposed"] == [1]
    assert told(send(api, token, over))["resolution_proposed"] == []
    assert incidents.get(1).state is IncidentState.PROPOSED
    assert incidents.get(1).resolution_proposed_at is not None


def test_an_alert_that_ended_before_we_heard_of_it_proposes_nothing(
    api: Client, token: str
) -> None:
    over = body(alert("resolved", endsAt="2026-03-12T13:40:00Z"), status="resolved")
    answer = send(api, token, over)
    assert answer.status_code == HTTPStatus.ACCEPTED
    assert told(answer)["proposed"] == []
    assert proposed() == []


def test_a_late_repeat_of_firing_does_not_light_an_ended_alert_again(
    api: Client, token: str
) -> None:
    send(api, token)
    send(api, token, body(alert("resolved", endsAt="2026-03-12T13:40:00Z"), status="resolved"))
    send(api, token)
    assert [signal.status for signal in signals.of_incident(1)] == ["resolved"]


def test_unknown_fields_are_read_past(api: Client, token: str) -> None:
    content = body(alert(inhibitedBy=["x"], weather={"rain": True}), futureField=[1, {"a": None}])
    assert send(api, token, content).status_code == HTTPStatus.ACCEPTED


def test_markup_and_control_characters_never_reach_the_title(api: Client, token: str) -> None:
    hostile = "Checkout\r\nBcc: everybody@example.com\x00\u202e<script>alert(1)</script>"
    send(api, token, body(alert(annotations={"summary": hostile})))
    title = incidents.get(1).title["en"]
    assert title.isprintable()
    assert "Bcc" in title  # the words stay, on one line; screens escape the markup


def test_a_clock_that_runs_ahead_does_not_put_the_start_into_the_future(
    api: Client, token: str, world: World
) -> None:
    ahead = (world.clock.now() + timedelta(days=2)).isoformat()
    send(api, token, body(alert(startsAt=ahead)))
    assert incidents.get(1).started_at == world.clock.now()


@pytest.mark.parametrize(
    "moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "1970-01-01T00:00:00Z"]
)
def test_moments_at_the_end_of_time_break_nothing(api: Client, token: str, moment: str) -> None:
    answer = send(api, token, body(alert(startsAt=moment, endsAt=moment)))
    assert answer.status_code in {HTTPStatus.ACCEPTED, HTTPStatus.BAD_REQUEST}


@pytest.mark.parametrize(
    ("content", "field"),
    [
        (b"", "body"),
        (b"not json", "body"),
        (b"[]", "body"),
        (b"null", "body"),
        (b"\xff\xfe", "body"),
        (b"[" * 100_000, "body"),
        (as_bytes(body(version="3")), "version"),
        (as_bytes(body(alerts=[])), "alerts"),
        (as_bytes(body(alerts="x")), "alerts"),
        (as_bytes(body(alerts=[alert()] * 1_001)), "alerts"),
        (as_bytes(body(groupKey=7)), "groupKey"),
        (as_bytes(body(groupKey="g" * 10_001)), "groupKey"),
        (as_bytes(body(alert(status="melting"))), "alerts.0.status"),
        (as_bytes(body(alert(startsAt="yesterday"))), "alerts.0.startsAt"),
        (as_bytes(body(alert(startsAt="2026-03-12T13:02:00"))), "alerts.0.startsAt"),
        (as_bytes(body(alert(labels=["x"]))), "alerts.0.labels"),
        (as_bytes(body(alert(labels={"alertname": {"deep": 1}}))), "alerts.0.labels.alertname"),
    ],
)
def test_a_body_of_another_shape_is_refused_with_the_first_field_at_fault(
    api: Client, token: str, content: bytes, field: str
) -> None:
    answer = send(api, token, content)
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert told(answer)["field"] == field
    assert proposed() == []
    assert rejections()[0].actor == "prometheus"
    assert len(str(rejections()[0].data["reason"])) <= 300


def test_a_sender_gone_mad_adds_one_entry_a_minute_to_the_log(
    api: Client, token: str, world: World
) -> None:
    for _ in range(5):
        send(api, token, b"{}")
    assert len(rejections()) == 1
    world.clock.pass_by(minutes=1)
    send(api, token, b"{}")
    assert len(rejections()) == 2


def test_ten_megabytes_are_too_much(api: Client, token: str) -> None:
    answer = send(api, token, b" " * 10_000_000)
    assert answer.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    assert "1,000,000" in told(answer)["why"]
    assert len(rejections()) == 1


def test_a_stranger_hears_of_the_missing_token_before_the_size(api: Client) -> None:
    answer = send(api, "wrong", b" " * 2_000_000)
    assert answer.status_code == HTTPStatus.UNAUTHORIZED


@pytest.mark.parametrize(
    "header",
    [
        {"X-HTTP-Method-Override": "DELETE"},
        {"Content-Encoding": "gzip"},
        {"Cookie": "sessionid=\x7f; csrftoken=x"},
        {"X-Forwarded-Host": "mallory.example"},
        {"Transfer-Encoding": "chunked"},
        {"HX-Request": "true"},
    ],
)
def test_header_tricks_change_nothing(api: Client, token: str, header: dict[str, str]) -> None:
    assert send(api, token, **header).status_code == HTTPStatus.ACCEPTED
    assert proposed() == [1]


@pytest.mark.parametrize("method", ["get", "put", "delete", "patch"])
def test_only_posts_are_taken(api: Client, token: str, method: str) -> None:
    call = getattr(api, method)
    answer = call(ADDRESS, headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == HTTPStatus.METHOD_NOT_ALLOWED
    assert proposed() == []
