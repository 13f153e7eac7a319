"""TCP addresses: is one free, does one answer."""

from __future__ import annotations

import errno
import socket
from typing import TYPE_CHECKING, Any

from noroshi.kernel.errors import SetupProblem

if TYPE_CHECKING:
    from collections.abc import Callable

_LAST_PORT = 65535


def check_port_free(host: str, port: int) -> None:
    """Find out before anything is started whether the web server will get its address.

    Raises:
        SetupProblem: somebody has it, or it cannot be had.
    """
    family, address = _resolved(host, port)
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # As the server itself does; otherwise a connection that just closed looks like a server.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            raise _not_available(error, host, port) from error


def answers_on(host: str, port: int) -> Callable[[int], bool]:
    """A ``ready`` for a program that serves ``port``."""

    def ready(_pid: int) -> bool:
        try:
            with socket.create_connection((host, port), timeout=0.5):
                return True
        except OSError:
            return False

    return ready


def _resolved(host: str, port: int) -> tuple[socket.AddressFamily, Any]:
    try:
        if port <= _LAST_PORT:  # a larger one would silently become another
            flags = socket.AI_PASSIVE
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=flags)
            return found[0][0], found[0][4]
    except (socket.gaierror, UnicodeError):
        pass
    raise SetupProblem(
        f"{host} with port {port} is not an address that this machine knows.",
        way_out="Listen on 127.0.0.1 for this machine only, or on 0.0.0.0 for all.",
    )


def _not_available(error: OSError, host: str, port: int) -> SetupProblem:
    if error.errno == errno.EADDRINUSE:
        return SetupProblem(
            f"Port {port} on {host} is already in use.",
            way_out="Stop the program that uses it, or choose another port.",
        )
    if error.errno == errno.EACCES:
        return SetupProblem(
            f"Port {port} needs more rights than this user has.",
            way_out="Choose a port above 1023, and put a reverse proxy in front of it.",
        )
    return SetupProblem(
        f"This machine cannot listen on {host}: {error.strerror}.",
        way_out="Listen on 127.0.0.1 for this machine only, or on 0.0.0.0 for all.",
    )
