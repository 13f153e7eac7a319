"""Names, addresses and numbers that only colleagues can place stay out of texts for outsiders."""

from __future__ import annotations

from dataclasses import replace

import pytest

from noroshi.domain.guardrails.mend import apply
from noroshi.domain.guardrails.rule import Context, Level
from tests.domain.guardrails.texts import CONTEXT, found, marked, text

BAD = {
    "The fault is on db-prod-03.": "db-prod-03",
    "The fault is on DB-PROD-03.": "DB-PROD-03",
    "The fault is on db_prod_03.": "db_prod_03",
    "The fault is on lb-2.": "lb-2",
    "The fault is on web01.": "web01",
    "The fault is on mysql-primary-02.": "mysql-primary-02",
    "The fault is on app-db-replica-7.": "app-db-replica-7",
    "The fault is on redis07-eu.": "redis07-eu",
    "The fault is on worker-prod-eu.": "worker-prod-eu",
    "The fault is on web-app-server-9.": "web-app-server-9",
    "The fault is on web01.eu-west.internal.": "web01.eu-west.internal",
    "The fault is on WEB.KITSUNE.LOCAL.": "WEB.KITSUNE.LOCAL",
    "Call https://grafana.kitsune.example/d/1.": "grafana.kitsune.example",
    "Call http://localhost:8080/health.": "http://localhost:8080/health.",
    "Call db3.prod.kitsune.example.": "db3.prod.kitsune.example",
    "Reach x.rds.amazonaws.com now.": "x.rds.amazonaws.com",
    "Reach ip-10-0-3-17 now.": "ip-10-0-3-17",
    "Pod checkout-7d9f8b6c5d-x2x9z died.": "checkout-7d9f8b6c5d-x2x9z",
    "At 10.0.3.17 nothing answers.": "10.0.3.17",
    "At 10.0.3.17:443 nothing answers.": "10.0.3.17",
    "At 10[.]0[.]3[.]17 nothing answers.": "10[.]0[.]3[.]17",
    "At 010.000.003.017 nothing answers.": "010.000.003.017",
    "At １０．０．３．１７ nothing answers.": "１０．０．３．１７",
    "At 1\u200b0.0.3.17 nothing answers.": "1\u200b0.0.3.17",
    "At 192.168.0.x nothing answers.": "192.168.0.x",
    "At 10.20.0.0/16 nothing answers.": "10.20.0.0/16",
    "At 192.0.2.44 nothing answers.": "192.0.2.44",
    "At fe80::1%eth0 nothing answers.": "fe80::1%eth0",
    "At 2001:db8::17 nothing answers.": "2001:db8::17",
    "At fd12:3456::/32 nothing answers.": "fd12:3456::/32",
    "At fe80::1: nothing answers.": "fe80::1:",
    "At 00:1a:2b:3c:4d:5e nothing answers.": "00:1a:2b:3c:4d:5e",
    "See PAY-4711.": "PAY-4711",
    "See ticket PAY-4.": "PAY-4",
    "See INC0012345.": "INC0012345",
    "See ticket #4711.": "ticket #4711",
    "チケット番号：48213で管理しています。": "チケット番号：48213",
    "コミット4f2a9c1に戻しました。": "4f2a9c1",
    "We are at 2fd4e1c67a2d28fced849ee1bb76e7391b93eb12.": "2fd4e1c67a2d28fced849ee1bb76e7391b93eb12",
    "It is a java.lang.NullPointerException.": "java.lang.NullPointerException",
    "at com.kitsune.Pay.run(Pay.java:118)": "at com.kitsune.Pay.run(Pay.java:118)",
    "See /var/log/pay.log.": "/var/log/pay.log.",
    "The instance i-0abc12def34567890 died.": "i-0abc12def34567890",
    "See #incident-checkout.": "#incident-checkout",
    "`db-prod-03` is slow.": "db-prod-03",
}
GOOD = [
    "Call `GET /v2/orders` of api.kitsune.example.",
    "Only eu-west-1 is affected.",
    "Version 10.0.2.1 is affected, 10.0.2.2 is not.",
    "Use 4.12.0.3 or later.",
    "From 10:15 to 11:02:33 CET.",
    "UTF-8, ISO-8601, SHA-256, RFC-2822, CVE-2026-1234, COVID-19, TLS-1.3, HTTP-500.",
    "The error code PAY-402 is shown.",
    "Shops see “PAY-402”.",
    "Shops see the PAY-402 error.",
    "Allow `203.0.113.24` and `2001:db8::17`.",
    "Allow 52.28.14.9 in your firewall.",
    "Ask 8.8.8.8.",
    "999.1.2.3 and 1.2.3 are no addresses.",
    "Please quote your ticket #4711.",
    "The checksum SHA-1 2fd4e1c67a2d28fced849ee1bb76e7391b93eb12 is right.",
    "node-18 and postgres-15 clients work.",
    "ab::cd and 10::20 and 2001:xyz are no addresses.",
    "Our servers and databases are fine.",
    "Edit docker-compose.local and settings.local as usual.",
    "The payments-api and a third-party app work.",
    "fe80:::1 is nothing.",
    "API-2013-10-02 is a date.",
    "A worker-node of the grid works.",
]


@pytest.mark.parametrize(("body", "mark"), BAD.items())
def test_what_only_colleagues_can_place_is_blocked(body: str, mark: str) -> None:
    language = "en" if body.isascii() or "nothing" in body else "ja"
    assert any(mark in one for one in marked("internal_detail", body, language))


@pytest.mark.parametrize("body", GOOD)
def test_what_anybody_may_know_passes(body: str) -> None:
    assert marked("internal_detail", body) == []


def test_colleagues_may_read_it() -> None:
    assert not found("internal_detail", text("db-prod-03, PAY-4711", internal=True))


def test_administrators_may_read_paths_of_their_own_in_code() -> None:
    technical = replace(text("Edit `/etc/hosts`; ours is /etc/pay/hosts."), technical=True)
    assert [one.found for one in found("internal_detail", technical)] == ["/etc/pay/hosts."]
    assert marked("internal_detail", "Edit `/etc/hosts`.") == ["/etc/hosts"]


def test_the_names_that_the_plan_lists_are_found_with_the_host_before_them() -> None:
    names = replace(CONTEXT, internal_names=("corp.kitsune.example", "Badger"))
    body = "Project Badger moved pay.eu.corp.kitsune.example, and badgers sleep."
    hits = [one.found for one in found("internal_detail", text(body, context=names))]
    assert hits == ["Badger", "pay.eu.corp.kitsune.example"]


def test_a_public_name_that_looks_like_a_ticket_passes() -> None:
    named = Context(product_names=("PAY-4711",), scope_words=("web01",))
    assert not found("internal_detail", text("PAY-4711 and web01 work.", context=named))


@pytest.mark.parametrize(
    ("body", "mended"),
    [
        ("Payments (PAY-4711) fail.", "Payments fail."),
        ("Payments (see PAY-4711) fail.", "Payments fail."),
        ("決済サーバー（10.0.3.17）を再起動しました。", "決済サーバーを再起動しました。"),
        ("Payments [`db-prod-03`] fail.", "Payments fail."),
    ],
)
def test_a_remark_in_brackets_can_be_taken_out(body: str, mended: str) -> None:
    (hit,) = found("internal_detail", text(body))
    assert (hit.level, apply(hit, "", body)[1]) == (Level.BLOCK, mended)


def test_a_link_is_not_taken_out_in_half() -> None:
    (hit,) = found("internal_detail", text("See [PAY-4711](https://kitsune.example/x)."))
    assert hit.mend is None


def test_each_place_is_found_once() -> None:
    assert marked("internal_detail", "ticket PAY-4711 at grafana.corp.kitsune.local") == [
        "PAY-4711",
        "grafana.corp.kitsune.local",
    ]


def test_the_reason_says_what_it_is() -> None:
    (hit,) = found("internal_detail", text("See PAY-4711."))
    assert hit.reason["en"] == (
        "The number of an internal ticket stands here (PAY-4711); say what customers notice instead."
    )
    assert "社内のチケット番号（PAY-4711）" in hit.reason["ja"]
