"""The sample company with checks and rules for alerts in its plan."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta

from noroshi.actions.apply_plan import apply_plan
from noroshi.actions.context import SYSTEM
from noroshi.actions.lease_checks import follow_plan, lease_checks
from noroshi.actions.note_check import note_check
from noroshi.domain.checks import Fault, Health, Result
from noroshi.domain.incident import ComponentStatus
from noroshi.domain.plan.watching import Check, CheckKind, Show, SignalRule
from noroshi.storage import pages
from tests.cast import World

FRONT = Check(
    key="front",
    component="checkout",
    kind=CheckKind.HTTP,
    regions=("europe",),
    url="https://kitsune-cloud.example/",
)
ALERTS = SignalRule(
    key="errors",
    component="checkout",
    match={"alertname": "CheckoutErrors"},
    region_label="region",
)
CHECKOUT = ("checkout", "europe")


def with_checks(world: World, *checks: Check, rules: tuple[SignalRule, ...] = ()) -> None:
    """Put a plan in force that has these; checks begin at once."""
    plan = replace(world.plan, checks=checks, component_signals=rules)
    digest = hashlib.sha256(repr((checks, rules)).encode()).hexdigest()
    apply_plan(world.context, SYSTEM, plan, digest=digest)
    follow_plan(world.context)


def look(world: World, *faults: Fault | None) -> Health | None:
    """Looks, one a minute, each on its own turn."""
    health: Health | None = None
    for fault in faults:
        world.clock.pass_by(seconds=60)
        for turn in lease_checks(world.context, most=10):
            result = Result(at=world.clock.now(), took=timedelta(milliseconds=90), fault=fault)
            health = note_check(world.context, turn, result)
    return health


def state(place: tuple[str, str] = CHECKOUT) -> ComponentStatus:
    """What customers see."""
    return pages.states().get(place, ComponentStatus.OPERATIONAL)


AT_ONCE = replace(FRONT, show=Show.AT_ONCE)
