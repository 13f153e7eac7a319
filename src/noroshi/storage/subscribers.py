"""Subscribers: who asked to be told, and how."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Lower

from noroshi.domain.channel import Channel
from noroshi.domain.subscription import Choice, Occasion, Topic
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
    components: tuple[str, ...] = ()  # empty: all; see noroshi.domain.subscription
    groups: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    topics: tuple[Topic, ...] = ()
    min_severity: int = 1
    paused_until: datetime | None = None
    secret: str = ""  # the key that signs what a webhook receives
    consent: Mapping[str, Any] = field(default_factory=dict)
    created_at: datetime
    confirmed_at: datetime | None = None
    unsubscribed_at: datetime | None = None
    confirmations_sent: int = 0
    last_confirmation_at: datetime | None = None
    suppressed: str = ""  # a noroshi.domain.delivery.Reason: nothing is sent, whatever the state
    suppressed_at: datetime | None = None

    @property
    def choice(self) -> Choice:
        """What they want to hear of."""
        return Choice(
            components=self.components,
            groups=self.groups,
            regions=self.regions,
            topics=self.topics,
            min_severity=self.min_severity,
            paused_until=self.paused_until,
        )

    def choosing(self, choice: Choice) -> Subscriber:
        """The same subscriber with another choice."""
        tidy = choice.tidy()
        return replace(
            self,
            components=tidy.components,
            groups=tidy.groups,
            regions=tidy.regions,
            topics=tidy.topics,
            min_severity=tidy.min_severity,
            paused_until=tidy.paused_until,
        )


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
    # The path of a webhook, and all that a browser gives, may differ by case alone.
    exact = [str(Channel.WEBHOOK), str(Channel.PUSH)]
    same = rows.filter(~Q(channel__in=exact) | Q(address=address))
    return [subscriber_of_row(row) for row in same.order_by("id")]


@dataclass(frozen=True, kw_only=True)
class AudienceQuery:
    """A query for the ids of an audience, to be used inside another statement of the database."""

    sql: str
    params: tuple[Any, ...]


def audience_query(
    channel: Channel, audience: str, language: str, *, about: Occasion
) -> AudienceQuery:
    """The confirmed subscribers that a rendition is for, as ``audience_snapshot`` lists them."""
    found = _wanting(channel, audience, about)
    parts = [rows.filter(language=language).values("id").query.sql_with_params() for rows in found]
    return AudienceQuery(
        sql=" UNION ALL ".join(f"({sql})" for sql, _ in parts),
        params=tuple(value for _, params in parts for value in params),
    )


def audience_snapshot(
    channel: Channel, audience: str, language: str, *, about: Occasion
) -> list[int]:
    """The ids of the confirmed subscribers that a rendition is for, in order of sending."""
    found = (rows.filter(language=language) for rows in _wanting(channel, audience, about))
    return sorted(one for rows in found for one in rows.values_list("id", flat=True))


def audience_sizes(channel: Channel, audience: str, *, about: Occasion) -> dict[str, int]:
    """How many confirmed subscribers there are, by language."""
    sums: dict[str, int] = {}
    for rows in _wanting(channel, audience, about):
        for row in rows.values("language").annotate(n=Count("id")):
            sums[row["language"]] = sums.get(row["language"], 0) + row["n"]
    return sums


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


def _wanting(
    channel: Channel, audience: str, about: Occasion
) -> tuple[QuerySet[SubscriberRow], QuerySet[SubscriberRow]]:
    """Whom a message may be sent to: those who want everything, and of those who chose the ones
    whom it is for, as ``noroshi.domain.subscription.is_wanted`` says.

    Two questions and not one: each has an index of its own, and the first, which finds nearly
    everybody, is answered without a look at the table. Add ``language``.
    """
    confirmed = SubscriberRow.objects.filter(
        channel=str(channel),
        audience=audience,
        state=str(SubscriberState.CONFIRMED),
        suppressed="",
    )
    return confirmed.filter(is_choosy=False), confirmed.filter(_chose(about), is_choosy=True)


def _chose(about: Occasion) -> Q:
    found = Q(topics=[]) | Q(topics__contains=[str(about.topic)])
    found &= Q(paused_until=None) | Q(paused_until__lte=about.at)
    if about.severity is not None:
        found &= Q(min_severity__lte=about.severity)
    if about.components:
        named = Q(components__overlap=list(about.components))
        if about.groups:
            named |= Q(groups__overlap=list(about.groups))
        found &= Q(components=[], groups=[]) | named
    if about.regions:
        found &= Q(regions=[]) | Q(regions__overlap=list(about.regions))
    return found


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
        "groups": list(subscriber.groups),
        "regions": list(subscriber.regions),
        "topics": [str(topic) for topic in subscriber.topics],
        "min_severity": subscriber.min_severity,
        "paused_until": subscriber.paused_until,
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
        groups=tuple(row.groups),
        regions=tuple(row.regions),
        topics=tuple(Topic(topic) for topic in row.topics),
        min_severity=row.min_severity,
        paused_until=row.paused_until,
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
