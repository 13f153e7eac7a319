"""What a reader gets at a page's public address: through the network, its caches and its names."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping
from http import HTTPStatus
from typing import Final

from noroshi.net import Allowance, OutboundClient, OutboundError, OutboundSession, Reply
from noroshi.pages.target import PublicationFailed

LARGEST_FILE: Final = 20_000_000
_ABREAST: Final = 8
_SECONDS: Final = 8.0


class PublicEyes:
    """Reads ``url`` and what is below it as everybody does: no query, no header against caches.

    Names are asked for anew each time, past this machine's own memory of them.
    """

    def __init__(self, url: str, *, internal_hosts: Collection[str] = ()) -> None:
        self._url = url.rstrip("/")
        self._client = OutboundClient(internal_hosts=internal_hosts, plain_http=True)

    def read_all(self, paths: Collection[str]) -> Mapping[str, bytes]:
        """What is at ``paths``; whatever is answered with another status than 200 is not there.

        Raises:
            PublicationFailed: the address does not answer.
        """
        try:
            return asyncio.run(self._read_all(list(paths)))
        except OutboundError as fault:
            raise PublicationFailed(
                f"{self._url} does not answer: {fault}",
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
        async with self._client.session(allowance) as session:

            async def fetch(path: str) -> Reply:
                async with turn:
                    return await self._get(session, path)

            replies = await asyncio.gather(*map(fetch, paths))
        return {
            path: reply.body
            for path, reply in zip(paths, replies, strict=True)
            if reply.status == HTTPStatus.OK and reply.whole
        }

    async def _get(self, session: OutboundSession, path: str) -> Reply:
        return await session.get(f"{self._url}/{path}", headers={})
