"""What the check of a receipt may fetch: certificates, kept; and one address for its effect."""

from __future__ import annotations

import asyncio
import threading
from collections import OrderedDict
from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from noroshi.actions.take_in_receipts import Outside
from noroshi.intake.receipts.contract import wrong_signature
from noroshi.net import OutboundClient, OutboundError, Reply

_MOST: Final = 16


def outside(client: Callable[[], OutboundClient]) -> Outside:
    """The outside as the sources of receipts see it; ``client`` makes a client for each call."""
    certificates = _Kept(client)
    return Outside(certificate=certificates.fetch, visit=lambda url: _check(_got(client, url)))


class _Kept:
    """Certificates by address. Amazon changes the address when it changes the certificate."""

    def __init__(self, client: Callable[[], OutboundClient]) -> None:
        self._client = client
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def fetch(self, url: str) -> bytes:
        with self._lock:
            if url in self._kept:
                self._kept.move_to_end(url)
                return self._kept[url]
        body = _check(_got(self._client, url))
        with self._lock:
            self._kept[url] = body
            while len(self._kept) > _MOST:
                self._kept.popitem(last=False)
        return body


def _check(reply: Reply) -> bytes:
    if reply.status != HTTPStatus.OK or not reply.whole:
        raise wrong_signature()
    return reply.body


def _got(client: Callable[[], OutboundClient], url: str) -> Reply:
    try:
        return asyncio.run(_get(client, url))
    except OutboundError:
        raise wrong_signature() from None


async def _get(client: Callable[[], OutboundClient], url: str) -> Reply:
    async with client() as http:
        return await http.get(url, headers={})
