"""A published update with so many recipients, ready to be sent."""

from __future__ import annotations

from dataclasses import replace

from django.db import connection

from noroshi import planfile
from noroshi.actions.answer_fact import Answer, answer_fact
from noroshi.actions.apply_plan import apply_plan
from noroshi.actions.context import SYSTEM
from noroshi.actions.declare_incident import Declaration, declare_incident
from noroshi.actions.draft_update import draft_update
from noroshi.actions.publish_update import publish_update
from noroshi.actions.request_approval import request_approval
from noroshi.bootstrap.context import context
from noroshi.bootstrap.wiring import toolbox
from noroshi.delivery.ledger import Recipient
from noroshi.domain.channel import Channel
from noroshi.domain.delivery import State
from noroshi.domain.incident import Stage
from noroshi.domain.plan.model import ApprovalRule
from noroshi.kernel.ids import new_token
from noroshi.practice.demo.moves import SCOPE
from noroshi.practice.demo.texts import FIRST, TITLE
from noroshi.storage import ledger, messages
from noroshi.storage.shape import bring_up_to_date
from noroshi.storage.tallies import tally_of
from noroshi.worker.duties.parcels import parcel_maker

_READERS = """
INSERT INTO storage_subscriberrow
       (channel, address, audience, language, time_zone, state, components, regions, secret,
        confirm_hash, consent, created_at, confirmed_at, confirmations_sent, suppressed)
SELECT 'email', 'reader' || n || '@example.com', 'customers', 'en', 'UTC', 'confirmed', '{}', '{}',
       '', '', '{}', now(), now(), 0, ''
  FROM generate_series(1, %s) AS n
"""
_LEDGER = ("storage_batch", "storage_deliveryexception", "storage_batchreceipts")


def prepare(mails: int) -> None:
    """The tables, the plan and so many confirmed readers."""
    lay_out()
    fill(mails)


def lay_out() -> None:
    """The tables and the plan."""
    bring_up_to_date()
    plan = planfile.load(planfile.sample_directory()).require()
    # Nobody needs to approve: this measures the sending.
    plan = replace(plan, approvals=(ApprovalRule(roles=()),))
    apply_plan(context(), SYSTEM, plan, digest="benchmark")


def fill(mails: int) -> None:
    """So many confirmed readers."""
    with connection.cursor() as cursor:
        cursor.execute(_READERS, [mails])
        cursor.execute("VACUUM ANALYZE storage_subscriberrow")


def publish() -> int:
    """An incident of its own with an update to everybody; its number. No job waits for it."""
    here = context()
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
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
        cursor.execute("DELETE FROM procrastinate_workers")
        cursor.execute("VACUUM ANALYZE storage_batch")
    return message.id


def latest_message() -> int:
    """The message that was published last."""
    return max(messages.get(row).id for row in _column("SELECT max(id) FROM storage_messagerow"))


def workers_alive() -> int:
    """How many queues of workers have announced themselves, two to a worker."""
    return _column("SELECT count(*) FROM procrastinate_workers")[0] // 2


def is_finished(message: int) -> bool:
    """Whether everybody has a final outcome."""
    return all(dispatch.finished_at for dispatch in ledger.of_message(message))


def accepted(message: int) -> int:
    """How many were handed over."""
    return sum(tally_of(dispatch.id)[State.ACCEPTED] for dispatch in ledger.of_message(message))


def ledger_bytes() -> int:
    """The size of the ledger's tables with their indexes."""
    return sum(_column(f"SELECT pg_total_relation_size('{table}')")[0] for table in _LEDGER)


def one_mail() -> bytes:
    """The bytes of one copy, from an update of its own. Ask before there are readers: one that
    they were never sent would be taken up by the workers that are to be measured.
    """
    message = publish()
    (text,) = (
        t
        for t in messages.renditions(message)
        if t.key.channel is Channel.EMAIL
        and t.key.language == "en"
        and t.key.audience == "customers"
    )
    (dispatch,) = (d for d in ledger.of_message(message) if d.rendition_id == text.id)
    to = Recipient(id=1, address="reader1@example.com", language="en")
    return parcel_maker(toolbox(), dispatch)(to).content


def _column(statement: str) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return [row[0] for row in cursor.fetchall()]
