"""How soon a connection to the database that was cut off is given up."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

NOTICE_A_CUT: Final[Mapping[str, int]] = MappingProxyType({
    "connect_timeout": 5,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 2,
    "tcp_user_timeout": 5_000,
})  # fmt: skip
"""libpq's options for connections over a network, seconds but for the last, which is milliseconds.

Without them a connection waits for the kernel, which tries again ever more seldom: up to a minute
after the network is back, and for two hours when only an answer was lost (R12).
"""
