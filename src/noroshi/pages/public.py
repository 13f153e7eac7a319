"""What a reader gets at a page's public address: through the network, its caches and its names."""

from __future__ import annotations

import asyncio
import ssl
import zlib
from collections.abc import Collection, Mapping
from functools import lru_cache
from http import HTTPStatus
from typing import Final

from noroshi.net import Allowance, OutboundClient, OutboundError, OutboundSession, Reply
from noroshi.pages.target import PublicationFailed

LARGEST_FILE: Final = 20_000_000
_ABREAST: Final = 8
_SECONDS: Final = 8.0
_ALL_SECONDS: Final = 20.0
"""For all files together: an address that drips holds nobody for longer."""
_AS_BROWSERS_DO: Final = {"accept-encoding": "gzip"}
_GZIP: Final = 31  # zlib's number for gzip with its header


class PublicEyes:
    """Reads ``url`` and what is below it as everybody does: compressed where that is offered, with
    no query and no header against caches. A redirect is not followed: the page is not there.

    Names are asked for anew each time, past this machine's own memory of them.
    """

    def __init__(
        self, url: str, *, internal_hosts: Collection[str] = (), tls: ssl.SSLContext | None = None
    ) -> None:
        self._url = url.rstrip("/")
        self._client = OutboundClient(
            internal_hosts=internal_hosts, plain_http=True, tls=tls or _trust()
        )

    def read_all(self, paths: Collection[str]) -> Mapping[str, bytes]:
        """What is at ``paths``; whatever is answered with another status than 200 is not there.

        Raises:
            PublicationFailed: the address does not answer, or is not the one of its certificate.
        """
        try:
            return asyncio.run(self._read_all(list(paths)))
        except (OutboundError, TimeoutError) as fault:
            why = str(fault) or f"not all files came within {_ALL_SECONDS:.0f} s"
            raise PublicationFailed(
                f"{self._url} does not answer: {why}",
                way_out="Check the address, its DNS and its certificate; Noroshi looks again.",
            ) from fault

    async def _read_all(self, paths: list[str]) -> dict[str, bytes]:
        allowance = Allowance(
            connections=_ABREAST,
            seconds=_SECONDS,
            connect_seconds=_SECONDS / 2,
            by_host=False,
            largest_reply=LARGEST_FILE,
        )
        turn = asyncio.Semaphore(_ABREAST)
        async with asyncio.timeout(_ALL_SECONDS), self._client.session(allowance) as session:

            async def fetch(path: str) -> bytes | None:
                async with turn:
                    return _content(await self._get(session, path))

            found = await asyncio.gather(*map(fetch, paths))
        return {
            path: content for path, content in zip(paths, found, strict=True) if content is not None
        }

    async def _get(self, session: OutboundSession, path: str) -> Reply:
        return await session.get(f"{self._url}/{path}", headers=_AS_BROWSERS_DO)


@lru_cache(maxsize=1)
def _trust() -> ssl.SSLContext:
    """Read once: a publication looks through many eyes, and this costs more than a small page."""
    return ssl.create_default_context()


def _content(reply: Reply) -> bytes | None:
    """What a browser would show; None when that is not a file."""
    if reply.status != HTTPStatus.OK or not reply.whole:
        return None
    coding = reply.headers.get("content-encoding", "identity").strip().lower()
    if coding == "identity":
        return reply.body
    return _unpacked(reply.body) if coding == "gzip" else None


def _unpacked(packed: bytes) -> bytes | None:
    unpacking = zlib.decompressobj(_GZIP)
    try:
        content = unpacking.decompress(packed, LARGEST_FILE)
    except zlib.error:
        return None
    return content if unpacking.eof else None
