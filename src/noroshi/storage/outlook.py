"""The provider accounts of a channel, as far as a delivery waits for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from noroshi.domain.channel import Channel
from noroshi.domain.provider_account import Circuit
from noroshi.storage.models import ProviderAccountRow


@dataclass(frozen=True, kw_only=True)
class Account:
    """An account that is in use, and whether it is taken as down."""

    name: str
    rate_per_second: float | None
    is_down: bool
    down_since: datetime | None
    probe_at: datetime | None
    last_failure: str


def accounts(channel: Channel) -> list[Account]:
    """The accounts of a channel that are in use, by name."""
    rows = ProviderAccountRow.objects.filter(channel=str(channel), enabled=True)
    return [_account(row) for row in rows.select_related("standing").order_by("name")]


def _account(row: ProviderAccountRow) -> Account:
    standing = getattr(row, "standing", None)
    is_down = standing is not None and standing.circuit != str(Circuit.CLOSED)
    return Account(
        name=row.name,
        rate_per_second=row.rate_per_second,
        is_down=is_down,
        down_since=standing.opened_at if standing and is_down else None,
        probe_at=standing.probe_at if standing and is_down else None,
        last_failure=standing.last_failure if standing and is_down else "",
    )
