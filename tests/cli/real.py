"""The real command in processes of its own, on a database of its own."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from noroshi.host.program import Child, Program

_NOT_HANDED_ON = {"DJANGO_SETTINGS_MODULE", "NOROSHI_PERSON", "NOROSHI_SECRET_KEY"}


@dataclass(frozen=True)
class Place:
    """A data directory, and the address of an empty database ("" for none)."""

    data_dir: Path
    database_url: str = ""

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name not in _NOT_HANDED_ON}
        ours = {"NOROSHI_DATA_DIR": str(self.data_dir), "LANG": "C.UTF-8"}
        return kept | ours | ({"DATABASE_URL": self.database_url} if self.database_url else {})

    def noroshi(self, *words: object) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        return subprocess.run(  # noqa: S603 - our own command
            [sys.executable, "-m", "noroshi", *map(str, words)],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    def done(self, *words: object) -> str:
        """What a command said that must not fail."""
        ended = self.noroshi(*words)
        assert ended.returncode == 0, ended.stderr
        return ended.stdout


@contextmanager
def empty_database(server_url: str) -> Iterator[str]:
    """The address of a database that is dropped afterwards."""
    name = f"real_{os.getpid()}_{time.monotonic_ns()}"
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
        yield urlsplit(server_url)._replace(path=f"/{name}").geturl()
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@contextmanager
def running(argv: list[str], *, environment: dict[str, str], log: Path) -> Iterator[None]:
    """A program that runs meanwhile; a killed test run takes it along."""
    child = Child(Program(name="beside", argv=argv, env=environment, log=log))
    child.start()
    try:
        yield
    finally:
        child.stop()


def free_port() -> int:
    """A port that nobody has at the moment."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def ask(
    port: int, method: str, path: str, *, body: bytes | None = None, **headers: str
) -> tuple[int, bytes]:
    """Status and body of an answer; (0, b"") when nobody answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request(method, path, body, {k.replace("_", "-"): v for k, v in headers.items()})
        answer = connection.getresponse()
        return answer.status, answer.read()
    except OSError:
        return 0, b""
    finally:
        connection.close()


def send_json(port: int, path: str, document: object) -> int:
    """The status of a POST."""
    content = json.dumps(document).encode()
    return ask(port, "POST", path, body=content, Content_Type="application/json")[0]


def until(condition: Callable[[], bool], what: str, *, within: float = 30.0) -> None:
    """Wait for ``condition``."""
    end = time.monotonic() + within
    while not condition():
        assert time.monotonic() < end, f"not within {within} s: {what}"
        threading.Event().wait(0.1)
