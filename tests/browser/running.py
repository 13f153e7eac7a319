"""A demo that really runs: ``noroshi demo`` as a user starts it, kept open for the browser."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from noroshi.kernel.clock import OffsetClock
from noroshi.practice.mailbox.store import MailStore

SAYS = "NOROSHI_TEST_DEMO"
"""Names a file with what a running demo printed; the tests then use that demo."""
_SIGN_IN = re.compile(r"Sign in as .+?: (\S+)\s+password:\s+(\S+)")
_ADDRESS = re.compile(r"Screens\s+(http://127\.0\.0\.1:\d+)/")
_OPEN = "Ctrl-C ends the demo"


@dataclass(frozen=True, kw_only=True)
class Demo:
    """Where it is, and with which passwords to get in."""

    url: str
    directory: Path
    passwords: dict[str, str]  # address -> password

    def address(self, first_name: str) -> str:
        """The mail address of somebody who may sign in."""
        return next(address for address in self.passwords if address.startswith(first_name))

    @property
    def mails(self) -> MailStore:
        """What has arrived."""
        return MailStore(self.directory / "mailbox")

    def let_time_pass(self, minutes: float) -> None:
        """Move the clock of the whole installation forward."""
        clock = OffsetClock(self.directory / "clock.json")
        clock.move_to(clock.now() + timedelta(minutes=minutes))


@contextmanager
def running_demo() -> Iterator[Demo]:
    """Start one, wait until its story is told, end it afterwards."""
    if said := os.environ.get(SAYS):
        text = Path(said).read_text(encoding="utf-8")
        yield _read(text, Path(os.environ["NOROSHI_TEST_DEMO_DIR"]))
        return
    with tempfile.TemporaryDirectory(prefix="noroshi-browser-") as place:
        Path(place).chmod(0o711)  # as root, PostgreSQL runs as another user and has to pass
        with subprocess.Popen(  # noqa: S603 - ourselves
            [sys.executable, "-m", "noroshi", "demo", "--port", str(_free_port())],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=_environment(place),
        ) as child:
            try:
                said = _listen(child)
                yield _read(said, next(Path(place).glob("noroshi-demo-*")))
            finally:
                child.send_signal(signal.SIGTERM)
                child.communicate(timeout=60)


def _environment(place: str) -> dict[str, str]:
    kept = {n: v for n, v in os.environ.items() if not n.startswith(("NOROSHI_", "DATABASE_URL"))}
    return kept | {"TMPDIR": place, "COLUMNS": "200", "PYTHONUNBUFFERED": "1"}


def _listen(child: subprocess.Popen[str]) -> str:
    heard: list[str] = []
    for line in child.stdout or ():
        heard.append(line)
        if _OPEN in line:
            return "".join(heard)
    raise AssertionError("The demo ended by itself:\n" + "".join(heard)[-2_000:])


def _read(said: str, directory: Path) -> Demo:
    found = _ADDRESS.search(said)
    assert found, said
    return Demo(url=found.group(1), directory=directory, passwords=dict(_SIGN_IN.findall(said)))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
