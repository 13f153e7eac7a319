"""What people do in an experiment: a plan, readers, a published update. Django must be set up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import LiteralString

from django.db import connection

from chaos.variants import swap
from noroshi import planfile
from noroshi.actions.answer_fact import Answer, answer_fact
from noroshi.actions.apply_plan import apply_plan
from noroshi.actions.context import SYSTEM
from noroshi.actions.declare_incident import Declaration, declare_incident
from noroshi.actions.draft_update import draft_update
from noroshi.actions.publish_update import publish_update
from noroshi.actions.record_publication import start_sending
from noroshi.actions.request_approval import request_approval
from noroshi.bootstrap.context import context
from noroshi.domain.channel import Channel
from noroshi.domain.incident import Stage
from noroshi.domain.plan.model import ApprovalRule
from noroshi.kernel.ids import new_token
from noroshi.practice.demo.moves import SCOPE
from noroshi.practice.demo.texts import FIRST, TITLE
from noroshi.storage import ledger, messages
from noroshi.storage.ledger import PlannedDispatch
from noroshi.storage.shape import bring_up_to_date
from noroshi.storage.unit_of_work import unit_of_work

_READERS = """
INSERT INTO storage_subscriberrow
       (channel, address, audience, language, time_zone, state, components, regions, secret,
        confirm_hash, consent, created_at, confirmed_at, confirmations_sent, suppressed)
SELECT 'email', 'reader' || n || '@example.com', 'customers',
       CASE WHEN n %% 3 = 0 THEN 'ja' ELSE 'en' END, 'UTC', 'confirmed', '{}', '{}',
       '', '', '{}', now(), now(), 0, ''
  FROM generate_series(%s, %s) AS n
"""
_HOOKS = """
INSERT INTO storage_subscriberrow
       (channel, address, audience, language, time_zone, state, components, regions, secret,
        confirm_hash, consent, created_at, confirmed_at, confirmations_sent, suppressed)
SELECT 'webhook', 'http://127.0.1.' || n || ':' || %s || '/' || n, 'customers', 'en', 'UTC',
       'confirmed', '{}', '{}', 'whsec_' || encode(sha256('k'), 'base64'), '', '{}', now(), now(), 0,
       ''
  FROM generate_series(1, %s) AS n
"""
_END_ALL: tuple[LiteralString, ...] = (
    "DELETE FROM procrastinate_jobs",
    "DELETE FROM procrastinate_workers",
    "DELETE FROM storage_deliveryexception WHERE state IN ('queued', 'sending')",
    """UPDATE storage_batch
       SET state = 'done', mark = cardinality(members), started = cardinality(members)
       WHERE state <> 'done'""",
    "UPDATE storage_dispatch SET finished_at = now() WHERE finished_at IS NULL",
)
_REWIND: tuple[LiteralString, ...] = (
    """DELETE FROM storage_deliveryexception WHERE batch_id IN
       (SELECT id FROM storage_batch WHERE dispatch_id = ANY(%s))""",
    """UPDATE storage_batch SET state = 'waiting', mark = 0, started = 0, repeated = 0
       WHERE dispatch_id = ANY(%s)""",
    "UPDATE storage_dispatch SET finished_at = NULL WHERE id = ANY(%s)",
)


def prepare(people: int) -> None:
    """The tables, a plan in which nobody needs to approve, and so many confirmed readers."""
    bring_up_to_date()
    plan = planfile.load(planfile.sample_directory()).require()
    apply_plan(context(), SYSTEM, replace(plan, approvals=(ApprovalRule(roles=()),)), digest="x")
    add_readers(1, people)


def add_readers(first: int, last: int) -> None:
    """Confirmed readers with these numbers; a third of them reads Japanese."""
    with connection.cursor() as cursor:
        cursor.execute(_READERS, [first, last])
        cursor.execute("VACUUM ANALYZE storage_subscriberrow")


def add_hooks(count: int, *, port: int) -> None:
    """So many confirmed endpoints, each with an address of its own on this machine."""
    with connection.cursor() as cursor:
        cursor.execute(_HOOKS, [port, count])


def batches_of(size: int) -> None:
    """Have updates published by this process sent in batches of this size."""
    swap(ledger, "BATCH_SIZE", size)


def draft() -> int:
    """An incident of its own with an update that is approved, and only waits to be published."""
    here = context()
    declaration = Declaration(
        title=TITLE,
        severity=4,
        scope=SCOPE,
        started_at=here.clock.now(),
        scenario="service-outage",
        request_key=new_token(),
    )
    incident = declare_incident(here, SYSTEM, declaration)
    for known in FIRST:
        answer = Answer(question=known.question, values=known.values, unknown=known.unknown)
        answer_fact(here, SYSTEM, incident.number, answer)
    message = draft_update(here, SYSTEM, incident.number, stage=Stage.INVESTIGATING)
    request_approval(here, SYSTEM, message.id)
    return message.id


def publish(message: int) -> None:
    """Let it go out: the page first, by a job of a worker, then the mail."""
    publish_update(context(), SYSTEM, message)


def publish_new() -> int:
    """An update to everybody; the number of the message."""
    message = draft()
    publish(message)
    return message


def rewind(message: int) -> None:
    """Make as if nothing had been sent of a published message, and ask for the sending anew."""
    dispatches = [each.id for each in mail_dispatches(message) if each.recipients]
    with unit_of_work(), connection.cursor() as cursor:
        for statement in _REWIND:
            cursor.execute(statement, [dispatches])
        start_sending(ledger.unfinished_batches(message))


def mail_dispatches(message: int) -> list[PlannedDispatch]:
    """What goes out by mail of a message."""
    return [each for each in ledger.of_message(message) if each.channel is Channel.EMAIL]


def hook_dispatches(message: int) -> list[PlannedDispatch]:
    """What goes out by webhook of a message."""
    return [each for each in ledger.of_message(message) if each.channel is Channel.WEBHOOK]


def hooks_are_finished(message: int) -> bool:
    """Whether every endpoint has a final outcome."""
    return all(each.finished_at for each in hook_dispatches(message))


def endpoints() -> Mapping[int, str]:
    """The path of every endpoint, by the number of the subscriber."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, substring(address from '[^/]*$') FROM storage_subscriberrow"
            " WHERE channel = 'webhook'"
        )
        return {person: f"/{path}" for person, path in cursor.fetchall()}


def is_finished(message: int) -> bool:
    """Whether everybody has a final outcome, and the ledger says so."""
    found = mail_dispatches(message)
    return bool(found) and all(each.finished_at for each in found)


def addresses() -> Mapping[int, str]:
    """Where everybody lives, by number."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, address FROM storage_subscriberrow WHERE channel = 'email'")
        return dict(cursor.fetchall())


def leave(people: list[int]) -> None:
    """These readers unsubscribe, all at once."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE storage_subscriberrow SET state = 'unsubscribed' WHERE id = ANY(%s)", [people]
        )


def only_readers(last: int) -> None:
    """Readers up to this number want mail, the others do not."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE storage_subscriberrow"
            " SET state = CASE WHEN id <= %s THEN 'confirmed' ELSE 'unsubscribed' END",
            [last],
        )


def come_back(people: list[int]) -> None:
    """As if they had never left."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE storage_subscriberrow SET state = 'confirmed' WHERE id = ANY(%s)", [people]
        )


def last_of_first_batches(message: int, how_many: int) -> list[int]:
    """Those at the end of the batches that are sent first, so many of each."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT members FROM storage_batch WHERE number = 0 AND dispatch_id = ANY(%s)",
            [[each.id for each in mail_dispatches(message)]],
        )
        return [person for (members,) in cursor.fetchall() for person in members[-how_many:]]


def end_all_work() -> None:
    """No job, no worker and nothing to send is left, whatever an earlier experiment did."""
    with connection.cursor() as cursor:
        for statement in _END_ALL:
            cursor.execute(statement)


def text_of(dispatch: PlannedDispatch) -> tuple[str, str]:
    """Subject and body as they were approved."""
    text = messages.rendition(dispatch.rendition_id)
    assert text.digest == dispatch.digest  # noqa: S101 - what was approved is what was planned
    return text.subject, text.body
