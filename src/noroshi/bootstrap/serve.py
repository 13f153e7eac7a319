"""``noroshi web``: one process that answers HTTP."""

from __future__ import annotations

from noroshi.bootstrap.django import set_up


def serve(*, host: str, port: int) -> None:
    """Answer requests until told to stop. The database's address is in the environment."""
    set_up()
    from granian.constants import Interfaces
    from granian.server import Server

    Server(
        "noroshi.bootstrap.asgi:application",
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        workers=1,
        websockets=False,
        log_enabled=False,
        static_path_mount=None,
        respawn_failed_workers=True,
    ).serve()
