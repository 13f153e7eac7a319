"""An update has gone out: the open promises are kept or missed, and the next ones are made."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from noroshi.actions.context import Actor
from noroshi.domain.cadence import Promise, PromiseState, settle
from noroshi.domain.channel import Channel
from noroshi.domain.events import EventKind
from noroshi.domain.incident import Incident, Stage
from noroshi.domain.message import Message, MessageKind
from noroshi.domain.plan.model import Plan
from noroshi.domain.plan.readers import is_for_anybody
from noroshi.storage import events, messages, promises


@dataclass(frozen=True, kw_only=True)
class Settled:
    """What became of the open promises; ``kept`` is None when there were none."""

    kept: bool | None = None
    late_minutes: int = 0


def settle_promises(plan: Plan, incident: Incident, message: Message, actor: Actor) -> Settled:
    """Settle what was promised, and promise the next update that the texts name (R4).

    The promise of the status page was made to the public: words for one audience do not keep it.
    """
    at = message.published_at
    if message.kind is not MessageKind.UPDATE or at is None:
        return Settled()
    spoke = {
        text.key.channel
        for text in messages.renditions(message.id)
        if text.key.channel is not Channel.STATUS_PAGE or is_for_anybody(plan, text)
    }
    over = message.stage is Stage.RESOLVED
    settled = [
        _settle(promise, at, actor)
        for promise in promises.open_ones(incident.number)
        if promise.channel in spoke or over
    ]
    if message.next_update_at and Channel.STATUS_PAGE in spoke:
        _make(incident, actor, due_at=message.next_update_at, at=at)
    return Settled(
        kept=not any(p.lateness for p in settled) if settled else None,
        late_minutes=max((_minutes_late(p) for p in settled), default=0),
    )


def _minutes_late(promise: Promise) -> int:
    return math.ceil(promise.lateness / timedelta(minutes=1))


def _settle(promise: Promise, at: datetime, actor: Actor) -> Promise:
    settled = settle(promise, at)
    promises.save(settled)
    kept = settled.state is PromiseState.KEPT
    events.append(
        at=at,
        kind=EventKind.PROMISE_KEPT if kept else EventKind.PROMISE_MISSED,
        actor=actor.person,
        incident=promise.incident_number,
        data={
            "channel": promise.channel,
            "due_at": promise.due_at,
            "late_seconds": int(settled.lateness.total_seconds()),
        },
    )
    return settled


def _make(incident: Incident, actor: Actor, *, due_at: datetime, at: datetime) -> None:
    channel = Channel.STATUS_PAGE
    promises.make(
        Promise(id=0, incident_number=incident.number, channel=channel, due_at=due_at, made_at=at)
    )
    events.append(
        at=at,
        kind=EventKind.PROMISE_MADE,
        actor=actor.person,
        incident=incident.number,
        data={"channel": channel, "due_at": due_at},
    )
