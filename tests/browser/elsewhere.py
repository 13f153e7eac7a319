"""A product and a status page that stand on different hosts, as they do for real companies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler, HTTPServer, ThreadingHTTPServer
from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, make_server

from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import (  # noqa: TID251 - the test's own transaction, in another thread
    close_old_connections,
    connections,
)
from django.db.backends.base.base import BaseDatabaseWrapper  # noqa: TID251
from django.test import override_settings

from noroshi.actions.queries.page_state import page_state
from noroshi.pages.build import build
from noroshi.pages.serve.kinds import kind_of
from noroshi.pages.serve.policy import policy_of
from noroshi.web.services import Services, install
from tests.cast import World
from tests.closed.scene import in_force


@dataclass(frozen=True, kw_only=True)
class Places:
    """Where what stands. All of them are on this machine; browsers know ``localhost``'s names."""

    product: str
    page: str
    mirror: str  # a copy of the page that the plan knows nothing of


class _Silent(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        return None


@contextmanager
def apart(world: World) -> Iterator[Places]:
    """Serve the product on one host, and the page of ``world`` as it is built on two others."""
    files: dict[str, bytes] = {}
    with _product() as product, _serving(files) as page, _serving(files) as mirror:
        places = Places(
            product=_named(product, "app"),
            page=_named(page, "status"),
            mirror=_named(mirror, "mirror"),
        )
        world.context = replace(world.context, public_url=places.product)
        install(Services(context=world.context))
        first, *others = world.plan.pages
        here = replace(first, address=places.page)
        in_force(world, replace(world.plan, pages=(here, *others)))
        files |= _built(world)
        yield places


def _built(world: World) -> Mapping[str, bytes]:
    return build(page_state(world.context, world.plan, world.plan.pages[0], version=1))


@contextmanager
def _serving(files: Mapping[str, bytes]) -> Iterator[str]:
    """Files as the built-in server answers them: folders by their index, HTML with its policy."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.partition("?")[0].removeprefix("/")
            path += "index.html" if not path or path.endswith("/") else ""
            content = files.get(path)
            self.send_response(404 if content is None else 200)
            self.send_header("Content-Type", kind_of(path).content_type)
            if content is not None and path.endswith(".html"):
                self.send_header("Content-Security-Policy", policy_of(content))
            self.end_headers()
            self.wfile.write(content or b"")

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            return None

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server, _in_a_thread(server):
        yield f"http://127.0.0.1:{server.server_port}"


@contextmanager
def _in_a_thread(
    server: HTTPServer, connection: BaseDatabaseWrapper | None = None
) -> Iterator[None]:
    def serve() -> None:
        if connection:
            connections["default"] = connection
        server.serve_forever(poll_interval=0.05)

    thread = Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()


def _named(url: str, name: str) -> str:
    return url.replace("127.0.0.1", f"{name}.localhost")


@contextmanager
def _product() -> Iterator[str]:
    """The product's screens, in the transaction of this test: the thread borrows its connection."""
    with (
        _lent() as connection,
        override_settings(ALLOWED_HOSTS=["app.localhost"]),
        make_server("127.0.0.1", 0, WSGIHandler(), handler_class=_Silent) as server,
        _in_a_thread(server, connection),
    ):
        yield f"http://127.0.0.1:{server.server_port}"


@contextmanager
def _lent() -> Iterator[BaseDatabaseWrapper]:
    """The test's connection for another thread too; requests leave it open, as test clients do."""
    lent = connections["default"]
    lent.inc_thread_sharing()
    with lent.cursor() as cursor:  # a browser thinks for longer than a request may
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield lent
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
    lent.dec_thread_sharing()
