"""Write down what became of a wanted version of the pages, and let its recipients be written to."""

from __future__ import annotations

from noroshi.actions.context import SYSTEM, Actor, Context
from noroshi.actions.want_pages import CLOCK
from noroshi.domain.events import EventKind
from noroshi.jobs.names import TaskName, lock_on
from noroshi.jobs.payloads import SendBatch
from noroshi.jobs.queue import JobRequest, defer_many, live_locks
from noroshi.storage import events, ledger, messages, pages
from noroshi.storage.pages import PublicationRecord
from noroshi.storage.unit_of_work import unit_of_work


def publication_verified(
    context: Context, actor: Actor, wanted: PublicationRecord, *, files: int
) -> None:
    """The pages were read back with the right bytes: now the fan-out begins."""
    now = context.clock.now()
    with unit_of_work():
        if not pages.verified(wanted.version, files=files, at=now):
            return
        if wanted.reason != CLOCK:
            events.append(
                at=now,
                kind=EventKind.PAGE_PUBLISHED,
                actor=actor.person,
                incident=_incident_of(wanted),
                data={"page": wanted.reason, "version": wanted.version},
            )
        if wanted.message_id:
            start_sending(ledger.unfinished_batches(wanted.message_id))


def publication_failed(context: Context, wanted: PublicationRecord, *, why: str) -> None:
    """The pages could not be shown to be public. People see it; the job tries again."""
    now = context.clock.now()
    with unit_of_work():
        first = wanted.failed_at is None
        pages.failed(wanted.version, why=why, at=now)
        if first:
            events.append(
                at=now,
                kind=EventKind.PAGE_FAILED,
                actor=SYSTEM.person,
                incident=_incident_of(wanted),
                data={"page": wanted.reason, "reason": why},
            )


def start_sending(batches: list[int]) -> list[int]:
    """Ask for a job for each batch that has none."""
    busy = live_locks(TaskName.SEND_BATCH)
    locks = {batch: lock_on(TaskName.SEND_BATCH, batch) for batch in batches}
    urgency = ledger.job_priorities(batches)
    return defer_many(
        JobRequest(
            payload=SendBatch(batch_id=batch),
            lock=lock,
            queueing_lock=lock,
            priority=urgency[batch],
        )
        for batch, lock in locks.items()
        if lock not in busy
    )


def _incident_of(wanted: PublicationRecord) -> int | None:
    return messages.get(wanted.message_id).incident_number if wanted.message_id else None
