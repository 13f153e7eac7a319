"""A provider's call, as it arrives."""

from __future__ import annotations

import json
from http import HTTPStatus
from urllib.parse import urlencode

from django.http import HttpResponse
from django.test import Client

from noroshi.domain.delivery import State
from noroshi.intake.receipts.twilio.signature import signature
from noroshi.storage import subscribers
from tests.receipts.sent import Sent

OK, UNAUTHORIZED = HTTPStatus.OK, HTTPStatus.UNAUTHORIZED


def send(api: Client, where: str, body: object, **headers: str) -> HttpResponse:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return api.post(
        f"/api/receipts/{where}", data, content_type="application/octet-stream", headers=headers
    )


def form(api: Client, where: str, fields: dict[str, str], *, key: str = "token") -> HttpResponse:
    url = f"https://noroshi.example/api/receipts/{where}"
    signed = signature(key, url, list(fields.items()))
    return api.post(
        f"/api/receipts/{where}",
        urlencode(fields),
        content_type="application/x-www-form-urlencoded",
        headers={"X-Twilio-Signature": signed},
    )


def reference(one: Sent, place: int = 0, *, dot: str = ".") -> str:
    return f"{one.text_id}{dot}{one.people[place]}"


def nothing_came_of_it(one: Sent) -> bool:
    untouched = all(one.state(person) is State.ACCEPTED for person in one.people)
    return untouched and all(subscribers.get(who).suppressed == "" for who in one.people)


# --- Amazon SES
