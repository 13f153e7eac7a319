"""A cache in front of a published directory, on the loopback, with its ways to be wrong."""

from __future__ import annotations

import gzip
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

Answer = tuple[int, dict[str, str], bytes]


@dataclass(kw_only=True)
class Cdn:
    """Shows the files below ``folder``; ``spoil`` may change what it says, by path."""

    folder: Path
    port: int = 0
    spoil: Callable[[str, bytes], Answer | None] = lambda _path, _content: None
    packs: bool = False
    asked: list[dict[str, str]] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Where readers get the page."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def hosts(self) -> tuple[str, ...]:
        """What has to be allowed, as everything here is internal."""
        return (f"127.0.0.1:{self.port}", f"localhost:{self.port}")

    def stay(self) -> None:
        """Go on showing what is there now, whatever is published."""
        root = self.folder.resolve()
        kept = {str(f.relative_to(root)): f.read_bytes() for f in root.rglob("*") if f.is_file()}
        self.spoil = lambda path, _content: (
            (200, {}, kept[path]) if path in kept else (404, {}, b"")
        )

    def answer(self, path: str, headers: dict[str, str]) -> Answer:
        """What is sent for ``path``."""
        self.asked.append(headers)
        try:
            content = (self.folder / path).read_bytes()
        except OSError:
            content = b""
        spoilt = self.spoil(path, content)
        if spoilt:
            return spoilt
        if not content:
            return 404, {}, b"not here"
        if self.packs and "gzip" in headers.get("accept-encoding", ""):
            return 200, {"Content-Encoding": "gzip"}, gzip.compress(content)
        return 200, {}, content


@contextmanager
def serving(folder: Path, *, tls: ssl.SSLContext | None = None) -> Iterator[Cdn]:
    """The cache, until the end of the block."""
    cdn = Cdn(folder=folder)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # head and body in one piece
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            told = {name.lower(): value for name, value in self.headers.items()}
            status, headers, body = cdn.answer(self.path.lstrip("/"), told)
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        request_queue_size = 128
        daemon_threads = True

    server = Server(("127.0.0.1", 0), Handler)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    cdn.port = server.server_address[1]
    thread = threading.Thread(target=lambda: server.serve_forever(0.01), daemon=True)
    thread.start()
    try:
        yield cdn
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
