"""An installation as an operator starts it, and what may happen to it."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import httpx2

from noroshi.cli.demo import environment
from tests.smoke.processes import PATIENCE_S, belonging_to, children, until

NOROSHI = Path(sys.prefix) / "bin" / "noroshi"
UNDER_WAY = 150
"""So many mails have arrived when a message counts as on its way; thirteen times as many go out."""
_PARTS = {
    "postgres": "postgres -D",
    "web": "-m noroshi web",
    "worker": "-m noroshi worker",
    "mailbox": "-m noroshi mailbox",
}


def clean_environment() -> dict[str, str]:
    """Ours, without what would tell Noroshi anything."""
    own = ("NOROSHI_", "DATABASE_URL", "DJANGO_")
    return {name: value for name, value in os.environ.items() if not name.startswith(own)}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def place() -> Iterator[Path]:
    """An empty directory that another user may pass through; PostgreSQL is one where we are root."""
    root = Path(tempfile.mkdtemp(prefix="noroshi-smoke-")).resolve()
    root.chmod(0o711)
    try:
        yield root
    finally:
        shutil.rmtree(root, ignore_errors=True)


def run(
    *words: str | Path, within: float = PATIENCE_S, **more: str
) -> subprocess.CompletedProcess[str]:
    """A command that ends by itself."""
    return subprocess.run(  # noqa: S603 - ourselves
        [NOROSHI, *words],
        env=clean_environment() | more,
        capture_output=True,
        text=True,
        timeout=within,
        check=False,
    )


class Product:
    """``noroshi up`` on a data directory; use it as a context manager."""

    def __init__(self, root: Path) -> None:
        self.data_dir = root / "data"
        self.data_dir.mkdir()
        self.data_dir.chmod(0o711)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = clean_environment() | environment(self.data_dir, self.url)
        self._said = root / "said"
        self._complained = root / "complained"
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._process and self._process.poll() is None:
            self.stop(signal.SIGTERM)

    def start(self) -> None:
        """Start it, and wait until it has said where it is."""
        words = ["--data-dir", self.data_dir, "up", "--port", str(self.port), "--with-mailbox"]
        with self._said.open("wb") as said, self._complained.open("ab") as complained:
            self._process = subprocess.Popen(  # noqa: S603 - ourselves
                [NOROSHI, *words],
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=complained,
            )
        until(lambda: "Ctrl-C" in self.said or not self.runs, "it says where it is")
        assert self.runs, self.complained
        self.settle()

    def stop(self, number: signal.Signals) -> int:
        """Send a signal to the supervisor; its exit code once everything has ended."""
        assert self._process
        self._process.send_signal(number)
        return self._process.wait(PATIENCE_S)

    def restart_after_kill(self) -> None:
        """kill -9 of the supervisor, then start again."""
        self.stop(signal.SIGKILL)
        self.start()

    @property
    def runs(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def said(self) -> str:
        """What it printed since the last start."""
        return self._said.read_text(encoding="utf-8")

    @property
    def complained(self) -> str:
        """What it wrote to stderr."""
        return self._complained.read_text(encoding="utf-8")

    @property
    def setup_link(self) -> str | None:
        found = re.search(r"works once\): (\S+)", self.said)
        return found.group(1) if found else None

    def part(self, name: str) -> int | None:
        """The process id of postgres, web, worker or mailbox at present."""
        assert self._process
        found = children(self._process.pid).items()
        return next((pid for pid, words in found if _PARTS[name] in words), None)

    def signal(self, name: str, number: signal.Signals) -> int:
        """Send a part a signal; the process id that it had."""
        pid = self.part(name)
        assert pid, f"{name} does not run"
        os.kill(pid, number)
        return pid

    def left_behind(self) -> list[str]:
        return belonging_to(self.data_dir)

    def healthy(self) -> bool:
        """Whether the web answers, and has a database behind it."""
        try:
            return httpx2.get(f"{self.url}/healthz", timeout=5, trust_env=False).status_code == 200
        except httpx2.HTTPError:
            return False

    def settle(self) -> None:
        """Wait until every part runs."""
        until(lambda: all(self.part(name) for name in _PARTS), "every part runs")
        until(self.healthy, "the web answers")


class Hands:
    """People and readers at work on a running product: a process that does what it is told."""

    def __init__(self, product: Product) -> None:
        self._product = product
        self._process = subprocess.Popen(  # noqa: S603 - tests.smoke.acts
            [sys.executable, "-m", "tests.smoke.acts", str(product.data_dir)],
            env=product.environment | {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()

    def do(self, act: str, message: int = 0) -> Any:
        """Have one act done; its result."""
        assert self._process.stdin
        assert self._process.stdout
        print(json.dumps([act, message]), file=self._process.stdin, flush=True)
        answer = self._process.stdout.readline()
        assert answer, f"{act} failed; see above"
        return json.loads(answer)

    def publish(self) -> int:
        """An update to everybody; the number of the message. Returns while it is on its way."""
        self._product.settle()
        until(lambda: self.do("beating") >= 2 == self.do("workers"), "one worker takes jobs")
        return self.publish_now()

    def publish_now(self) -> int:
        """The same, whatever runs."""
        before = self.do("arrived")
        message = int(self.do("publish"))
        until(lambda: self.do("arrived") >= before + UNDER_WAY, "mail arrives")
        return message

    def unfinished(self, message: int) -> bool:
        return bool(self.do("unfinished", message))

    def outcome(self, message: int) -> dict[str, int]:
        """Wait for the end; then everybody compared with what arrived."""
        until(lambda: not self.unfinished(message), "everybody is handed over or listed")
        return dict(self.do("compared", message))
