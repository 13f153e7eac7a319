"""A worker process for the tests: its jobs do what their payload says and note what they did.

Usage: python -m tests.worker.program [migrate]
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import sys
import threading

import django
from django.core.management import call_command

from noroshi.jobs.payloads import LookAtTimers, NotifyColleague, SendBatch, Sweep, WatchPages
from noroshi.kernel.errors import Refusal

_NOTE = "INSERT INTO note (job, what, pid) VALUES (%(job)s, %(what)s, %(pid)s)"
_BROKEN = "SELECT 1 FROM note WHERE job = 'timers' AND what = 'break'"
_TABLE = """
CREATE TABLE IF NOT EXISTS note (
    id bigserial PRIMARY KEY, job text, what text, pid int, at timestamptz DEFAULT clock_timestamp()
)
"""


def note(job: str, what: str) -> None:
    from procrastinate.contrib.django import app  # noqa: PLC0415  # needs Django to be set up

    connector = app.connector.get_sync_connector()
    connector.execute_query(_NOTE, job=job, what=what, pid=os.getpid())


def notify(payload: NotifyColleague) -> None:
    """Synchronous. The person is an order: "wait 2.5", "die", "refuse", "break", or anything."""
    order, _, argument = payload.person.partition(" ")
    note(payload.person, "started")
    if order == "wait":
        threading.Event().wait(float(argument))
    elif order == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    elif order == "refuse":
        raise Refusal("Not today.")
    elif order == "break":
        raise RuntimeError("it broke")
    note(payload.person, "done")


async def send(payload: SendBatch) -> None:
    """Async. Takes as many milliseconds as its batch's number."""
    from noroshi.worker.threads import in_thread  # noqa: PLC0415

    await in_thread(lambda: note(f"batch {payload.batch_id}", "started"))
    await asyncio.sleep(payload.batch_id / 1000)
    await in_thread(lambda: note(f"batch {payload.batch_id}", "done"))


def look_at_timers(payload: LookAtTimers) -> None:
    from procrastinate.contrib.django import app  # noqa: PLC0415

    if app.connector.get_sync_connector().execute_query_all(_BROKEN):
        raise RuntimeError("the timers broke")
    note("timers", "done")


def sweep(payload: Sweep) -> None:
    note("sweep", "done")


def watch_pages(payload: WatchPages) -> None:
    note("watch", "done")


def main() -> int:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.worker.small_settings"
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(process)d %(message)s")
    django.setup()
    if "migrate" in sys.argv:
        call_command("migrate", verbosity=0)
        from procrastinate.contrib.django import app  # noqa: PLC0415

        app.connector.get_sync_connector().execute_query(_TABLE)
        return 0
    return work()


def work() -> int:
    from noroshi.worker.handlers import by_name, handle  # noqa: PLC0415
    from noroshi.worker.main import run  # noqa: PLC0415
    from noroshi.worker.pace import Pace  # noqa: PLC0415

    handlers = by_name(
        handle(NotifyColleague, notify),
        handle(SendBatch, send),
        handle(LookAtTimers, look_at_timers),
        handle(Sweep, sweep),
        handle(WatchPages, watch_pages),
    )
    return run(
        handlers,
        database_url=os.environ["DATABASE_URL"],
        concurrency=4,
        pace=Pace(**json.loads(os.environ["PACE"])),
    )


if __name__ == "__main__":
    sys.exit(main())
