"""Ask for updates. Nothing but one confirmation is sent before the person says yes again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from noroshi.actions.address import typed_address
from noroshi.actions.context import Context
from noroshi.actions.queries.plan import current_plan
from noroshi.domain.channel import Channel
from noroshi.domain.delivery import Reason
from noroshi.domain.events import EventKind
from noroshi.domain.plan import select
from noroshi.jobs.payloads import ConfirmSubscription
from noroshi.jobs.queue import defer
from noroshi.kernel.errors import Conflict, Invalid
from noroshi.storage import events, subscribers, suppressions
from noroshi.storage.subscribers import Subscriber, SubscriberState
from noroshi.storage.unit_of_work import unit_of_work

MAX_CONFIRMATIONS = 3
BETWEEN_CONFIRMATIONS = timedelta(hours=24)
PUBLIC_AUDIENCE = "customers"


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What somebody asks for on a status page."""

    address: str
    language: str
    regions: tuple[str, ...] = ()
    components: tuple[str, ...] = ()
    page: str = ""  # where they asked, as a part of the proof of consent


def subscribe(context: Context, wish: Wish) -> None:
    """Keep the wish and send one confirmation. The answer is the same for known addresses.

    At most one confirmation a day and three in all go to an address that never confirmed:
    the form must not become a weapon (security: list bombing). None goes to an address that
    complained before; one that bounced is asked, and its suppression ends when it confirms.

    Raises:
        Invalid: the address cannot be one.
    """
    # One person is one address however it is typed, or the caps below would not hold.
    address = typed_address(wish.address, field="email").lower()
    _check(wish)
    now = context.clock.now()
    if suppressions.reason_for(context.key, Channel.EMAIL, address) is Reason.COMPLAINED:
        return  # a mail more, even this one, may be one complaint more
    with unit_of_work():
        subscriber = _known(address) or _added(wish, address, now=now)
        if subscriber.state is SubscriberState.CONFIRMED or not may_be_asked(subscriber, now):
            return
        asked = replace(
            subscriber,
            state=SubscriberState.PENDING,
            language=wish.language,
            regions=wish.regions,
            components=wish.components,
            confirmations_sent=subscriber.confirmations_sent + 1,
            last_confirmation_at=now,
        )
        subscribers.save(asked)
        defer(ConfirmSubscription(subscriber_id=asked.id))
        events.append(
            at=now,
            kind=EventKind.SUBSCRIBER_ADDED,
            actor="reader",
            data={"subscriber": asked.id, "channel": asked.channel, "language": asked.language},
        )


def _known(address: str) -> Subscriber | None:
    return subscribers.find(Channel.EMAIL, address, PUBLIC_AUDIENCE, lock=True)


def _added(wish: Wish, address: str, *, now: datetime) -> Subscriber:
    try:
        return subscribers.add(_new(wish, address, now=now))
    except Conflict:
        known = _known(address)  # the same form, sent twice at one moment
        if known is None:
            raise
        return known


def _check(wish: Wish) -> None:
    plan = current_plan()
    if wish.language not in plan.company.languages:
        raise Invalid("Choose one of the languages of this page.", field="language")
    for key in wish.regions:
        select.region(plan, key)
    for key in wish.components:
        select.component(plan, key)


def may_be_asked(subscriber: Subscriber, now: datetime) -> bool:
    """Whether one more confirmation may be sent: one a day, three in all."""
    last = subscriber.last_confirmation_at
    rested = last is None or now - last >= BETWEEN_CONFIRMATIONS
    return rested and subscriber.confirmations_sent < MAX_CONFIRMATIONS


def _new(wish: Wish, address: str, *, now: datetime) -> Subscriber:
    return Subscriber(
        channel=Channel.EMAIL,
        address=address,
        audience=PUBLIC_AUDIENCE,
        language=wish.language,
        state=SubscriberState.PENDING,
        regions=wish.regions,
        components=wish.components,
        consent={"how": "form", "page": wish.page, "asked_at": now.isoformat()},
        created_at=now,
    )
