"""Begin the next message of an incident: every text that the plan asks for, filled from facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from noroshi.actions.context import Actor, Context
from noroshi.actions.queries.plan import current_plan
from noroshi.actions.texts import drafts, keep
from noroshi.domain.cadence import Hold, Skip, may_send, next_promise
from noroshi.domain.channel import Channel
from noroshi.domain.events import EventKind
from noroshi.domain.incident import Incident, IncidentState, Stage
from noroshi.domain.message import LeftOut, Message, MessageKind, MessageState
from noroshi.domain.permissions import Deed
from noroshi.domain.plan import select
from noroshi.domain.plan.model import Outlet, Plan
from noroshi.kernel.errors import Conflict
from noroshi.storage import events, incidents, messages
from noroshi.storage.unit_of_work import unique_or, unit_of_work

_ORDER = [Stage.INVESTIGATING, Stage.IDENTIFIED, Stage.MONITORING, Stage.RESOLVED]


@dataclass(frozen=True, kw_only=True)
class Outlets:
    """Where a message goes now, and where it does not, with the reason."""

    speaking: tuple[Outlet, ...]
    left_out: tuple[LeftOut, ...]


def draft_update(context: Context, actor: Actor, number: int, *, stage: Stage) -> Message:
    """Draft an update at ``stage`` on every outlet of the incident's path whose time has come.

    Raises:
        Conflict: the incident is not open, or another message is in work.
    """
    actor.must_be_allowed(Deed.DRAFT)
    plan = current_plan()
    now = context.clock.now()
    with unit_of_work():
        incident = incidents.locked(number)
        _must_be_open(incident, stage)
        outlets = _outlets(plan, incident, stage, now)
        if not outlets.speaking:
            raise Conflict(
                "Every channel of this incident has spoken a short while ago.",
                way_out="Write again when the first of them may speak.",
            )
        with unique_or(
            "Another message of this incident is in work.",
            way_out="Finish or withdraw it first.",
        ):
            message = messages.add(
                _new(plan, incident, actor, stage=stage, outlets=outlets, now=now)
            )
        keep(drafts(context, plan, incident, message, outlets=outlets.speaking), message, actor)
        events.append(
            at=now,
            kind=EventKind.MESSAGE_DRAFTED,
            actor=actor.person,
            incident=number,
            data={"message": message.number, "stage": stage},
        )
        return message


def _must_be_open(incident: Incident, stage: Stage) -> None:
    if incident.state is not IncidentState.OPEN:
        raise Conflict(
            "Only an open incident gets updates.",
            way_out="Confirm the proposal first, or write the final report.",
        )
    if stage not in _ORDER:
        raise Conflict("The final report is drafted from its six parts.")


def _outlets(plan: Plan, incident: Incident, stage: Stage, now: datetime) -> Outlets:
    path = select.path(select.scenario(plan, incident.scenario), incident.severity)
    verdicts = [
        (outlet, _may_speak(plan, incident, outlet, stage=stage, now=now))
        for outlet in path.outlets
    ]
    return Outlets(
        speaking=tuple(outlet for outlet, silence in verdicts if silence is None),
        left_out=tuple(silence for _, silence in verdicts if silence is not None),
    )


def _may_speak(
    plan: Plan, incident: Incident, outlet: Outlet, *, stage: Stage, now: datetime
) -> LeftOut | None:
    rule = select.cadence(plan, outlet.channel)
    last = messages.last_published_at(incident.number, outlet.channel, [outlet.audience])
    verdict = may_send(rule, stage, last, now)
    if not isinstance(verdict, Hold | Skip):
        return None
    return LeftOut(
        audience=outlet.audience,
        channel=outlet.channel,
        reason=verdict.reason,
        until=verdict.until if isinstance(verdict, Hold) else None,
    )


def _new(
    plan: Plan, incident: Incident, actor: Actor, *, stage: Stage, outlets: Outlets, now: datetime
) -> Message:
    page_rule = select.cadence(plan, Channel.STATUS_PAGE)
    return Message(
        id=0,
        incident_number=incident.number,
        number=messages.next_number(incident.number),
        kind=MessageKind.UPDATE,
        stage=stage,
        state=MessageState.DRAFT,
        next_update_at=next_promise(page_rule, stage, now),
        drafted_by=actor.person,
        drafted_at=now,
        left_out=outlets.left_out,
    )
