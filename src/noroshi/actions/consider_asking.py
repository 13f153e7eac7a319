"""Consider, where nobody waits for the answer, what somebody asked for about an address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from noroshi.actions.asking_limits import counted, hour_is_full
from noroshi.actions.context import Context
from noroshi.actions.queries.offers import PUBLIC_AUDIENCE
from noroshi.actions.signing_key import new_signing_key
from noroshi.domain.asking import (
    PROVEN_BY_LINK,
    TO_MAILBOX,
    Asked,
    Purpose,
    host_asked,
    limit_of_codes,
    limit_of_host,
    mailbox_of,
)
from noroshi.domain.channel import Channel
from noroshi.domain.delivery import Reason
from noroshi.domain.events import EventKind
from noroshi.domain.subscription import Choice, Topic
from noroshi.jobs.payloads import ConfirmSubscription, ConsiderAsking, SendCode
from noroshi.jobs.queue import defer
from noroshi.kernel.errors import Conflict
from noroshi.storage import askings, events, subscribers, suppressions
from noroshi.storage.subscribers import Subscriber, SubscriberState
from noroshi.storage.unit_of_work import unit_of_work

MAX_CONFIRMATIONS = 3
BETWEEN_CONFIRMATIONS = timedelta(hours=24)


def consider_asking(context: Context, asking_id: int) -> None:
    """Do what a wish asks for, if it may be done. Considering it twice changes nothing more.

    At most one confirmation a day and three in all go to an address that never confirmed:
    the form must not become a weapon (security: list bombing). None goes to an address that
    complained before; one that bounced is asked, and its suppression ends when it confirms.
    """
    with unit_of_work():
        asked = askings.get(asking_id, lock=True)
        if asked is None or asked.subscriber_id is not None:
            return
        if asked.purpose is Purpose.MANAGE:
            _managing(context, asked)
        else:
            _subscribing(context, asked)


def _subscribing(context: Context, asked: Asked) -> None:
    now = context.clock.now()
    if suppressions.reason_for(context.key, asked.channel, asked.address) is Reason.COMPLAINED:
        return  # a mail more, even this one, may be one complaint more
    subscriber = _known(asked) or _added(asked, now=now)
    if subscriber.state is SubscriberState.CONFIRMED or not may_be_asked(subscriber, now):
        return
    if not _mailbox_is_spared(context, asked):
        return
    later = hour_is_full(context)
    if later:
        defer(ConsiderAsking(asking_id=asked.id), at=later, clock=context.clock)
        return
    if not _host_is_spared(context, asked):
        return
    askings.is_about(asked.id, subscriber.id)
    subscribers.save(_asked_again(subscriber, asked.wish, now=now))
    _send_proof(asked, subscriber.id)
    events.append(
        at=now,
        kind=EventKind.SUBSCRIBER_ADDED,
        actor="reader",
        data={
            "subscriber": subscriber.id,
            "channel": subscriber.channel,
            "language": asked.wish["language"],
        },
    )


def _managing(context: Context, asked: Asked) -> None:
    known = [
        one
        for one in subscribers.of_address(asked.address)
        if one.channel is asked.channel
        and _was_proven(one)
        and one.suppressed not in {"erased", "complained"}
    ]
    within = counted(context, limit_of_codes(asked.channel), f"{asked.channel}:{asked.address}")
    if not known or not within or not _host_is_spared(context, asked):
        return
    askings.is_about(asked.id, known[0].id)
    defer(SendCode(asking_id=asked.id))


def _was_proven(subscriber: Subscriber) -> bool:
    """Whether its owner ever said yes or no, so that more is known than what a stranger typed."""
    is_new = subscriber.state is SubscriberState.PENDING
    return not is_new or bool(subscriber.confirmed_at or subscriber.unsubscribed_at)


def _mailbox_is_spared(context: Context, asked: Asked) -> bool:
    by_mail = asked.channel is Channel.EMAIL
    return not by_mail or counted(context, TO_MAILBOX, mailbox_of(asked.address))


def _host_is_spared(context: Context, asked: Asked) -> bool:
    host = host_asked(asked.channel, asked.address)
    return not host or counted(context, limit_of_host(asked.channel, asked.address), host)


def _send_proof(asked: Asked, subscriber_id: int) -> None:
    if asked.channel in PROVEN_BY_LINK:
        defer(ConfirmSubscription(subscriber_id=subscriber_id))
    else:
        defer(SendCode(asking_id=asked.id))


def _known(asked: Asked) -> Subscriber | None:
    return subscribers.find(asked.channel, asked.address, PUBLIC_AUDIENCE, lock=True)


def _added(asked: Asked, *, now: datetime) -> Subscriber:
    try:
        return subscribers.add(_new(asked, now=now))
    except Conflict:
        known = _known(asked)  # the same form, sent twice at one moment
        if known is None:
            raise
        return known


def may_be_asked(subscriber: Subscriber, now: datetime) -> bool:
    """Whether one more confirmation may be sent: one a day, three in all."""
    last = subscriber.last_confirmation_at
    rested = last is None or now - last >= BETWEEN_CONFIRMATIONS
    return rested and subscriber.confirmations_sent < MAX_CONFIRMATIONS


def _asked_again(
    subscriber: Subscriber, wish: Mapping[str, object], *, now: datetime
) -> Subscriber:
    return replace(
        subscriber.choosing(choice_of(wish)),
        state=SubscriberState.PENDING,
        language=str(wish["language"]),
        time_zone=str(wish.get("time_zone") or subscriber.time_zone),
        confirmations_sent=subscriber.confirmations_sent + 1,
        last_confirmation_at=now,
    )


def choice_of(wish: Mapping[str, object]) -> Choice:
    """The choice that a kept wish holds."""
    lowest = wish.get("min_severity", 1)
    return Choice(
        components=_names(wish, "components"),
        groups=_names(wish, "groups"),
        regions=_names(wish, "regions"),
        topics=tuple(Topic(name) for name in _names(wish, "topics")),
        min_severity=lowest if isinstance(lowest, int) else 1,
    )


def _names(wish: Mapping[str, object], what: str) -> tuple[str, ...]:
    named = wish.get(what, ())
    return tuple(str(name) for name in named) if isinstance(named, list | tuple) else ()


def _new(asked: Asked, *, now: datetime) -> Subscriber:
    asked_at = asked.asked_at.isoformat()
    return Subscriber(
        channel=asked.channel,
        address=asked.address,
        audience=PUBLIC_AUDIENCE,
        language=str(asked.wish["language"]),
        state=SubscriberState.PENDING,
        secret=new_signing_key() if asked.channel is Channel.WEBHOOK else "",
        consent={"how": "form", "page": asked.wish.get("page", ""), "asked_at": asked_at},
        created_at=now,
    )
