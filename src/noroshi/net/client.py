"""The one outbound HTTP client: time limits, size limits, no redirects, judged addresses."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, aclosing, nullcontext
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Final, Self

import httpcore2

from noroshi.net.address import Resolver, Rules, Target, read_target, system_resolver
from noroshi.net.backend import GuardedBackend
from noroshi.net.errors import AnswerLost, NotAllowedAddress, NotReached
from noroshi.net.places import Places

WHOLE_REQUEST_SECONDS: Final = 10.0
LARGEST_REPLY: Final = 64 * 1024
KEEP_SECONDS: Final = 4.0
"""Many servers drop an idle connection after five seconds. A request written into that moment
gets no answer, and nobody can say whether it was taken."""
_KEPT_FOR_EACH: Final = 4
"""Open connections for each one in use: with many hosts, the one that comes free is seldom for the
host that is next."""
_OWN_HEADERS: Final = frozenset({"host", "content-length", "transfer-encoding", "connection"})
_NOT_SENT: Final = (httpcore2.ConnectError, httpcore2.ConnectTimeout, httpcore2.PoolTimeout)
_BROKEN: Final = (httpcore2.NetworkError, httpcore2.ProtocolError, httpcore2.TimeoutException)


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What the other side answered; header names are in small letters.

    ``whole`` is false when the body was longer than allowed (64 kB): then ``body`` is only its beginning.
    """

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    whole: bool = True


@dataclass(frozen=True, kw_only=True)
class Allowance:
    """What a client may take: connections in use at once, and seconds to connect and for the
    whole request."""

    connections: int = 16
    connect_seconds: float = 5.0
    seconds: float = 15.0
    keep_seconds: float = KEEP_SECONDS
    """How long an idle connection is kept for the next request; 0: not at all."""
    largest_reply: int = LARGEST_REPLY
    """Bytes of a body that are read; what is longer is cut, and the reply not ``whole``."""
    by_host: bool = True
    """Whether a slow host is held back for the sake of the others; see ``Places``. Not for an
    account's own provider, where there are no others."""


class OutboundSession:
    """Calls addresses that people typed in, and only public ones; keeps connections meanwhile.

    A connection is kept under the name of its host, never of its address: two hosts on one
    address must not share a TLS session that was checked for only one of them. Every connection
    is made by ``GuardedBackend``. Use it as an asynchronous context manager, on one event loop.
    """

    def __init__(
        self, rules: Rules, resolver: Resolver, *, tls: ssl.SSLContext, allowance: Allowance
    ) -> None:
        self._rules = rules
        self._allowance = allowance
        self._places = Places(allowance.connections) if allowance.by_host else None
        self._gate = self._make_gate()
        kept = _KEPT_FOR_EACH * allowance.connections if allowance.keep_seconds else 0
        self._pool = httpcore2.AsyncConnectionPool(
            ssl_context=tls,
            max_connections=max(kept, allowance.connections),
            max_keepalive_connections=kept,
            keepalive_expiry=allowance.keep_seconds,
            network_backend=GuardedBackend(rules, resolver),
        )
        self._timeouts = {
            "connect": allowance.connect_seconds,
            "pool": allowance.connect_seconds,
            "read": allowance.seconds,
            "write": allowance.seconds,
        }

    def _make_gate(self) -> AbstractAsyncContextManager[None]:
        return asyncio.Semaphore(self._allowance.connections)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._pool.aclose()

    async def post(self, url: str, *, content: bytes, headers: Mapping[str, str]) -> Reply:
        """Send ``content`` as it is; see ``request`` for limits and errors."""
        return await self.request("POST", url, content=content, headers=headers)

    async def get(self, url: str, *, headers: Mapping[str, str]) -> Reply:
        """Fetch ``url``; see ``request`` for limits and errors."""
        return await self.request("GET", url, content=b"", headers=headers)

    async def request(
        self, method: str, url: str, *, content: bytes, headers: Mapping[str, str]
    ) -> Reply:
        """One request within the allowance; a redirect is an answer like any other.

        Raises:
            NotAllowedAddress: we refuse to call this address; nothing was sent.
            NotReached: no connection; nothing was sent (HostBusy: the host is slow).
            AnswerLost: sent, but the answer did not come back in time.
        """
        target = read_target(url, self._rules)
        progress = _Progress(target.label)
        wanted = _request(method, target, content=content, headers=headers)
        wanted.extensions = {"timeout": self._timeouts, "trace": progress.watch}
        async with self._place(target.label):
            try:
                async with asyncio.timeout(self._allowance.seconds), self._gate:
                    return await self._exchange(wanted)
            except _NOT_SENT:
                raise NotReached(f"no connection to {target.label}") from None
            except (*_BROKEN, TimeoutError) as error:
                raise progress.failure(error) from None

    def _place(self, host: str) -> AbstractAsyncContextManager[None]:
        return self._places.at(host) if self._places else nullcontext()

    async def _exchange(self, request: httpcore2.Request) -> Reply:
        async with AsyncExitStack() as stack:
            response = await self._pool.handle_async_request(request)
            stack.push_async_callback(response.aclose)
            largest = self._allowance.largest_reply
            body = await _beginning(response, largest)
            return Reply(
                status=response.status,
                headers={
                    name.decode("ascii").lower(): value.decode("latin-1")
                    for name, value in response.headers
                },
                body=body[:largest],
                whole=len(body) <= largest,
            )


class OutboundClient(OutboundSession):
    """For single requests: no connection is kept. ``session`` gives one that keeps them.

    ``internal_hosts`` (``host`` or ``host:port``) come from settings, never from the web
    interface.
    """

    def __init__(
        self,
        *,
        internal_hosts: Collection[str] = (),
        plain_http: bool = False,
        resolver: Resolver = system_resolver,
        tls: ssl.SSLContext | None = None,
        seconds: float = WHOLE_REQUEST_SECONDS,
    ) -> None:
        internal = frozenset(host.lower() for host in internal_hosts)
        rules = Rules(internal=internal, plain_http=plain_http)
        self._tls = tls or ssl.create_default_context()
        self._resolver = resolver
        # Connecting fails before the whole request does: then nothing was sent, for certain.
        allowance = Allowance(
            connections=64, connect_seconds=seconds / 2, seconds=seconds, keep_seconds=0
        )
        super().__init__(rules, resolver, tls=self._tls, allowance=allowance)

    def _make_gate(self) -> AbstractAsyncContextManager[None]:
        return nullcontext()  # the pool itself is the gate, and serves one event loop after another

    def session(self, allowance: Allowance) -> OutboundSession:
        """The same rules, with connections that stay open from one request to the next."""
        return OutboundSession(self._rules, self._resolver, tls=self._tls, allowance=allowance)


async def _beginning(response: httpcore2.Response, largest: int) -> bytes:
    """A little more than the largest reply at most; raw, so nothing unpacks to gigabytes."""
    body = bytearray()
    pieces: AsyncIterator[bytes] = response.aiter_stream()
    async with aclosing(pieces) as stream:  # type: ignore[type-var]
        async for piece in stream:
            body += piece
            if len(body) > largest:
                break
    return bytes(body)


class _Progress:
    """How far one request came, for an error that says no more than it may."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._sent = False

    async def watch(self, event: str, details: Mapping[str, Any]) -> None:
        """Told by the pool what it does."""
        del details
        if event == "http11.send_request_headers.started":
            self._sent = True

    def failure(self, error: Exception) -> NotReached | AnswerLost:
        if not self._sent:
            return NotReached(f"no connection to {self._label} in time")
        if isinstance(error, TimeoutError | httpcore2.TimeoutException):
            return AnswerLost(f"{self._label} did not answer in time")
        return AnswerLost(f"the connection to {self._label} broke")


def _request(
    method: str, target: Target, *, content: bytes, headers: Mapping[str, str]
) -> httpcore2.Request:
    for name, value in headers.items():
        if name.lower() in _OWN_HEADERS or not (name + value).isascii() or _breaks(name + value):
            msg = f"the header {name!r} may not be set like this"
            raise NotAllowedAddress(msg)
    own = {
        "host": target.authority,
        "accept-encoding": "identity",
        "content-length": str(len(content)),
    }
    url = httpcore2.URL(
        scheme=target.scheme, host=target.host, port=target.port, target=target.path
    )
    pairs = [(name.encode(), value.encode()) for name, value in {**own, **headers}.items()]
    return httpcore2.Request(method, url, headers=pairs, content=content)


def _breaks(text: str) -> bool:
    return any(ord(letter) < 0x20 or ord(letter) == 0x7F for letter in text)
