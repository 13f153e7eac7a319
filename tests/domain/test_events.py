"""The event log: one plain line for everything, and a chain that shows any change."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.domain.events import (
    GENESIS,
    Broken,
    Event,
    EventKind,
    Intact,
    chain_hash,
    sentence,
    verify,
)

CET = timezone(timedelta(hours=1), "CET")
NOON = datetime(2026, 3, 12, 12, tzinfo=UTC)
DUE = "2026-03-12 14:15:00+00:00"
NAMES = {
    "sofie": "Sofie",
    "eta": "When will it work again?",
    "checkout": "Checkout",
    "europe": "Europe",
    "email.customers.en": "E-mail to customers",
}


def happened(kind: EventKind, actor: str = "sofie", **data: object) -> Event:
    return Event(id=1, at=NOON, kind=kind, actor=actor, incident_number=148, data=data)


def line(event: Event, language: str = "en") -> str:
    return sentence(event, language, names=NAMES, zone=CET)


K = EventKind
LINES = [
    (
        happened(K.MESSAGE_PUBLISHED, message=3, promise_kept=True),
        "Update 3 published, promise kept",
        "第3報を公開（約束どおり）",
    ),
    (
        happened(K.MESSAGE_PUBLISHED, message=2, promise_kept=False),
        "Update 2 published, promise missed",
        "第2報を公開（約束の時刻を超過）",
    ),
    (
        happened(K.MESSAGE_PUBLISHED, message=1, promise_kept=None),
        "Update 1 published",
        "第1報を公開",
    ),
    (
        happened(K.INCIDENT_DECLARED, severity=4),
        "Declared by Sofie, class 4",
        "Sofieが宣言、重大度4",
    ),
    (
        happened(K.SIGNAL_RECEIVED, "system", name="checkout errors, EU", status="firing"),
        "Alert: checkout errors, EU",
        "アラート：checkout errors, EU",
    ),
    (
        happened(K.SIGNAL_RECEIVED, "system", name="checkout errors, EU", status="resolved"),
        "Alert ended: checkout errors, EU",
        "アラート終了：checkout errors, EU",
    ),
    (
        happened(K.RENDITION_APPROVED, message=3, rendition="email.customers.en"),
        "Update 3, E-mail to customers: approved by Sofie",
        "第3報（E-mail to customers）をSofieが承認",
    ),
    (
        happened(K.RENDITION_REJECTED, message=3, rendition="x", reason="Not\ntrue"),
        "Update 3, x: rejected by Sofie: Not true",
        "第3報（x）をSofieが差し戻し：Not true",
    ),
    (
        happened(K.INCIDENT_DISMISSED, reason=""),
        "Dismissed by Sofie",
        "Sofieがインシデントではないと判断",
    ),
    (
        happened(K.FACT_ANSWERED, question="eta", values={}, unknown=True),
        "Fact: When will it work again?: not known yet",
        "確認項目：When will it work again?：まだ不明",
    ),
    (
        happened(K.FACT_ANSWERED, question="how_many", values={"en": "3,400", "ja": "3,400社"}),
        "Fact: how_many: 3,400",
        "確認項目：how_many：3,400社",
    ),
    (
        happened(K.FACT_ANSWERED, question="started", values={"*": "14:02"}),
        "Fact: started: 14:02",
        "確認項目：started：14:02",
    ),
    (
        happened(K.FACT_ANSWERED, question="eta"),
        f"Fact: {NAMES['eta']}",
        f"確認項目：{NAMES['eta']}",
    ),
    (happened(K.FACT_ANSWERED), "Fact: –", "確認項目：–"),
    (
        happened(K.SCOPE_CHANGED, components=["checkout"], regions=["europe", "us"]),
        "Scope changed by Sofie: Checkout, Europe, us",
        "Sofieが影響範囲を変更：Checkout、Europe、us",
    ),
    (
        happened(K.SCOPE_CHANGED, components="checkout"),
        "Scope changed by Sofie: –",
        "Sofieが影響範囲を変更：–",
    ),
    (
        replace(happened(K.SEVERITY_CHANGED), data={"from": 3, "to": 4}),
        "Class changed from 3 to 4 by Sofie",
        "Sofieが重大度を3から4に変更",
    ),
    (
        happened(K.PROMISE_MADE, due_at=DUE),
        "Next update promised by 15:15",
        "次回のお知らせを15:15までと約束",
    ),
    (
        happened(K.PROMISE_MADE, due_at="soon"),
        "Next update promised by –",
        "次回のお知らせを–までと約束",
    ),
    (
        happened(K.PROMISE_MISSED, due_at=DUE, late_seconds=140.0),
        "Promise for 15:15 missed by 2 min",
        "約束の期限（15:15）を超過（2分遅れ）",
    ),
    (
        happened(K.PROMISE_MISSED, due_at=DUE),
        "Promise for 15:15 missed",
        "約束の期限（15:15）を超過",
    ),
    (
        happened(K.PROMISE_ESCALATED, "system", due_at=DUE, person="Yuki Tanabe"),
        "Yuki Tanabe called: the update due by 15:15 is late",
        "Yuki Tanabeに連絡：15:15までのお知らせが未公開",
    ),
    (
        happened(K.REPORT_DUE, due_at=DUE),
        "Final report due by 15:15",
        "最終報告の期限は15:15",
    ),
    (
        happened(K.REPORT_WARNED, due_at=DUE),
        "Final report not published yet, due by 15:15",
        "最終報告が未公開、期限は15:15",
    ),
    (
        happened(K.DISPATCH_FINISHED, message=1, channel="email", accepted=3388, recipients=3412),
        "Update 1, email: 3,388 of 3,412 handed over",
        "第1報（email）を送信、3,412件中3,388件",
    ),
    (happened(K.PLAN_APPLIED, "system", version=2), None, "Noroshiがプラン第2版を適用"),
    (happened(K.SIGNED_IN, ""), "Noroshi signed in", "Noroshiがログイン"),
    (happened(K.PERSON_ADDED, person=True), "True added by Sofie", "SofieがTrueを追加"),
]


@pytest.mark.parametrize(("event", "en", "ja"), LINES)
def test_the_line_of_the_log(event: Event, en: str | None, ja: str) -> None:
    assert en is None or line(event) == en
    assert line(event, "ja") == ja


@pytest.mark.parametrize("language", ["en", "ja", "de"])
@pytest.mark.parametrize("kind", EventKind)
def test_every_kind_has_a_line_even_without_data(kind: EventKind, language: str) -> None:
    bare = line(Event(id=1, at=NOON, kind=kind), language)
    assert bare
    assert not set(bare) & set("{}!\n")


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.floats(-1e6, 1e6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=6,
)
KEYS = st.sampled_from(
    ["message", "due_at", "reason", "values", "late_seconds", "components", "promise_kept", "to"]
)
EVENTS = st.builds(
    Event,
    id=st.integers(1, 10**6),
    at=st.datetimes(
        timezones=st.sampled_from([UTC, CET]), min_value=NOON.replace(year=1990, tzinfo=None)
    ),
    kind=st.sampled_from(EventKind),
    actor=st.sampled_from(["sofie", "system", "{0}"]),
    incident_number=st.none() | st.integers(1, 200),
    data=st.dictionaries(KEYS, VALUES, max_size=3),
)


@given(EVENTS, st.sampled_from(["en", "ja"]))
def test_no_data_breaks_a_line(event: Event, language: str) -> None:
    assert "\n" not in line(event, language)


def test_an_event_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        Event(id=1, at=datetime(2026, 3, 12), kind=K.SIGNED_IN)  # noqa: DTZ001 - what is refused


def test_the_same_moment_has_the_same_hash_in_every_zone() -> None:
    here = happened(K.SIGNED_IN)
    assert chain_hash(GENESIS, here) == chain_hash(GENESIS, replace(here, at=NOON.astimezone(CET)))


def test_the_hash_is_of_the_canonical_entry() -> None:
    event = happened(K.SIGNED_IN, b=1, a="é")
    assert chain_hash(GENESIS, event) == chain_hash(GENESIS, happened(K.SIGNED_IN, a="é", b=1))
    assert chain_hash(GENESIS, event) != chain_hash("1" * 64, event)
    assert len(chain_hash(GENESIS, event)) == 64


@given(EVENTS)
def test_what_comes_back_from_json_has_the_same_hash(event: Event) -> None:
    stored = replace(event, data=json.loads(json.dumps(event.data)))
    if _has_negative_zero(event.data):
        return
    assert chain_hash(GENESIS, stored) == chain_hash(GENESIS, event)


def _has_negative_zero(data: object) -> bool:
    return "-0.0" in json.dumps(data)


@pytest.mark.parametrize(
    "value",
    [NOON, 1e16, float("nan"), float("inf"), -0.0, {1: "x"}, b"x", {"x": {NOON}}, [object()]],
)
def test_data_that_would_come_back_changed_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="cannot keep"):
        chain_hash(GENESIS, happened(K.SIGNED_IN, x=value))


@pytest.mark.parametrize("value", [1, "x", None, True, 1.5, (1, 2), [{"x": [None]}], "\ud800"])
def test_ordinary_data_is_kept(value: object) -> None:
    assert chain_hash(GENESIS, happened(K.SIGNED_IN, x=value))


def log(length: int) -> list[tuple[Event, str]]:
    entries, head = [], GENESIS
    for number in range(1, length + 1):
        event = replace(happened(K.MESSAGE_DRAFTED, message=number), id=number)
        head = chain_hash(head, event)
        entries.append((event, head))
    return entries


def test_a_log_as_it_was_written_is_intact() -> None:
    entries = log(5)
    assert verify(entries) == Intact(count=5, head=entries[-1][1])
    assert verify([]) == Intact(count=0, head=GENESIS)


def test_a_part_of_the_log_can_be_checked_alone() -> None:
    entries = log(5)
    assert isinstance(verify(entries[2:], start=entries[1][1]), Intact)
    assert isinstance(verify(entries[2:]), Broken)


@given(st.integers(0, 4), st.sampled_from(["change", "remove", "swap", "repeat", "forge"]))
def test_any_change_within_the_log_shows(place: int, how: str) -> None:
    entries = log(6)
    event, stored = entries[place]
    changed = {
        "change": [(replace(event, actor="mallory"), stored)],
        "remove": [],
        "repeat": [entries[place], entries[place]],
        "swap": [entries[place + 1], entries[place]],
        "forge": [(event, "f" * 64)],
    }[how]
    rest = entries[place + 2 :] if how == "swap" else entries[place + 1 :]
    broken = verify([*entries[:place], *changed, *rest])
    assert isinstance(broken, Broken)
    assert broken.at in {place + 1, place + 2}
    assert broken.reason["en"].startswith("This entry")


def test_cutting_off_the_end_shows_against_a_witness() -> None:
    entries = log(6)
    witness = entries[5][1]
    assert isinstance(verify(entries, witness=witness), Intact)
    assert isinstance(verify(entries[:4]), Intact)
    broken = verify(entries[:4], witness=witness)
    assert isinstance(broken, Broken)
    assert (broken.at, broken.reason["en"]) == (4, "The log ends before the witnessed entry.")
