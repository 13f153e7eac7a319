"""Subscribers: who asked to be told, and how."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Lower

from noroshi.domain.channel import Channel
from noroshi.domain.incident import Scope
from noroshi.kernel.errors import NotFound
from noroshi.storage.models import SubscriberRow
from noroshi.storage.unit_of_work import unique_or


class SubscriberState(StrEnum):
    """Whether the subscriber may be written to."""

    PENDING = "pending"  # asked, but has not confirmed; gets nothing but the confirmation
    CONFIRMED = "confirmed"
    UNSUBSCRIBED = "unsubscribed"  # never revived by an import or by an administrator


@dataclass(frozen=True, kw_only=True)
class Subscriber:
    """One address, or one endpoint, and what it asked for."""

    id: int = 0
    channel: Channel
    address: str
    audience: str
    language: str
    time_zone: str = "UTC"
    state: SubscriberState
    components: tuple[str, ...] = ()  # empty: all
    regions: tuple[str, ...] = ()
    secret: str = ""  # the key that signs what a webhook receives
    consent: Mapping[str, Any] = field(default_factory=dict)
    created_at: datetime
    confirmed_at: datetime | None = None
    unsubscribed_at: datetime | None = None
    confirmations_sent: int = 0
    last_confirmation_at: datetime | None = None
    suppressed: str = ""  # a noroshi.domain.delivery.Reason: nothing is sent, whatever the state
    suppressed_at: datetime | None = None


def add(subscriber: Subscriber) -> Subscriber:
    """Keep a new subscriber.

    Raises:
        Conflict: the address is known already.
    """
    with unique_or("This address is known already."):
        return subscriber_of_row(SubscriberRow.objects.create(**_columns(subscriber)))


def add_many(subscribers: Iterable[Subscriber]) -> int:
    """Keep many at once; an address that is known already stays as it is. Returns those added."""
    rows = [SubscriberRow(**_columns(subscriber)) for subscriber in subscribers]
    before = SubscriberRow.objects.count()
    SubscriberRow.objects.bulk_create(rows, batch_size=1_000, ignore_conflicts=True)
    return SubscriberRow.objects.count() - before


def find(channel: Channel, address: str, audience: str, *, lock: bool = False) -> Subscriber | None:
    """The subscriber of an address, whatever its state."""
    rows = SubscriberRow.objects.select_for_update(no_key=True) if lock else SubscriberRow.objects
    row = rows.filter(channel=str(channel), address=address, audience=audience).first()
    return subscriber_of_row(row) if row else None


def get(subscriber_id: int, *, lock: bool = False) -> Subscriber:
    """The subscriber.

    Raises:
        NotFound: there is none of that id.
    """
    rows = SubscriberRow.objects.select_for_update(no_key=True) if lock else SubscriberRow.objects
    row = rows.filter(pk=subscriber_id).first()
    if row is None:
        raise NotFound("This subscription does not exist.")
    return subscriber_of_row(row)


def by_confirmation(token_hash: str, *, lock: bool = False) -> Subscriber | None:
    """The subscriber to whom a confirmation link was sent, until the link is used."""
    rows = SubscriberRow.objects.select_for_update(no_key=True) if lock else SubscriberRow.objects
    row = rows.filter(confirm_hash=token_hash).exclude(confirm_hash="").first()
    return subscriber_of_row(row) if row else None


def save(subscriber: Subscriber) -> None:
    """Write the subscriber's present values."""
    SubscriberRow.objects.filter(pk=subscriber.id).update(**_columns(subscriber))


def expect_confirmation(subscriber_id: int, token_hash: str) -> None:
    """Remember the hash of the link that confirms; "" when it was used."""
    SubscriberRow.objects.filter(pk=subscriber_id).update(confirm_hash=token_hash)


def of_address(address: str) -> list[Subscriber]:
    """Every subscription of an address, in any spelling of it, on any channel."""
    rows = SubscriberRow.objects.annotate(folded=Lower("address")).filter(folded=address.lower())
    # The path of a webhook may differ by case alone.
    same = rows.filter(~Q(channel=str(Channel.WEBHOOK)) | Q(address=address))
    return [subscriber_of_row(row) for row in same.order_by("id")]


@dataclass(frozen=True, kw_only=True)
class AudienceQuery:
    """A query for the ids of an audience, to be used inside another statement of the database."""

    sql: str
    params: tuple[Any, ...]


def audience_query(
    channel: Channel, audience: str, language: str, *, scope: Scope
) -> AudienceQuery:
    """The confirmed subscribers that a rendition is for, as ``audience_snapshot`` lists them."""
    rows = confirmed_query(channel, audience, scope).filter(language=language).values("id")
    sql, params = rows.query.sql_with_params()
    return AudienceQuery(sql=sql, params=tuple(params))


def audience_snapshot(channel: Channel, audience: str, language: str, *, scope: Scope) -> list[int]:
    """The ids of the confirmed subscribers that a rendition is for, in order of sending."""
    rows = confirmed_query(channel, audience, scope).filter(language=language)
    return list(rows.order_by("id").values_list("id", flat=True))


def audience_sizes(channel: Channel, audience: str, *, scope: Scope) -> dict[str, int]:
    """How many confirmed subscribers there are, by language."""
    rows = confirmed_query(channel, audience, scope).values("language").annotate(n=Count("id"))
    return {row["language"]: row["n"] for row in rows}


def sizes() -> list[dict[str, Any]]:
    """Counts by audience, channel, language and state, for the overview of audiences."""
    columns = ("audience", "channel", "language", "state")
    return list(SubscriberRow.objects.values(*columns).annotate(n=Count("id")).order_by(*columns))


def named(ids: Collection[int]) -> dict[int, Subscriber]:
    """Subscribers by id."""
    return {row.pk: subscriber_of_row(row) for row in SubscriberRow.objects.filter(pk__in=ids)}


def allowed(ids: Collection[int]) -> frozenset[int]:
    """Those of ``ids`` who may be written to at this very moment."""
    confirmed = SubscriberRow.objects.filter(
        pk__in=ids, state=str(SubscriberState.CONFIRMED), suppressed=""
    )
    return frozenset(confirmed.values_list("pk", flat=True))


def confirmed_query(channel: Channel, audience: str, scope: Scope) -> QuerySet[SubscriberRow]:
    """Whom a message may be sent to: the confirmed ones whom it is for and nothing stands against.

    Add ``language`` and an order by id, and the index of the table serves it. For storage only.
    """
    rows = SubscriberRow.objects.filter(
        channel=str(channel),
        audience=audience,
        state=str(SubscriberState.CONFIRMED),
        suppressed="",
    )
    if scope.components:
        rows = rows.filter(Q(components=[]) | Q(components__overlap=list(scope.components)))
    if scope.regions:
        rows = rows.filter(Q(regions=[]) | Q(regions__overlap=list(scope.regions)))
    return rows


def _columns(subscriber: Subscriber) -> dict[str, Any]:
    """Everything but the suppression: it comes from elsewhere, and a save must not undo it."""
    return {
        "channel": str(subscriber.channel),
        "address": subscriber.address,
        "audience": subscriber.audience,
        "language": subscriber.language,
        "time_zone": subscriber.time_zone,
        "state": str(subscriber.state),
        "components": list(subscriber.components),
        "regions": list(subscriber.regions),
        "secret": subscriber.secret,
        "consent": dict(subscriber.consent),
        "created_at": subscriber.created_at,
        "confirmed_at": subscriber.confirmed_at,
        "unsubscribed_at": subscriber.unsubscribed_at,
        "confirmations_sent": subscriber.confirmations_sent,
        "last_confirmation_at": subscriber.last_confirmation_at,
    }


def subscriber_of_row(row: SubscriberRow) -> Subscriber:
    """The stored row as a value; for storage only."""
    return Subscriber(
        id=row.pk,
        channel=Channel(row.channel),
        address=row.address,
        audience=row.audience,
        language=row.language,
        time_zone=row.time_zone,
        state=SubscriberState(row.state),
        components=tuple(row.components),
        regions=tuple(row.regions),
        secret=row.secret,
        consent=row.consent,
        created_at=row.created_at,
        confirmed_at=row.confirmed_at,
        unsubscribed_at=row.unsubscribed_at,
        confirmations_sent=row.confirmations_sent,
        last_confirmation_at=row.last_confirmation_at,
        suppressed=row.suppressed,
        suppressed_at=row.suppressed_at,
    )
