"""The sink as its keeper sees it: a process of its own, asked over a socket."""

from __future__ import annotations

import base64
import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple


class Mail(NamedTuple):
    """One mail as it arrived. ``at``: seconds on the machine's monotonic clock."""

    recipient: str
    message_id: str
    to: str
    link: str
    form: str
    return_path: str
    at: float


class Hook(NamedTuple):
    """One webhook as it arrived."""

    path: str
    webhook_id: str
    form: str
    at: float


class Witness:
    """Asks the sink. ``port`` is where it takes mail, ``hook_port`` where it takes webhooks."""

    def __init__(self, *, port: int, hook_port: int, control: int) -> None:
        self.port = port
        self.hook_port = hook_port
        self._socket = socket.create_connection(("127.0.0.1", control))
        self._lines = self._socket.makefile("rw", encoding="utf-8")

    def count(self) -> int:
        """How many mails it has."""
        return int(self._ask("count"))

    def connections(self) -> int:
        """How many connections were made to it."""
        return int(self._ask("connections"))

    def mails(self, *, since: int = 0) -> list[Mail]:
        """What it has, in order of arrival."""
        return [Mail(*fields) for fields in self._ask("since", n=since)]

    def hooks(self) -> list[Hook]:
        """The webhooks it has, in order of arrival."""
        return [Hook(*fields) for fields in self._ask("hooks")]

    def forms(self) -> dict[str, bytes]:
        """A whole mail for each digest."""
        return {name: base64.b64decode(raw) for name, raw in self._ask("forms").items()}

    def behave(self, **manners: object) -> None:
        """Change its manners (``chaos.sink.Manners``); those not named stay."""
        self._ask("behave", **manners)

    def forget(self) -> None:
        """Begin a new book."""
        self._ask("forget")

    def close(self) -> None:
        """Ask no more."""
        self._lines.close()
        self._socket.close()

    def _ask(self, what: str, **about: object) -> Any:
        self._lines.write(json.dumps({"do": what} | about) + "\n")
        self._lines.flush()
        return json.loads(self._lines.readline())


@contextmanager
def witness() -> Iterator[Witness]:
    """A sink that runs until the end of the block."""
    process = subprocess.Popen(
        [sys.executable, "-m", "chaos.sink"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout  # noqa: S101 - for the type checker
        ports = json.loads(process.stdout.readline())
        ours = Witness(port=ports["smtp"], hook_port=ports["hooks"], control=ports["control"])
        yield ours
        ours.close()
    finally:
        process.kill()
        process.communicate()
