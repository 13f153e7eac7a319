"""Real worker processes on a real database, and what they left there."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import psycopg
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from noroshi.jobs.payloads import NotifyColleague, Payload
from noroshi.worker.pace import Pace

QUICK = Pace(heartbeat=0.3, stalled=1.5, poll=0.2, grace=2.0, deaths=2, patience=20.0)


class WorkerProcess:
    """One worker; ``end`` it in the end."""

    def __init__(self, url: str, *, pace: Pace) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.worker.program"],
            env=_environment(url) | {"PACE": json.dumps(asdict(pace))},
        )
        self.pid = self._process.pid

    def signal(self, number: signal.Signals) -> None:
        self._process.send_signal(number)

    def exit_code(self, *, within: float = 10.0) -> int:
        return self._process.wait(timeout=within)

    def end(self) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()


class Stage:
    """A database, and the workers on it."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._workers: list[WorkerProcess] = []
        self._connection: psycopg.Connection[dict[str, Any]] | None = None

    def migrate(self) -> None:
        command = [sys.executable, "-m", "tests.worker.program", "migrate"]
        subprocess.run(command, env=_environment(self.url), check=True)  # noqa: S603

    def clear(self) -> None:
        self.rows("TRUNCATE note, procrastinate_workers, procrastinate_jobs CASCADE")

    def worker(self, *, pace: Pace = QUICK) -> WorkerProcess:
        """A worker that has announced itself."""
        return self.workers(1, pace=pace)[0]

    def workers(self, number: int, *, pace: Pace = QUICK) -> list[WorkerProcess]:
        """Workers that have announced themselves."""
        announced = self.worker_rows() + 2 * number
        started = [WorkerProcess(self.url, pace=pace) for _ in range(number)]
        self._workers += started
        until(lambda: self.worker_rows() >= announced, "the workers announce their two queues")
        return started

    def end(self) -> None:
        """Kill all workers."""
        for worker in self._workers:
            worker.end()
        if self._connection:
            self._connection.close()

    def ask(self, payload: Payload, *, lock: str | None = None) -> int:
        """A job, as ``noroshi.jobs`` would ask for it."""
        (row,) = self.rows(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, priority, args, lock)"
            " VALUES (%s, %s, 0, %s, %s) RETURNING id",
            str(payload.task.queue),
            str(payload.task),
            Jsonb(payload.as_json()),
            lock,
        )
        return int(row["id"])

    def status(self, job: int) -> str:
        (row,) = self.rows("SELECT status::text FROM procrastinate_jobs WHERE id = %s", job)
        return str(row["status"])

    def notes(self, job: str, what: str) -> list[int]:
        """The pids of the workers that noted this."""
        rows = self.rows("SELECT pid FROM note WHERE job = %s AND what = %s ORDER BY id", job, what)
        return [row["pid"] for row in rows]

    def worker_rows(self) -> int:
        return int(self.rows("SELECT count(*) AS n FROM procrastinate_workers")[0]["n"])

    def rows(self, query: str, *values: object) -> list[dict[str, Any]]:
        if self._connection is None or self._connection.broken:
            self._connection = psycopg.connect(self.url, row_factory=dict_row, autocommit=True)
        cursor = self._connection.execute(query.encode(), values)
        return cursor.fetchall() if cursor.description else []

    def reconnect(self) -> None:
        """After a restart of the database."""
        if self._connection:
            self._connection.close()
        self._connection = None


def order(text: str) -> NotifyColleague:
    """A job that makes the program do this; see its ``notify``."""
    return NotifyColleague(person=text, kind="order", incident_number=1, about=1)


def until(condition: Callable[[], bool], what: str, *, within: float = 30.0) -> float:
    """Wait for ``condition``; the seconds it took."""
    start = time.monotonic()
    while not condition():
        assert time.monotonic() < start + within, f"not within {within} s: {what}"
        threading.Event().wait(0.05)
    return time.monotonic() - start


def pause(seconds: float) -> None:
    threading.Event().wait(seconds)


def _environment(url: str) -> dict[str, str]:
    path = os.pathsep.join(path for path in sys.path if path)
    return os.environ | {"DATABASE_URL": url, "PYTHONPATH": path}
