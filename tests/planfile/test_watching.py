"""Checks and rules for alerts in plan files: what is wrong is said with its place."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from noroshi.domain.incident import ComponentStatus
from noroshi.domain.plan.watching import Show
from noroshi.planfile.document import dump, parse
from tests.planfile.workshop import PLAN, Workshop

CHECK = """
checks:
  - key: front
    component: checkout
    kind: http
    url: https://kitsune-cloud.example/health
    contains: ok
    every: 30s
    show: at_once
"""
RULE = """
component_signals:
  - key: errors
    component: checkout
    regions: [europe]
    match: {alertname: "Checkout*", severity: critical}
    status: degraded_performance
    after: 5m
"""


def written(folder: Path, text: str) -> Workshop:
    shop = Workshop(folder)
    shop.write("plan.yaml", text)
    return shop


def test_a_plan_may_have_checks_and_rules_and_keeps_them(tmp_path: Path) -> None:
    plan = written(tmp_path, PLAN + CHECK + RULE).load().require()
    (check,) = plan.checks
    assert (check.every, check.show) == (timedelta(seconds=30), Show.AT_ONCE)
    (rule,) = plan.component_signals
    assert (rule.status, rule.show) == (
        ComponentStatus.DEGRADED_PERFORMANCE,
        Show.AFTER_CONFIRMATION,
    )
    assert parse(dump(plan)) == plan


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("every: 30s", "every: 5s", "every 10 seconds"),
        ("kind: http", "kind: tcp", "needs a host and a port"),
        ("component: checkout", "component: chekout", "no component “chekout”"),
        ("contains: ok", "regions: [mars]", "no region “mars”"),
        ("contains: ok", "failures: 6", "so few results"),
        ("contains: ok", "status: operational", "no state of something that fails"),
        ("contains: ok", "within: 40s", "waited for 30 seconds"),
    ],
)
def test_a_check_that_makes_no_sense_is_named(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    found = written(tmp_path, PLAN + CHECK.replace(old, new)).findings()
    assert any(said in str(finding) for finding in found), found


def test_two_checks_never_share_a_key(tmp_path: Path) -> None:
    twice = CHECK + CHECK.replace("\nchecks:\n", "")
    found = written(tmp_path, PLAN + twice).findings()
    assert any("is there twice" in str(finding) for finding in found)
