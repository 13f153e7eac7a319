"""``noroshi web``: one process that answers HTTP; ``noroshi page serve``: only the pages."""

from __future__ import annotations

from noroshi.bootstrap.django import check_settings
from noroshi.bootstrap.pages import allow_many_connections

_CONNECTIONS = 20_000
_BACKLOG = 4_096
_GRACE_S = 3


def serve(*, host: str, port: int) -> None:
    """Answer requests until told to stop. The database's address is in the environment."""
    check_settings()  # the process that answers sets Django up
    _serve("noroshi.bootstrap.asgi:application", host=host, port=port)


def serve_pages(*, host: str, port: int) -> None:
    """Show the published pages until told to stop, and nothing else; without a database."""
    _serve("noroshi.bootstrap.pages:only_pages", host=host, port=port, factory=True)


def _serve(target: str, *, host: str, port: int, factory: bool = False) -> None:
    from granian.constants import HTTPModes, Interfaces
    from granian.server import Server

    files = allow_many_connections()
    Server(
        target,
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        workers=1,
        # Browsers speak HTTP/2 with the proxy that holds the certificate, never with this process;
        # not looking for it saves a third of the memory of each open stream.
        http=HTTPModes.http1,
        websockets=False,
        log_enabled=False,
        static_path_mount=None,
        backlog=_BACKLOG,
        backpressure=min(_CONNECTIONS, max(files - 200, 500)),
        respawn_failed_workers=True,
        # Streams do not end by themselves: what is still open then is cut, and comes back.
        workers_kill_timeout=_GRACE_S,
        factory=factory,
    ).serve()
