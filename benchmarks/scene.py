"""A published update with so many recipients, ready to be sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from noroshi import planfile
from noroshi.actions.answer_fact import Answer, answer_fact
from noroshi.actions.apply_plan import apply_plan
from noroshi.actions.context import SYSTEM
from noroshi.actions.declare_incident import Declaration, declare_incident
from noroshi.actions.draft_update import draft_update
from noroshi.actions.publish_update import publish_update
from noroshi.actions.request_approval import request_approval
from noroshi.bootstrap.wiring import context
from noroshi.domain.channel import Channel
from noroshi.domain.incident import Stage
from noroshi.domain.plan.model import ApprovalRule
from noroshi.kernel.ids import new_token
from noroshi.practice.demo.moves import SCOPE
from noroshi.practice.demo.texts import FIRST, TITLE
from noroshi.storage import ledger, subscribers
from noroshi.storage.shape import bring_up_to_date
from noroshi.storage.subscribers import Subscriber, SubscriberState


def ready_batches(mails: int) -> list[int]:
    """The batches of a message that was published a moment ago."""
    bring_up_to_date()
    here = context()
    plan = planfile.load(planfile.sample_directory()).require()
    # Nobody needs to approve: this measures the sending.
    apply_plan(here, SYSTEM, replace(plan, approvals=(ApprovalRule(roles=()),)), digest="benchmark")
    subscribers.add_many(_readers(mails))
    incident = declare_incident(
        here,
        SYSTEM,
        Declaration(
            title=TITLE,
            severity=4,
            scope=SCOPE,
            started_at=here.clock.now(),
            scenario="service-outage",
            request_key=new_token(),
        ),
    )
    for known in FIRST:
        answer = Answer(question=known.question, values=known.values, unknown=known.unknown)
        answer_fact(here, SYSTEM, incident.number, answer)
    message = draft_update(here, SYSTEM, incident.number, stage=Stage.INVESTIGATING)
    request_approval(here, SYSTEM, message.id)
    publish_update(here, SYSTEM, message.id)
    return ledger.unfinished_batches(message.id)


def _readers(mails: int) -> Iterator[Subscriber]:
    now = context().clock.now()
    for number in range(mails):
        yield Subscriber(
            channel=Channel.EMAIL,
            address=f"reader{number}@example.com",
            audience="customers",
            language="en",
            state=SubscriberState.CONFIRMED,
            created_at=now,
            confirmed_at=now,
        )
