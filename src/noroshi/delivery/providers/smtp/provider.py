"""Mail through a relay by SMTP (RFC 5321), with pipelining (RFC 2920) where the relay has it."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Final

from noroshi.delivery.contract import Provider, ProviderType, Tools
from noroshi.delivery.providers.smtp.config import DESCRIPTOR, SmtpConfig, read_config
from noroshi.delivery.providers.smtp.pauses import Chance
from noroshi.delivery.providers.smtp.session import SmtpSession

_CHANCE: Final = random.SystemRandom().random


class SmtpProvider:
    """A configured relay. ``chance`` spreads the pauses before a new try to connect."""

    def __init__(self, config: SmtpConfig, *, chance: Chance = _CHANCE) -> None:
        self._config = config
        self._chance = chance

    @asynccontextmanager
    async def open(self) -> AsyncIterator[SmtpSession]:
        """A session; connections are opened when first needed."""
        session = SmtpSession(self._config, chance=self._chance)
        try:
            yield session
        finally:
            await session.close()


def _build(settings: Mapping[str, str], tools: Tools) -> Provider:
    del tools  # SMTP needs neither the clock nor HTTP
    return SmtpProvider(read_config(settings))


SMTP: Final = ProviderType(descriptor=DESCRIPTOR, build=_build)
