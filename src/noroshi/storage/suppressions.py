"""The suppression list: addresses that nothing is sent to, known by a keyed hash only.

``SubscriberRow.suppressed`` repeats it for everybody who has such an address, so that whoever
sends has to look at one row only. Both change in one transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Lower

from noroshi.domain.channel import Channel
from noroshi.domain.delivery import Reason
from noroshi.domain.suppression import graver, normalised
from noroshi.kernel.ids import sign
from noroshi.kernel.secret import Secret
from noroshi.storage.models import SubscriberRow, Suppression
from noroshi.storage.unit_of_work import hold

_LIST_LOCK = 0x73757070


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """An address that nothing is to be sent to any more. ``source`` says who told us."""

    channel: Channel
    address: str
    reason: Reason
    detail: str = ""
    source: str = ""
    subscriber_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Suppressed:
    """An entry of the list. ``address`` is known while a subscriber has it."""

    id: int
    channel: Channel
    address_hash: str
    reason: Reason
    detail: str
    source: str
    since: datetime
    lifted_at: datetime | None = None
    subscriber_id: int | None = None
    address: str = ""


def address_hash(key: Secret, channel: Channel, address: str) -> str:
    """What the list knows an address by. Without the installation's key it says nothing."""
    return sign(key, f"suppression:{channel}", normalised(channel, address))


def add(wanted: Iterable[Wanted], *, key: Secret, at: datetime) -> dict[Reason, int]:
    """Put addresses on the list and mark their subscribers; how many are new, by reason.

    A graver reason replaces a lighter one, never the other way round. Call it in a transaction.
    """
    by_channel: dict[Channel, dict[str, Wanted]] = {}
    for each in wanted:
        known = by_channel.setdefault(each.channel, {})
        name = address_hash(key, each.channel, each.address)
        if name not in known or graver(each.reason, known[name].reason) is not known[name].reason:
            known[name] = each
    if not by_channel:
        return {}
    hold(_LIST_LOCK)
    sums: dict[Reason, int] = {}
    for channel, entries in by_channel.items():
        for reason, count in _add(channel, entries, at=at).items():
            sums[reason] = sums.get(reason, 0) + count
    return sums


def _add(channel: Channel, entries: Mapping[str, Wanted], *, at: datetime) -> dict[Reason, int]:
    rows = Suppression.objects.filter(channel=str(channel), address_hash__in=list(entries))
    active = {row.address_hash: row for row in rows if row.lifted_at is None}
    fresh: dict[str, Wanted] = {}
    for name, each in entries.items():
        old = active.get(name)
        if old is None or graver(each.reason, Reason(old.reason)) != Reason(old.reason):
            fresh[name] = each
    Suppression.objects.bulk_create(
        [_row(channel, name, each, at=at) for name, each in fresh.items()],
        update_conflicts=True,
        unique_fields=["channel", "address_hash"],
        update_fields=["reason", "detail", "source", "since", "lifted_at", "subscriber_id"],
    )
    _mark(channel, [*fresh.values()], at=at)
    sums: dict[Reason, int] = {}
    for name, each in fresh.items():
        if name not in active:
            sums[each.reason] = sums.get(each.reason, 0) + 1
    return sums


def _row(channel: Channel, name: str, each: Wanted, *, at: datetime) -> Suppression:
    return Suppression(
        channel=str(channel),
        address_hash=name,
        reason=str(each.reason),
        detail=each.detail[:300],
        source=each.source[:100],
        since=at,
        lifted_at=None,
        subscriber_id=each.subscriber_id,
    )


def _mark(channel: Channel, fresh: Collection[Wanted], *, at: datetime) -> None:
    by_reason: dict[Reason, list[str]] = {}
    for each in fresh:
        by_reason.setdefault(each.reason, []).append(each.address)
    for reason, addresses in by_reason.items():
        _rows_of(channel, addresses).update(suppressed=str(reason), suppressed_at=at)


def _rows_of(channel: Channel, addresses: Collection[str]) -> QuerySet[SubscriberRow]:
    ids = SubscriberRow.objects.annotate(folded=Lower("address")).filter(
        channel=str(channel), folded__in={normalised(channel, one) for one in addresses}
    )
    return SubscriberRow.objects.filter(pk__in=ids.values("pk"))


def reason_for(key: Secret, channel: Channel, address: str) -> Reason | None:
    """Why nothing is sent to an address; None when it is not on the list."""
    found = find(key, channel, address)
    return found.reason if found and found.lifted_at is None else None


def is_suppressed(key: Secret, channel: Channel, address: str) -> bool:
    """Whether nothing may be sent to an address."""
    return reason_for(key, channel, address) is not None


def suppressed_hashes(channel: Channel) -> Mapping[str, Reason]:
    """All hashes on the list of a channel, with the reasons; for imports."""
    rows = Suppression.objects.filter(channel=str(channel), lifted_at=None)
    return {name: Reason(reason) for name, reason in rows.values_list("address_hash", "reason")}


def find(key: Secret, channel: Channel, address: str) -> Suppressed | None:
    """The entry of an address, lifted or not."""
    name = address_hash(key, channel, address)
    row = Suppression.objects.filter(channel=str(channel), address_hash=name).first()
    return _entry(row, address.strip()) if row else None


def get(entry_id: int, *, lock: bool = False) -> Suppressed | None:
    """An entry by its number."""
    rows = Suppression.objects.select_for_update(no_key=True) if lock else Suppression.objects
    row = rows.filter(pk=entry_id).first()
    return _entry(row, _addresses([row]).get(row.subscriber_id or 0, "")) if row else None


def lift(entry: Suppressed, *, key: Secret, at: datetime) -> int:
    """Take an address off the list again; how many subscriptions may be written to by it.

    Subscribers who left stay away, as that is their state and no suppression.
    """
    Suppression.objects.filter(pk=entry.id).update(lifted_at=at)
    address = entry.address or _address_of(entry, key)
    if not address:
        return 0
    rows = _rows_of(entry.channel, [address]).exclude(suppressed="")
    return rows.update(suppressed="", suppressed_at=None)


def _address_of(entry: Suppressed, key: Secret) -> str:
    rows = SubscriberRow.objects.filter(channel=str(entry.channel)).exclude(suppressed="")
    for address in rows.values_list("address", flat=True).iterator():
        if address_hash(key, entry.channel, address) == entry.address_hash:
            return address
    return ""


def newest(limit: int) -> list[Suppressed]:
    """The latest entries that hold, newest first."""
    found = list(Suppression.objects.filter(lifted_at=None).order_by("-since", "-id")[:limit])
    addresses = _addresses(found)
    return [_entry(row, addresses.get(row.subscriber_id or 0, "")) for row in found]


def counts() -> dict[Reason, int]:
    """How many addresses are on the list, by reason."""
    rows = Suppression.objects.filter(lifted_at=None).values_list("reason").annotate(n=Count("id"))
    return {Reason(reason): n for reason, n in rows.order_by("-n")}


def _addresses(rows: Collection[Suppression]) -> dict[int, str]:
    ids = [row.subscriber_id for row in rows if row.subscriber_id]
    still = SubscriberRow.objects.filter(Q(pk__in=ids) & ~Q(suppressed=str(Reason.ERASED)))
    return dict(still.values_list("id", "address"))


def _entry(row: Suppression, address: str) -> Suppressed:
    return Suppressed(
        id=row.pk,
        channel=Channel(row.channel),
        address_hash=row.address_hash,
        reason=Reason(row.reason),
        detail=row.detail,
        source=row.source,
        since=row.since,
        lifted_at=row.lifted_at,
        subscriber_id=row.subscriber_id,
        address=address,
    )
