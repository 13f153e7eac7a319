"""Reading Alertmanager's bodies: what is right is read, what is wrong is refused by its place."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from noroshi.intake.contract import Batch
from noroshi.intake.registry import SOURCES
from noroshi.intake.sources.alertmanager.parse import MAX_BYTES
from noroshi.kernel.errors import Invalid
from tests.actions.steps import body, one_alert


def read(raw: bytes) -> Batch:
    return SOURCES["alertmanager"].parse(raw)


def test_a_body_is_read() -> None:
    (alert,) = read(body()).alerts
    assert alert.is_firing
    assert alert.fingerprint == "c0ffee"
    assert alert.started_at == datetime(2026, 3, 12, 13, 2, tzinfo=UTC)
    assert alert.ended_at is None
    assert (alert.name, alert.title) == ("CheckoutErrors", "Checkout errors in Europe")
    assert (alert.severity, alert.component, alert.region) == ("critical", "checkout", "europe")


def test_fields_of_a_later_release_are_ignored() -> None:
    raw = body(one_alert(newField={"deep": [1, 2]}), truncatedAlerts=3, notificationReason="x")
    assert len(read(raw).alerts) == 1


def test_the_end_is_read_in_any_zone() -> None:
    ended = one_alert(status="resolved", endsAt="2026-03-12T22:30:00.123456789+09:00")
    (alert,) = read(body(ended)).alerts
    assert alert.ended_at == datetime(2026, 3, 12, 13, 30, 0, 123456, tzinfo=UTC)


def test_an_end_that_is_none_is_not_known() -> None:
    (alert,) = read(body(one_alert(status="resolved"))).alerts
    assert alert.ended_at is None


def test_service_stands_in_for_component() -> None:
    (alert,) = read(body(one_alert(labels={"service": "checkout"}))).alerts
    assert alert.component == "checkout"


def test_without_a_fingerprint_the_labels_tell_alerts_apart() -> None:
    nameless = one_alert()
    del nameless["fingerprint"]
    other = {**nameless, "labels": {"alertname": "Another"}}
    first, again, second = read(body(nameless, nameless, other)).alerts
    assert first.fingerprint == again.fingerprint != second.fingerprint


def test_groups_are_told_apart_and_bounded() -> None:
    groups = {read(body(group=group)).group for group in ("a", "b", "\x00", "x" * 9_000)}
    assert len(groups) == 4
    assert {len(group) for group in groups} == {64}


def test_texts_are_cleaned_and_bounded() -> None:
    wild = one_alert(
        labels={"alertname": "a\r\nb\x00\x1b[31m", "long": "x" * 9_000},
        annotations={f"key {i}": "v" for i in range(500)} | {"summary": "turned \u202earound"},
        fingerprint="f\n" * 400,
    )
    (alert,) = read(body(wild)).alerts
    assert alert.name == "a b [31m"
    assert len(alert.labels["long"]) == 300
    assert len(alert.annotations) <= 64
    assert len(alert.fingerprint) <= 100
    assert "\n" not in alert.fingerprint


WRONG: list[tuple[str, bytes, str]] = [
    ("nothing", b"", "body"),
    ("no JSON", b"hello", "body"),
    ("broken JSON", b'{"version": "4", ', "body"),
    ("no text", b"\xff\xfe\x00", "body"),
    ("a list", b"[]", "body"),
    ("null", b"null", "body"),
    ("half a character", body().replace(b"noroshi", b"\\ud83d"), "body"),
    ("another version", body(version="3"), "version"),
    ("a number as version", body(version=4), "version"),
    ("no alerts", body(alerts=[]), "alerts"),
    ("alerts of another shape", body(alerts={"a": 1}), "alerts"),
    ("too many alerts", body(*[one_alert(fingerprint=str(i)) for i in range(1_001)]), "alerts"),
    ("another status", body(one_alert(status="on fire")), "alerts.0.status"),
    ("no time", body(one_alert(startsAt="soon")), "alerts.0.startsAt"),
    ("no zone", body(one_alert(startsAt="2026-03-12T13:02:00")), "alerts.0.startsAt"),
    ("the year one", body(one_alert(startsAt="0001-01-01T00:00:00Z")), "alerts.0.startsAt"),
    ("before time", body(one_alert(startsAt="0001-01-01T00:00:00+09:00")), "alerts.0.startsAt"),
    ("the last year", body(one_alert(startsAt="9999-12-31T23:59:59-09:00")), "alerts.0.startsAt"),
    ("NaN as time", body(one_alert(startsAt=float("nan"))), "alerts.0.startsAt"),
    ("labels of another shape", body(one_alert(labels=["a"])), "alerts.0.labels"),
    ("a number as label", body(one_alert(labels={"a": 7})), "alerts.0.labels.a"),
    ("null as label", body(one_alert(labels={"a": None})), "alerts.0.labels.a"),
    ("NaN as label", body(one_alert(labels={"a": float("nan")})), "alerts.0.labels.a"),
    ("an endless group", body(group="x" * 10_001), "groupKey"),
    (
        "deep nesting",
        body(one_alert(labels={"a": 0})).replace(b": 0", b": " + b"[" * 90_000),
        "body",
    ),
    ("deep unknown", body(extra=0).replace(b'"extra": 0', b'"extra": ' + b"[" * 90_000), "body"),
    ("ten megabytes", b'{"version": "4", "x": "' + b"a" * 10_000_000 + b'"}', ""),
    ("a byte too much", b" " * (MAX_BYTES + 1), ""),
]


@pytest.mark.parametrize(
    ("raw", "place"), [pytest.param(raw, place, id=name) for name, raw, place in WRONG]
)
def test_a_body_of_another_shape_is_refused_by_its_place(raw: bytes, place: str) -> None:
    with pytest.raises(Invalid) as refused:
        read(raw)
    assert refused.value.field == place
    assert refused.value.way_out
    assert len(refused.value.why) < 500


def test_numbers_that_are_none_are_no_trouble_where_nobody_looks() -> None:
    raw = json.dumps({**json.loads(body()), "extra": [float("nan"), float("inf"), 10**400]})
    assert len(read(raw.encode()).alerts) == 1
