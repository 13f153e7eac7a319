"""Who may do what about the public pages: every deed by every role (P6)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from noroshi.actions.begin_maintenance import (
    begin_maintenance,
    resume_maintenance,
    verify_maintenance,
)
from noroshi.actions.call_off_schedule import call_off_schedule
from noroshi.actions.cancel_maintenance import cancel_maintenance
from noroshi.actions.change_maintenance import change_maintenance, extend_maintenance
from noroshi.actions.context import Actor
from noroshi.actions.end_maintenance import end_maintenance
from noroshi.actions.enter_past_incident import enter_past_incident
from noroshi.actions.erase_subscriber import erase_subscriber
from noroshi.actions.import_history import Import, import_history
from noroshi.actions.invite_reader import invite_reader, uninvite_reader
from noroshi.actions.judge_hold import accept_hold, dismiss_hold
from noroshi.actions.plan_maintenance import plan_maintenance
from noroshi.actions.publish_pages_now import publish_pages_now
from noroshi.actions.publish_past_incident import (
    ask_for_past_incident,
    dismiss_past_incident,
    publish_past_incident,
)
from noroshi.actions.schedule_message import schedule_message
from noroshi.actions.set_component import Wish, set_component
from noroshi.domain.incident import ComponentStatus
from noroshi.domain.maintenance import WorkState
from noroshi.domain.plan.model import Role
from noroshi.kernel.errors import NotAllowed, Refusal
from noroshi.storage import maintenances
from tests.cast import World
from tests.importing.test_import import page_of
from tests.maintenance import planned
from tests.maintenance.test_timing import past

pytestmark = pytest.mark.django_db

EVERYBODY = frozenset(Role)
SPEAKERS = frozenset({Role.CUSTOMER_LIAISON, Role.COMMUNICATIONS_MANAGER})
LEADERS = SPEAKERS | {Role.MAJOR_INCIDENT_MANAGER}
DECLARERS = LEADERS | {Role.SUPPORT_MANAGER, Role.RESPONDER}
MANAGERS = frozenset({Role.COMMUNICATIONS_MANAGER})
NOBODY: frozenset[Role] = frozenset()

Deed = Callable[[World, Actor, Path], object]
NONE = 999
STATE = Wish(component="checkout", status=ComponentStatus.DEGRADED_PERFORMANCE, reason="Slow")


def _public(world: World) -> int:
    """Planned work that customers were told of, as storage holds it; made once."""
    work = planned.planned(world)
    if work.state is WorkState.PLANNED:
        told = replace(
            work,
            state=WorkState.SCHEDULED,
            announced=work.window,
            announced_at=world.clock.now(),
        )
        maintenances.save(told)
    return work.number


TABLE: dict[str, tuple[frozenset[Role], Deed]] = {
    "set a component's state": (LEADERS, lambda w, a, _: set_component(w.context, a, STATE)),
    "accept a state": (LEADERS, lambda w, a, _: accept_hold(w.context, a, NONE)),
    "dismiss a state": (LEADERS, lambda w, a, _: dismiss_hold(w.context, a, NONE, reason="No")),
    "plan maintenance": (
        DECLARERS,
        lambda w, a, _: plan_maintenance(w.context, a, planned.wish(w)),
    ),
    "change maintenance before it is public": (
        DECLARERS,
        lambda w, a, _: change_maintenance(
            w.context, a, planned.planned(w).number, planned.wish(w, auto_end=True)
        ),
    ),
    "change public maintenance": (
        SPEAKERS,
        lambda w, a, _: change_maintenance(
            w.context, a, _public(w), planned.wish(w, auto_end=True)
        ),
    ),
    "cancel public maintenance": (
        SPEAKERS,
        lambda w, a, _: cancel_maintenance(w.context, a, _public(w), reason="Not needed"),
    ),
    "begin maintenance": (DECLARERS, lambda w, a, _: begin_maintenance(w.context, a, NONE)),
    "verify maintenance": (DECLARERS, lambda w, a, _: verify_maintenance(w.context, a, NONE)),
    "resume maintenance": (DECLARERS, lambda w, a, _: resume_maintenance(w.context, a, NONE)),
    "end maintenance": (DECLARERS, lambda w, a, _: end_maintenance(w.context, a, NONE)),
    "extend maintenance": (
        SPEAKERS,
        lambda w, a, _: extend_maintenance(w.context, a, NONE, w.clock.now()),
    ),
    "set the time of a text": (
        SPEAKERS,
        lambda w, a, _: schedule_message(w.context, a, NONE, at=w.clock.now() + timedelta(hours=1)),
    ),
    "call a set time off": (SPEAKERS, lambda w, a, _: call_off_schedule(w.context, a, NONE)),
    "enter a past incident": (SPEAKERS, lambda w, a, _: enter_past_incident(w.context, a, past(w))),
    "ask for a past incident": (
        EVERYBODY,
        lambda w, a, _: ask_for_past_incident(w.context, a, NONE),
    ),
    "publish a past incident": (
        SPEAKERS,
        lambda w, a, _: publish_past_incident(w.context, a, NONE),
    ),
    "dismiss a past incident": (
        SPEAKERS,
        lambda w, a, _: dismiss_past_incident(w.context, a, NONE),
    ),
    "publish the pages anew": (MANAGERS, lambda w, a, _: publish_pages_now(w.context, a)),
    "take over another page": (
        MANAGERS,
        lambda w, a, folder: import_history(
            w.context, a, Import(page=page_of(w, folder), trial=True)
        ),
    ),
    "invite a reader": (
        SPEAKERS,
        lambda w, a, _: invite_reader(w.context, a, "no-page", "rin@partner.example"),
    ),
    "take an invitation back": (
        SPEAKERS,
        lambda w, a, _: uninvite_reader(w.context, a, "no-page", "rin@partner.example"),
    ),
    "erase a subscriber": (NOBODY, lambda w, a, _: erase_subscriber(w.context, a, "a@b.example")),
}
"""Which roles may, and the deed; most are about something that does not exist, so they end there."""

ADMINISTRATION = {
    "publish the pages anew",
    "take over another page",
    "invite a reader",
    "take an invitation back",
    "erase a subscriber",
}
"""What administrators may do who play no role."""


def is_refused(world: World, deed: Deed, actor: Actor, folder: Path) -> bool:
    """Whether it is refused because of who asks, and not because of what is asked."""
    try:
        deed(world, actor, folder)
    except NotAllowed:
        return True
    except Refusal:
        return False
    return False


def test_exactly_these_roles_may(world: World, tmp_path: Path) -> None:
    found = {
        name: {
            role
            for role in Role
            if not is_refused(world, deed, Actor(person="x", roles=frozenset({role})), tmp_path)
        }
        for name, (_, deed) in TABLE.items()
    }
    assert found == {name: roles for name, (roles, _) in TABLE.items()}


def test_an_administrator_who_plays_no_role_has_no_voice(world: World, tmp_path: Path) -> None:
    administrator = Actor(person="x", is_admin=True)
    may = {
        name
        for name, (_, deed) in TABLE.items()
        if not is_refused(world, deed, administrator, tmp_path)
    }
    assert may == ADMINISTRATION | {"ask for a past incident"}
