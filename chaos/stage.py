"""Where an experiment takes place: a durable PostgreSQL, the sink, and a nursery of workers.

    with stage(people=4_000) as here:          # sets Django up in this process; once a process
        message = here.scene.publish_new()
        with here.nursery() as nursery:
            worker = nursery.worker()
            ...
            here.until(lambda: here.scene.is_finished(message), "everybody has an outcome")
            verdict = here.judge(message)

One stage a process: the product reads its environment once.
"""

from __future__ import annotations

import os
import select
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Final

from chaos.nursery import Nursery
from chaos.witness import Witness, witness
from noroshi.host.embedded import EmbeddedPostgres

if TYPE_CHECKING:
    from chaos.checker import Verdict
    from chaos.hooks import HooksVerdict

PATIENCE_S = 120.0
ENDPOINTS: Final = 200
"""At most so many endpoints of webhooks, each at an address of its own: 127.0.1.n."""
_LOOK_EVERY_S = 0.02


@dataclass(frozen=True, kw_only=True)
class Stage:
    """Use ``stage``. ``scene`` and ``judge`` run in this process, which nobody kills."""

    directory: Path
    server: EmbeddedPostgres
    witness: Witness
    environment: dict[str, str]
    scene: ModuleType

    @contextmanager
    def nursery(self, *, smtp_port: int | None = None, **more: str) -> Iterator[Nursery]:
        """A process that forks workers which have everything loaded: they start in no time.

        ``smtp_port``: something between the workers and the sink. ``more`` goes into the
        environment. All its workers end with the block.
        """
        place = {"NOROSHI_SMTP_PORT": str(smtp_port or self.witness.port)}
        with Nursery(self.environment | place | more) as nursery:
            yield nursery

    @contextmanager
    def process(self, *words: str, **more: str) -> Iterator[subprocess.Popen[bytes]]:
        """``noroshi WORDS`` as an operator would start it; ended with the block."""
        process = subprocess.Popen(  # noqa: S603 - ourselves
            [sys.executable, "-m", "noroshi", "--data-dir", str(self.directory), *words],
            env=self.environment | more,
        )
        try:
            yield process
        finally:
            process.terminate()
            process.wait(30)

    def judge(
        self,
        messages: int | Sequence[int],
        *,
        since: int = 0,
        left: Mapping[int, float] | None = None,
    ) -> Verdict:
        """See ``chaos.checker.judge``."""
        from chaos.checker import judge

        return judge(messages, self.witness, since=since, left=left)

    def judge_hooks(self, messages: Sequence[int]) -> HooksVerdict:
        """See ``chaos.hooks.judge_hooks``."""
        from chaos.hooks import judge_hooks

        return judge_hooks(messages, self.witness)

    @staticmethod
    def until(holds: Callable[[], bool], what: str, *, within: float = PATIENCE_S) -> float:
        """Look again until ``holds``; the seconds it took.

        Raises:
            SystemExit: it takes too long.
        """
        begun = time.monotonic()
        while not holds():
            if time.monotonic() > begun + within:
                raise SystemExit(f"not within {within:.0f} s: {what}")
            rest(_LOOK_EVERY_S)
        return time.monotonic() - begun


def rest(seconds: float) -> None:
    """Do nothing for so long."""
    select.select([], [], [], seconds)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _nothing(_: Mapping[str, str]) -> None:
    """Leave the tables to this release."""


@contextmanager
def stage(
    *,
    people: int,
    server: Callable[[Path], EmbeddedPostgres] = EmbeddedPostgres,
    first: Callable[[Mapping[str, str]], object] = _nothing,
) -> Iterator[Stage]:
    """A fresh installation with so many readers; gone afterwards.

    ``first`` is handed the environment before there is any table.
    """
    root = Path(tempfile.mkdtemp(prefix="noroshi-chaos-"))
    root.chmod(0o711)  # as root the server is another user, who has to pass through
    database = server(root / "database")
    try:
        with witness() as sink:
            environment = _environment(root, database.start(), sink)
            os.environ.update(environment)
            first(os.environ)
            from noroshi.bootstrap.django import set_up

            set_up()
            from chaos import scene

            scene.prepare(people)
            yield Stage(
                directory=root,
                server=database,
                witness=sink,
                environment=os.environ | environment,
                scene=scene,
            )
    finally:
        database.discard()
        shutil.rmtree(root, ignore_errors=True)


def _environment(root: Path, url: str, sink: Witness) -> dict[str, str]:
    return {
        "DATABASE_URL": url,
        "NOROSHI_ALLOWED_INTERNAL_HOSTS": ",".join(f"127.0.1.{n}" for n in range(1, ENDPOINTS + 1)),
        "NOROSHI_PLAIN_WEBHOOKS": "yes",
        "DJANGO_SETTINGS_MODULE": "noroshi.settings",
        "NOROSHI_CLOCK_FILE": str(root / "clock.json"),
        "NOROSHI_DATA_DIR": str(root),
        "NOROSHI_LOG_LEVEL": os.environ.get("NOROSHI_LOG_LEVEL", "CRITICAL"),
        "NOROSHI_SECRET_KEY": "a key for experiments only, 0123456789abcdef",
        "NOROSHI_SMTP_HOST": "127.0.0.1",
        "NOROSHI_SMTP_PORT": str(sink.port),
        "NOROSHI_SMTP_SECURITY": "none",
    }
