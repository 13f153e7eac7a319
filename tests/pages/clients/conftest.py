"""Kitsune's page in every state that matters to a reader, served on the loopback as it would be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from noroshi.pages.build import build
from noroshi.pages.serve.kinds import kind_of
from noroshi.pages.state import PageState
from tests.pages import kitsune
from tests.pages.everything import whole
from tests.pages.programs import for_programs


def calm() -> PageState:
    return replace(kitsune.page(built_at=kitsune.at("09:00")), maintenances=())


def working() -> PageState:
    now = replace(kitsune.INVOICE_WORK, status="in_progress")
    later = replace(kitsune.INVOICE_WORK, key="later", number=13)
    over = replace(kitsune.INVOICE_WORK, key="over", number=14, status="completed")
    return replace(calm(), maintenances=(now, later, over), built_at=kitsune.at("02:30", day=15))


def many() -> PageState:
    """500 incidents behind it, two of them open, the older one very old."""
    long_ago = kitsune.WEBHOOKS_LATE.started_at
    past = tuple(
        replace(
            kitsune.WEBHOOKS_LATE,
            key=f"past-{n}",
            number=1000 + n,
            title={"en": f"Past trouble {n}", "ja": f"過去の障害{n}"},
            started_at=long_ago - timedelta(hours=n),
        )
        for n in range(498)
    )
    old = replace(
        kitsune.CHECKOUT_FAILS,
        key="old",
        number=7,
        title={"en": "Old and still open", "ja": "対応中の古い障害"},
        started_at=long_ago - timedelta(days=60),
    )
    return kitsune.page(kitsune.CHECKOUT_FAILS, *past, old, built_at=kitsune.at("13:58"), hit=True)


STATES = {
    "calm": calm,
    "burning": kitsune.burning,
    "working": working,
    "solved": kitsune.solved,
    "whole": whole,
    "many": many,
}


@dataclass(frozen=True, kw_only=True)
class Served:
    """The address of each state's page."""

    url: str

    def at(self, name: str, path: str = "") -> str:
        return f"{self.url}/{name}{path and '/' + path}"


@contextmanager
def serving(files: Mapping[str, bytes]) -> Iterator[str]:
    """A server that knows these paths and no others."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.partition("?")[0].removeprefix("/")
            content = files.get(path)
            self.send_response(404 if content is None else 200)
            self.send_header("Content-Type", kind_of(path).content_type)
            self.send_header("Content-Length", str(len(content or b"")))
            self.end_headers()
            self.wfile.write(content or b"")

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            return None

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(scope="session")
def pages() -> Iterator[Served]:
    built = {name: build(state()) for name, state in STATES.items() if name != "many"}
    built["many"] = for_programs(many())
    files = {
        f"{name}/{path}": content for name, page in built.items() for path, content in page.items()
    }
    with serving(files) as url:
        yield Served(url=url)
