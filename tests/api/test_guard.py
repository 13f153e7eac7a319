"""The guardrails for other tools: same rules, same plan, nothing kept. (R9)"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from noroshi.actions.apply_plan import apply_plan
from noroshi.actions.context import SYSTEM
from noroshi.domain.guardrails.catalogue import CODES
from noroshi.storage import events
from tests.cast import World

GOOD: dict[str, Any] = {
    "subject": "Some card payments in Europe fail",
    "body": "We are sorry that some card payments in Europe fail since 14:02 CET. Customers see an "
    "error. We do not know a workaround yet.\n\nThe next update follows by 15:15 CET.",
    "channel": "email",
    "language": "en",
}


def asked(api: Client, token: str, **text: object) -> HttpResponse:
    return api.post(
        "/api/guard/check",
        data=GOOD | text,
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
    )


def codes(answer: Any) -> set[str]:
    return {finding["code"] for finding in answer.json()["findings"]}


def test_a_good_text_is_not_blocked(api: Client, token: str) -> None:
    answer = asked(api, token)
    assert answer.status_code == 200
    assert answer.json()["blocks"] is False  # type: ignore[attr-defined]


def test_a_blank_is_found_with_its_place_and_blocks(api: Client, token: str) -> None:
    answer: Any = asked(api, token, body=GOOD["body"] + "\nCall us at XX:XX.")
    (blank,) = [found for found in answer.json()["findings"] if found["code"] == "blank"]
    assert (blank["line"], blank["column"], blank["found"]) == (4, 12, "XX:XX")
    assert blank["reason"]["ja"]
    assert answer.json()["blocks"] is True


def test_the_names_of_the_plan_are_known(api: Client, token: str) -> None:
    answer = asked(api, token, body=GOOD["body"] + "\nAldermark Payments is at fault.")
    assert "third_party_name" in codes(answer)
    assert answer.json()["with_plan"] is True  # type: ignore[attr-defined]


def test_a_promise_at_another_time_than_the_given_one_is_found(api: Client, token: str) -> None:
    assert "no_next_update" not in codes(asked(api, token, next_update="15:15 CET"))
    assert "no_next_update" in codes(asked(api, token, next_update="16:00 CET"))


def test_an_unknown_audience_is_refused_with_those_there_are(api: Client, token: str) -> None:
    answer = asked(api, token, audience="martians")
    assert answer.status_code == 404
    assert "customers" in answer.json()["way_out"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"", "body"),
        (b"{", "body"),
        (b"[]", "body"),
        (b'{"body": 7, "channel": "email", "language": "en"}', "body"),
        (b'{"body": "x", "channel": "fax", "language": "en"}', "channel"),
        (b'{"body": "x", "channel": "email"}', "language"),
        (b"\xff\xfe", "body"),
    ],
)
def test_a_request_that_does_not_fit_says_where(
    api: Client, token: str, body: bytes, field: str
) -> None:
    answer: Any = api.post(
        "/api/guard/check",
        data=body,
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
    )
    assert answer.status_code == 400
    assert answer.json()["field"] == field


def test_a_huge_text_is_blocked_and_a_larger_body_refused(api: Client, token: str) -> None:
    huge: Any = asked(api, token, body="a" * 900_000)
    assert huge.status_code == 200
    assert "too_long" in codes(huge)
    assert asked(api, token, body="a" * 1_100_000).status_code == 413


def test_nobody_checks_without_a_token(api: Client) -> None:
    assert asked(api, "wrong").status_code == 401
    assert api.get("/api/guard/rules").status_code == 401


def test_a_check_leaves_no_trace(api: Client, token: str) -> None:
    before = events.newest_id()
    asked(api, token, body="secret words")
    assert events.newest_id() == before


def test_all_rules_are_listed_with_examples(api: Client, token: str) -> None:
    answer: Any = api.get("/api/guard/rules", headers={"Authorization": f"Bearer {token}"})
    rules = {rule["code"]: rule for rule in answer.json()}
    assert set(rules) == CODES
    assert all(rule["examples"] for rule in rules.values())


def test_levels_of_the_plan_hold_here_too(api: Client, token: str, world: World) -> None:
    softer = replace(world.plan, guardrail_levels={"no_scope": "warn"})
    apply_plan(world.context, SYSTEM, softer, digest="softer")
    answer: Any = asked(
        api, token, subject="-", body="We are sorry. The next update follows by 15:15 CET."
    )
    (scope,) = [found for found in answer.json()["findings"] if found["code"] == "no_scope"]
    assert scope["level"] == "warn"
