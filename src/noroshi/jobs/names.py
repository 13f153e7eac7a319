"""Names in the job table: tasks, queues and locks. Stored, so a rename is a migration."""

from __future__ import annotations

from enum import StrEnum


class QueueName(StrEnum):
    """Which slots of a worker a job takes."""

    SYS = "sys"  # periodic; never waits behind the product's own work
    WORK = "work"  # everything a person or an incident asked for


class TaskName(StrEnum):
    """What a worker can be asked to do."""

    SEND_BATCH = "send_batch"
    RETRY_DELIVERIES = "retry_deliveries"
    PUBLISH_PAGES = "publish_pages"
    WATCH_PAGES = "watch_pages"
    CONFIRM_SUBSCRIPTION = "confirm_subscription"
    CONSIDER_ASKING = "consider_asking"
    SEND_CODE = "send_code"
    SEND_PAGE_LINK = "send_page_link"
    NOTIFY_COLLEAGUE = "notify_colleague"
    LOOK_AT_TIMERS = "look_at_timers"
    SWEEP = "sweep"
    AUDIT = "audit"
    LOOK_AT_PROVIDERS = "look_at_providers"
    SEND_CANARY = "send_canary"
    TRY_PROVIDER = "try_provider"
    FETCH_BOUNCES = "fetch_bounces"

    @property
    def queue(self) -> QueueName:
        """Where jobs of this task wait."""
        return QueueName.SYS if self in _SYS else QueueName.WORK


SLOW_TICKS = frozenset({TaskName.WATCH_PAGES})
"""Ticks that may wait for what they look at. Each of them runs once at a time (see ``lock_on``)."""

_SYS = SLOW_TICKS | {
    TaskName.LOOK_AT_TIMERS,
    TaskName.SWEEP,
    TaskName.LOOK_AT_PROVIDERS,
    TaskName.AUDIT,
}

# Cron with seconds in the sixth field. Ticks that find their task still waiting are dropped.
PERIODIC = {
    TaskName.LOOK_AT_TIMERS: "* * * * * *",
    TaskName.SWEEP: "* * * * * */5",
    TaskName.AUDIT: "* * * * *",
    TaskName.WATCH_PAGES: "* * * * * */30",
    TaskName.LOOK_AT_PROVIDERS: "* * * * *",
    TaskName.FETCH_BOUNCES: "* * * * *",
}


def lock_on(task: TaskName, key: int | str) -> str:
    """The lock under which only one job of ``task`` runs for ``key`` at a time.

    The same text serves as queueing lock, under which only one such job waits: pass it as both
    for work that may be asked for many times and needs doing once more (publishing a page).
    """
    return f"{task}:{key}"
