"""``noroshi up``: PostgreSQL, the web and a worker as one tree, and where to look."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from noroshi.bootstrap.address import remember_address
from noroshi.bootstrap.keys import ensure_secret_key
from noroshi.cli.installation import Started, Wishes
from noroshi.host.ballast import Ballast
from noroshi.host.embedded import EmbeddedPostgres
from noroshi.host.ports import answers_on, check_port_free
from noroshi.host.processes import Child, ProcessTree, Program
from noroshi.host.register import Register
from noroshi.kernel.errors import SetupProblem


def run_up(
    wishes: Wishes,
    *,
    tell: Callable[[str], None],
    started: Callable[[Started], None],
) -> None:
    """Run until a signal asks to stop; everything has ended then.

    Raises:
        SetupProblem: it cannot start like this; nothing is left running.
    """
    data_dir = wishes.data_dir.absolute()
    ensure_secret_key(data_dir)
    with ExitStack() as stack:
        register = Register(data_dir)
        register.open()
        stack.callback(register.close)
        check_port_free(wishes.host, wishes.port)
        foundation = _database(data_dir, stack)
        os.environ["NOROSHI_DATA_DIR"] = str(data_dir)
        os.environ["NOROSHI_PUBLIC_URL"] = wishes.public_url
        remember_address(data_dir, wishes.public_url)
        news = Started(public_url=wishes.public_url, setup_link=_prepare())
        tree = ProcessTree(
            [*_beside(wishes), _web(wishes, lambda: started(news)), _worker()],
            foundation=foundation,
            tell=tell,
            register=register,
            watch=Ballast(data_dir).look if foundation else None,
        )
        tree.run()


def _database(data_dir: Path, stack: ExitStack) -> Child | None:
    if os.environ.get("DATABASE_URL"):
        return None
    server = EmbeddedPostgres(data_dir)
    stack.callback(server.stop)
    os.environ["DATABASE_URL"] = server.start()
    return server.child


def _prepare() -> str | None:
    # In a process of its own: this one stays small, and lives as long as the installation.
    done = subprocess.run(
        [sys.executable, "-m", "noroshi", "prepare", "--json"],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        lines = done.stderr.strip().splitlines() or ["The database could not be prepared."]
        raise SetupProblem(lines[-1] if done.returncode == 2 else done.stderr.strip())
    link = json.loads(done.stdout)["setup_link"]
    return str(link) if link else None


def _web(wishes: Wishes, first_time: Callable[[], None]) -> Program:
    answers = answers_on(wishes.host, wishes.port)
    told: list[bool] = []

    def ready(pid: int) -> bool:
        if not answers(pid):
            return False
        if not told:
            told.append(True)
            first_time()
        return True

    return Program(
        name="web",
        argv=_ourselves("web", "--host", wishes.host, "--port", str(wishes.port)),
        ready=ready,
    )


def _beside(wishes: Wishes) -> list[Program]:
    return [Program(name="mailbox", argv=_ourselves("mailbox"))] if wishes.with_mailbox else []


def _worker() -> Program:
    return Program(name="worker", argv=_ourselves("worker"), stop_grace_s=12.0)


def _ourselves(*words: str) -> list[str]:
    return [sys.executable, "-m", "noroshi", *words]
