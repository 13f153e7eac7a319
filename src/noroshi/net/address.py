"""From the address somebody typed to one address that may be connected to."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Final

import httpx2

from noroshi.net.errors import NotAllowedAddress, NotReached
from noroshi.net.guard import internal_reason

Resolver = Callable[[str, int], Awaitable[Sequence[str]]]
"""All addresses of a host, as text. Raises OSError when there is none."""

_LONGEST_URL: Final = 2_048
_PORTS: Final = {"https": 443, "http": 80}


@dataclass(frozen=True, kw_only=True)
class Target:
    """Where to connect (``address``), and whom to ask for there (``host``)."""

    url: httpx2.URL
    host: str
    port: int
    address: str

    @property
    def label(self) -> str:
        """Host and port: all of the address that an error or a log may show."""
        return f"{self.host}:{self.port}"

    @property
    def pinned(self) -> httpx2.URL:
        """The same request, but to the address that was judged."""
        return self.url.copy_with(host=self.address)


@dataclass(frozen=True, kw_only=True)
class Rules:
    """What may be called. ``internal`` comes from settings only, never from the web interface:
    names as ``host`` or ``host:port`` that may be internal and may be plain HTTP."""

    internal: Collection[str] = frozenset()
    plain_http: bool = False


async def system_resolver(host: str, port: int) -> Sequence[str]:
    """The machine's own resolver."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(sockaddr[0]) for *_, sockaddr in found]


async def locate(url: str, rules: Rules, resolve: Resolver) -> Target:
    """Judge ``url`` and resolve its host once.

    Raises:
        NotAllowedAddress: the scheme, port or any address of the host is not for us to call.
        NotReached: the host has no address.
    """
    parsed = _parsed(url)
    host = parsed.host.rstrip(".").lower()
    port = parsed.port or _PORTS[parsed.scheme]
    trusted = host in rules.internal or f"{host}:{port}" in rules.internal
    if not trusted:
        _judge_scheme_and_port(parsed, port, rules)
    addresses = await _resolved(host, port, resolve)
    if not trusted:
        _judge_addresses(host, addresses)
    return Target(url=parsed, host=host, port=port, address=addresses[0])


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
    if port != _PORTS[url.scheme]:
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
