"""What the worker looks at by the clock: promises, reports, and work that lost its job."""

from __future__ import annotations

from datetime import timedelta

from noroshi.actions.erase_feedback import forget_readers
from noroshi.actions.finish_dispatch import finish_dispatch
from noroshi.actions.publish_notices import publish_notices
from noroshi.actions.publish_scheduled import publish_scheduled
from noroshi.actions.record_publication import start_sending
from noroshi.actions.want_pages import keep_pages_fresh
from noroshi.actions.watch_components import watch_components
from noroshi.actions.watch_maintenance import watch_maintenance
from noroshi.actions.watch_promises import watch_promises
from noroshi.actions.watch_reports import watch_reports
from noroshi.domain.asking import KEPT_FOR
from noroshi.jobs.names import TaskName, lock_on
from noroshi.jobs.payloads import LookAtTimers, PublishPages, RetryDeliveries, Sweep
from noroshi.jobs.queue import JobRequest, defer_many
from noroshi.storage import askings, ledger, page_readers, pages
from noroshi.worker.duties.presence import PRESENCE
from noroshi.worker.duties.tools import Toolbox

PATIENCE_WITH_PAGES = timedelta(seconds=30)
"""The page goes first; but mail does not wait longer than this for a page that cannot be shown."""


def look_at_timers(tools: Toolbox, _job: LookAtTimers) -> None:
    """Remind, escalate and warn, each step once; a copy that may not send calls nobody."""
    if not PRESENCE.note(tools.context):
        return
    watch_promises(tools.context)
    watch_reports(tools.context)
    # The work moves first: what is true of it decides which notices may still go out.
    watch_maintenance(tools.context)
    publish_notices(tools.context)
    publish_scheduled(tools.context)


def sweep(tools: Toolbox, _job: Sweep) -> None:
    """Give a job back to everything that the tables say is not done: jobs are disposable."""
    now = tools.context.clock.now()
    watch_components(tools.context)
    keep_pages_fresh(tools.context)
    askings.forget_old(before=now - KEPT_FOR)
    page_readers.forget_old(before=now - KEPT_FOR)
    forget_readers(tools.context)
    start_sending(ledger.forgotten_batches(published_before=now - PATIENCE_WITH_PAGES))
    defer_many(
        JobRequest(
            payload=PublishPages(version=wanted.version),
            queueing_lock=lock_on(TaskName.PUBLISH_PAGES, wanted.version),
        )
        for wanted in pages.unverified()[-1:]
        if now - wanted.wanted_at > PATIENCE_WITH_PAGES
    )
    for batch in ledger.perhaps_over(published_before=now - PATIENCE_WITH_PAGES):
        finish_dispatch(tools.context, batch)
    defer_many(
        JobRequest(
            payload=RetryDeliveries(batch_id=batch),
            lock=lock_on(TaskName.RETRY_DELIVERIES, batch),
            queueing_lock=lock_on(TaskName.RETRY_DELIVERIES, batch),
        )
        for batch in ledger.batches_to_retry(now=now)
    )
