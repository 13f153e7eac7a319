"""From the address somebody typed to network addresses that may be connected to."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Final

import httpx2

from noroshi.net.errors import NotAllowedAddress, NotReached
from noroshi.net.guard import internal_reason

Resolver = Callable[[str, int], Awaitable[Sequence[str]]]
"""All addresses of a host, as text. Raises OSError when there is none."""

_LONGEST_URL: Final = 2_048
_PORTS: Final = {"https": 443, "http": 80}
# Threads of their own: somebody's name server that never answers must not hold up the ledger,
# which shares the loop's few threads.
_LOOKUPS: Final = ThreadPoolExecutor(max_workers=32, thread_name_prefix="noroshi-lookup")


@dataclass(frozen=True, kw_only=True)
class Target:
    """Whom to ask, and what for; the host is small, in ASCII and without a dot at its end."""

    scheme: str
    host: str
    port: int
    path: bytes

    @property
    def label(self) -> str:
        """Host and port: all of the address that an error or a log may show."""
        return f"{self.host}:{self.port}"

    @property
    def authority(self) -> str:
        """The Host header (RFC 9110 7.2)."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"


@dataclass(frozen=True, kw_only=True)
class Rules:
    """What may be called. ``internal`` comes from settings only, never from the web interface:
    names as ``host`` or ``host:port`` that may be internal and may be plain HTTP."""

    internal: Collection[str] = frozenset()
    plain_http: bool = False
    any_port: bool = False  # for checks, whose addresses stand in the plan

    def trusts(self, host: str, port: int) -> bool:
        """Whether settings name this host, or this host and port."""
        return host in self.internal or f"{host}:{port}" in self.internal


async def system_resolver(host: str, port: int) -> Sequence[str]:
    """The machine's own resolver."""
    loop = asyncio.get_running_loop()
    look_up = partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
    found = await loop.run_in_executor(_LOOKUPS, look_up)
    return [str(sockaddr[0]) for *_, sockaddr in found]


def read_target(url: str, rules: Rules) -> Target:
    """Judge the text of ``url``; the host's addresses are judged when it is connected to.

    Raises:
        NotAllowedAddress: the address cannot be read, or its scheme or port is not for us to call.
    """
    parsed = _parsed(url)
    host = parsed.raw_host.decode("ascii").rstrip(".").lower()
    port = parsed.port or _PORTS[parsed.scheme]
    if not rules.trusts(host, port):
        _judge_scheme_and_port(parsed, port, rules)
    return Target(scheme=parsed.scheme, host=host, port=port, path=parsed.raw_path)


async def judged_addresses(host: str, port: int, rules: Rules, resolve: Resolver) -> Sequence[str]:
    """Resolve ``host`` once; only these addresses may then be connected to.

    Raises:
        NotAllowedAddress: one of the addresses is internal.
        NotReached: the host has no address.
    """
    addresses = await _resolved(host, port, resolve)
    if not rules.trusts(host, port):
        _judge_addresses(host, addresses)
    return addresses


def _parsed(url: str) -> httpx2.URL:
    if len(url) > _LONGEST_URL:
        msg = f"the address is longer than {_LONGEST_URL} characters"
        raise NotAllowedAddress(msg)
    try:
        parsed = httpx2.URL(url)
    except (httpx2.InvalidURL, ValueError, UnicodeError):
        msg = "the address cannot be read"
        raise NotAllowedAddress(msg) from None
    if parsed.scheme not in _PORTS or not parsed.host.strip("."):
        msg = "the address must begin with https:// and name a host"
        raise NotAllowedAddress(msg)
    if parsed.userinfo:
        msg = "the address must not hold a user name or password"
        raise NotAllowedAddress(msg)
    return parsed


def _judge_scheme_and_port(url: httpx2.URL, port: int, rules: Rules) -> None:
    if url.scheme == "http" and not rules.plain_http:
        msg = "the address must begin with https://"
        raise NotAllowedAddress(msg)
    if port != _PORTS[url.scheme] and not rules.any_port:
        msg = f"port {port} is not allowed"
        raise NotAllowedAddress(msg)


async def _resolved(host: str, port: int, resolve: Resolver) -> Sequence[str]:
    try:
        addresses = await resolve(host, port)
    except (OSError, UnicodeError):
        addresses = ()
    if not addresses:
        msg = f"{host} has no network address"
        raise NotReached(msg) from None
    return addresses


def _judge_addresses(host: str, addresses: Sequence[str]) -> None:
    for address in addresses:
        why = internal_reason(address)
        if why:
            msg = f"{host} leads to an internal address ({why})"
            raise NotAllowedAddress(msg)
