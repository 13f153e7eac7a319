"""The one outbound HTTP client: time limits, size limits, no redirects, pinned addresses."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Collection, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from types import TracebackType
from typing import Final, Self

import httpx2

from noroshi.net.address import Resolver, Rules, Target, locate, system_resolver
from noroshi.net.errors import AnswerLost, NotAllowedAddress, NotReached

WHOLE_REQUEST_SECONDS: Final = 10.0
LARGEST_REPLY: Final = 64 * 1024
_OWN_HEADERS: Final = frozenset({"host", "content-length", "transfer-encoding", "connection"})


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What the other side answered; header names are in small letters.

    ``whole`` is false when the body was longer than 64 kB: then ``body`` is only its beginning.
    """

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    whole: bool = True


class OutboundClient:
    """Calls addresses that people typed in, and only public ones.

    The host is resolved once, every answer is judged, and the connection goes to the judged
    address with the host's name kept for TLS and the Host header, so an answer that changes
    between check and use (DNS rebinding) gains nothing. Connections are not reused: two hosts on
    one address must not share a TLS session that was checked for only one of them.

    ``internal_hosts`` (``host`` or ``host:port``) come from settings, never from the web
    interface. Use it as an asynchronous context manager.
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
        self._rules = Rules(internal=internal, plain_http=plain_http)
        self._resolve = resolver
        self._seconds = seconds
        # Connecting fails before the whole request does: then nothing was sent, for certain.
        self._limits = httpx2.Timeout(seconds, connect=seconds / 2)
        self._client = httpx2.AsyncClient(
            verify=tls or ssl.create_default_context(),
            trust_env=False,
            follow_redirects=False,
            timeout=self._limits,
            limits=httpx2.Limits(max_connections=64, max_keepalive_connections=0),
        )

    async def __aenter__(self) -> Self:
        await self._client.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._client.__aexit__(kind, error, trace)

    async def post(self, url: str, *, content: bytes, headers: Mapping[str, str]) -> Reply:
        """Send ``content`` as it is; see ``request`` for limits and errors."""
        return await self.request("POST", url, content=content, headers=headers)

    async def get(self, url: str, *, headers: Mapping[str, str]) -> Reply:
        """Fetch ``url``; see ``request`` for limits and errors."""
        return await self.request("GET", url, content=b"", headers=headers)

    async def request(
        self, method: str, url: str, *, content: bytes, headers: Mapping[str, str]
    ) -> Reply:
        """One request, at most 10 s in all; a redirect is an answer like any other.

        Raises:
            NotAllowedAddress: we refuse to call this address; nothing was sent.
            NotReached: no connection; nothing was sent.
            AnswerLost: sent, but the answer did not come back in time.
        """
        progress = _Progress()
        try:
            async with asyncio.timeout(self._seconds):
                progress.target = await locate(url, self._rules, self._resolve)
                wanted = _request(method, progress.target, content=content, headers=headers)
                wanted.extensions["timeout"] = self._limits.as_dict()
                progress.sent = True
                return await self._exchange(wanted)
        except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout):
            raise NotReached(f"no connection to {progress.label}") from None
        except (httpx2.HTTPError, TimeoutError) as error:
            raise progress.failure(error) from None

    async def _exchange(self, request: httpx2.Request) -> Reply:
        async with AsyncExitStack() as stack:
            response = await self._client.send(request, stream=True)
            stack.push_async_callback(response.aclose)
            body = await _beginning(response)
            return Reply(
                status=response.status_code,
                headers={name.lower(): value for name, value in response.headers.items()},
                body=body[:LARGEST_REPLY],
                whole=len(body) <= LARGEST_REPLY,
            )


async def _beginning(response: httpx2.Response) -> bytes:
    """A little more than the largest reply at most; raw, so nothing unpacks to gigabytes."""
    body = bytearray()
    async for piece in response.aiter_raw():
        body += piece
        if len(body) > LARGEST_REPLY:
            break
    return bytes(body)


class _Progress:
    """How far one request came, for an error that says no more than it may."""

    target: Target | None = None
    sent = False

    @property
    def label(self) -> str:
        return self.target.label if self.target else "the host"

    def failure(self, error: Exception) -> NotReached | AnswerLost:
        if not self.sent:
            return NotReached(f"{self.label} could not be looked up in time")
        if isinstance(error, TimeoutError | httpx2.TimeoutException):
            return AnswerLost(f"{self.label} did not answer in time")
        return AnswerLost(f"the connection to {self.label} broke")


def _request(
    method: str, target: Target, *, content: bytes, headers: Mapping[str, str]
) -> httpx2.Request:
    for name, value in headers.items():
        if name.lower() in _OWN_HEADERS or not (name + value).isascii() or _breaks(name + value):
            msg = f"the header {name!r} may not be set like this"
            raise NotAllowedAddress(msg)
    netloc = target.url.netloc.decode("ascii")
    return httpx2.Request(
        method,
        target.pinned,
        headers={"accept-encoding": "identity", **headers, "host": netloc},
        content=content,
        extensions={"sni_hostname": target.url.raw_host.decode("ascii")},
    )


def _breaks(text: str) -> bool:
    return any(ord(letter) < 0x20 or ord(letter) == 0x7F for letter in text)
