"""Accounts with those who take messages. Their secrets are kept sealed (see ``sealing``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import F
from django.db.models.functions import Now

from noroshi.domain.channel import Channel
from noroshi.domain.provider_account import ProviderAccount
from noroshi.kernel.errors import NotFound
from noroshi.storage.models import (
    Dispatch,
    ProviderAccountRow,
    ProviderPace,
    ProviderStanding,
)
from noroshi.storage.unit_of_work import unique_or


def add(account: ProviderAccount, *, sealed: str, at: datetime) -> ProviderAccount:
    """Keep a new account with its standing and its pace, which is kept by the database's clock.

    ``account.secrets`` is not stored, only ``sealed``.

    Raises:
        Conflict: there is an account of that name.
    """
    with unique_or("There is an account of this name.", way_out="Choose another name."):
        row = ProviderAccountRow.objects.create(
            sealed_secrets=sealed, created_at=at, changed_at=at, **_columns(account)
        )
    ProviderStanding.objects.create(account=row)
    ProviderPace.objects.create(account=row, next_free_at=Now())
    return account_of(row)


def ensure(account: ProviderAccount, *, at: datetime) -> bool:
    """Keep a built-in account if it is not there; whether it was made now.

    Safe to call from many processes at once.
    """
    row, made = ProviderAccountRow.objects.get_or_create(
        name=account.name, defaults={"created_at": at, "changed_at": at, **_columns(account)}
    )
    ProviderStanding.objects.get_or_create(account=row)
    ProviderPace.objects.get_or_create(account=row, defaults={"next_free_at": Now()})
    return made


def get(name: str) -> ProviderAccount:
    """The account of that name, without its secrets.

    Raises:
        NotFound: there is none.
    """
    return account_of(_row(name))


def names() -> frozenset[str]:
    """The names of all accounts."""
    return frozenset(ProviderAccountRow.objects.values_list("name", flat=True))


def locked(name: str) -> ProviderAccount:
    """The same as ``get``, held until the transaction ends."""
    row = ProviderAccountRow.objects.select_for_update(no_key=True).filter(name=name).first()
    if row is None:
        raise _no_such()
    return account_of(row)


def change(account: ProviderAccount, *, at: datetime) -> ProviderAccount:
    """Store everything but the secrets; the version rises."""
    ProviderAccountRow.objects.filter(name=account.name).update(
        changed_at=at, version=F("version") + 1, **_columns(account)
    )
    return replace(account, version=account.version + 1)


def sealed_secrets(name: str) -> str:
    """The sealed secrets of an account.

    Raises:
        NotFound: there is no such account.
    """
    return _row(name).sealed_secrets


def seal_anew(name: str, sealed: str) -> None:
    """Keep other sealed secrets."""
    ProviderAccountRow.objects.filter(name=name).update(sealed_secrets=sealed)


def all_sealed() -> Mapping[str, str]:
    """The sealed secrets of every account that has some, by name; held until the end."""
    rows = ProviderAccountRow.objects.select_for_update(no_key=True).exclude(sealed_secrets="")
    return {row.name: row.sealed_secrets for row in rows.order_by("name")}


def remove(name: str) -> None:
    """Forget an account, its secrets and its standing. What it did stays in the ledger."""
    ProviderAccountRow.objects.filter(name=name).delete()


def work_waits(channel: Channel) -> bool:
    """Whether something is still to be sent on a channel."""
    return Dispatch.objects.filter(channel=channel, finished_at=None, stopped_at=None).exists()


def account_of(row: ProviderAccountRow) -> ProviderAccount:
    """The account that a row holds, without its secrets."""
    return ProviderAccount(
        name=row.name,
        kind=row.kind,
        channel=Channel(row.channel),
        settings=row.settings,
        weight=row.weight,
        rate_per_second=row.rate_per_second,
        enabled=row.enabled,
        version=row.version,
        canary_address=row.canary_address,
    )


def _columns(account: ProviderAccount) -> dict[str, Any]:
    return {
        "name": account.name,
        "kind": account.kind,
        "channel": account.channel,
        "settings": dict(account.settings),
        "weight": account.weight,
        "rate_per_second": account.rate_per_second,
        "enabled": account.enabled,
        "canary_address": account.canary_address,
    }


def _row(name: str) -> ProviderAccountRow:
    row = ProviderAccountRow.objects.filter(name=name).first()
    if row is None:
        raise _no_such()
    return row


def _no_such() -> NotFound:
    return NotFound("There is no such account.", way_out="It may have been removed.")


def enabled_channels() -> frozenset[Channel]:
    """The channels with an account that is not paused by hand."""
    found = ProviderAccountRow.objects.filter(enabled=True).values_list("channel", flat=True)
    return frozenset(Channel(channel) for channel in found.distinct())
