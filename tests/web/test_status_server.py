"""The real web process without a database: started like that, it shows what was published."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.pages import site

pytestmark = pytest.mark.smoke


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(data: Path, *words: str) -> Iterator[int]:
    port = _free_port()
    ours = {n: v for n, v in os.environ.items() if not n.startswith(("NOROSHI_", "DATABASE_URL"))}
    gone = {"DATABASE_URL": f"postgresql://nobody@127.0.0.1:{_free_port()}/gone"}
    command = [sys.executable, "-m", "noroshi", "--data-dir", str(data), *words]
    with subprocess.Popen(  # noqa: S603 - ourselves
        [*command, "--port", str(port)], env=ours | gone, stderr=subprocess.DEVNULL
    ) as process:
        try:
            _wait_for(port, process)
            yield port
        finally:
            process.terminate()
            process.wait(15)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    while process.poll() is None:
        try:
            get(port, "/status/")
        except OSError:
            threading.Event().wait(0.05)
            continue
        return
    raise AssertionError("the server ended")


@dataclass(frozen=True, kw_only=True)
class Answer:
    status: int
    headers: Message
    body: bytes


def get(port: int, path: str, *, method: str = "GET", **headers: str) -> Answer:
    with closing(HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers=told)
        with connection.getresponse() as found:
            return Answer(status=found.status, headers=found.headers, body=found.read())


def test_the_pages_are_shown_by_a_process_that_never_saw_its_database(tmp_path: Path) -> None:
    root = site.kitsune(tmp_path / "pages", address="http://status.kitsune.example")
    with running(tmp_path, "web") as port:
        plain = get(port, "/status/index.html")
        assert b"All is well" in plain.body
        assert len(plain.body) == int(plain.headers["Content-Length"])
        assert get(port, "/", Host="status.kitsune.example").body == plain.body
        head = get(port, "/status/index.html", method="HEAD")
        assert (head.headers["Content-Length"], head.body) == (plain.headers["Content-Length"], b"")
        same = get(port, "/status/index.html", If_None_Match=plain.headers["ETag"])
        assert (same.status, same.body) == (304, b"")
        for path in ("/status/ja%2findex.html", "/status/..%2f..%2fetc/passwd", "/status//"):
            assert get(port, path).status == 404, path
        assert get(port, "/healthz").status == 503
        _nobody_smuggles_a_request(port)
        _news_come_by_the_stream(root, port)


SECOND = b"GET /status/status.json HTTP/1.1\r\nHost: a\r\n\r\n"
HOST = b"Host: noroshi.example\r\n"
SMUGGLING = {
    "two lengths": b"POST /status/ HTTP/1.1\r\n%sContent-Length: 0\r\nContent-Length: %d\r\n\r\n%s",
    "a length with a sign": b"POST /status/ HTTP/1.1\r\n%sContent-Length: +%d\r\n\r\n%s",
    "a body that is not read": b"PUT /status/ HTTP/1.1\r\n%sContent-Length: %d\r\n\r\n%s",
    "a body of a GET": b"GET /status/ HTTP/1.1\r\n%sContent-Length: %d\r\n\r\n%s",
    "a length and chunks": b"POST /status/ HTTP/1.1\r\n%sContent-Length: %d\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n%s",
    "an odd coding": b"POST /status/ HTTP/1.1\r\n%sTransfer-Encoding: xchunked\r\nX: %d\r\n\r\n%s",
    "a space before the colon": b"POST /status/ HTTP/1.1\r\n%sTransfer-Encoding : chunked\r\nX: %d\r\n"
    b"\r\n0\r\n\r\n%s",
    "a folded line": b"GET /status/ HTTP/1.1\r\n%s X: %d\r\n\r\n%s",
}


def _nobody_smuggles_a_request(port: int) -> None:
    """One answer to one request, however its end is disputed."""
    with ExitStack() as stack:
        asked = {}
        for name, form in SMUGGLING.items():
            link = stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=5))
            link.sendall(form % (HOST, len(SECOND), SECOND))
            asked[name] = link
        threading.Event().wait(0.3)
        for name, link in asked.items():
            told = link.recv(65_536)
            assert told.count(b"HTTP/1.1 ") == 1, (name, told)
            assert b"partial_outage" not in told, name
    with socket.create_connection(("127.0.0.1", port), timeout=5) as link:
        link.sendall(b"GET /status/ HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n")
        assert link.recv(65_536).startswith(b"HTTP/1.1 400 ")


def _news_come_by_the_stream(root: Path, port: int) -> None:
    with closing(HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request("GET", "/status/events")
        with connection.getresponse() as stream:
            told = (line for line in iter(stream.readline, b"") if line.startswith(b"data: "))
            assert b"All is well" in next(told)
            site.put(root, version=2, headline="Checkout fails")
            assert b"Checkout fails" in next(told)
