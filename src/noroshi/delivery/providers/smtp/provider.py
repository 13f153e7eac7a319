"""Mail through a relay by SMTP: several connections, one mail per transaction (RFC 5321)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Final

from noroshi.delivery.contract import Parcel, Provider, ProviderType, Receipt, Tools
from noroshi.delivery.providers.smtp.config import DESCRIPTOR, SmtpConfig, read_config
from noroshi.delivery.providers.smtp.line import Line


class SmtpSession:
    """A pool of connections; ``deliver`` waits for a free one."""

    def __init__(self, config: SmtpConfig) -> None:
        self.width = config.connections
        # Last in, first out: a few mails use few connections, and those stay warm.
        self._free: asyncio.LifoQueue[Line] = asyncio.LifoQueue()
        self._lines = [Line(config) for _ in range(config.connections)]
        for line in self._lines:
            self._free.put_nowait(line)

    async def deliver(self, parcel: Parcel) -> Receipt:
        """Hand over one mail; see ``Session.deliver``."""
        line = await self._free.get()
        try:
            return await line.send(parcel)
        finally:
            self._free.put_nowait(line)

    async def close(self) -> None:
        """Close every connection politely."""
        await asyncio.gather(*(line.close() for line in self._lines))


class SmtpProvider:
    """A configured relay."""

    def __init__(self, config: SmtpConfig) -> None:
        self._config = config

    @asynccontextmanager
    async def open(self) -> AsyncIterator[SmtpSession]:
        """A session; connections are opened when first needed."""
        session = SmtpSession(self._config)
        try:
            yield session
        finally:
            await session.close()


def _build(settings: Mapping[str, str], tools: Tools) -> Provider:
    del tools  # SMTP needs neither the clock nor HTTP
    return SmtpProvider(read_config(settings))


SMTP: Final = ProviderType(descriptor=DESCRIPTOR, build=_build)
