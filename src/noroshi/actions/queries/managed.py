"""The subscriptions that somebody may manage, by the session that a code has opened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from noroshi.actions.context import Context
from noroshi.actions.queries.subscriber_file import as_document, files_of
from noroshi.domain.asking import Means, means_of
from noroshi.domain.channel import Channel
from noroshi.kernel.errors import NotFound, Refusal
from noroshi.kernel.ids import token_hash
from noroshi.storage import askings, subscribers
from noroshi.storage.subscribers import Subscriber


class SessionOver(Refusal):
    """Nobody manages anything with this session, or not any more."""

    status = 403


@dataclass(frozen=True, kw_only=True)
class Managed:
    """What a session is about."""

    channel: Channel
    address: str
    until: datetime
    subscriptions: tuple[Subscriber, ...]

    @property
    def means(self) -> Means:
        """By which means the owner of the address is told."""
        return means_of(self.channel, self.address)


def managed(context: Context, session: str) -> Managed:
    """The subscriptions that the holder of a session may manage.

    Raises:
        SessionOver: the session has ended, or never was.
    """
    asked = askings.by_session(token_hash(session)) if session else None
    if asked is None or asked.session_until is None or not asked.is_session(context.clock.now()):
        raise SessionOver(
            "Your half hour is over, or you have not typed a code yet.",
            way_out="Ask for a code once more.",
        )
    theirs = tuple(
        one
        for one in subscribers.of_address(asked.address)
        if one.channel is asked.channel and one.suppressed != "erased"
    )
    return Managed(
        channel=asked.channel,
        address=asked.address,
        until=asked.session_until,
        subscriptions=theirs,
    )


def mine(context: Context, session: str, subscriber_id: int) -> Subscriber:
    """One of the subscriptions that a session is about, locked until the transaction ends.

    Raises:
        SessionOver: see ``managed``.
        NotFound: it is not theirs.
    """
    theirs = managed(context, session).subscriptions
    if subscriber_id not in {one.id for one in theirs}:
        raise NotFound("This subscription does not exist.")
    return subscribers.get(subscriber_id, lock=True)


def own_data(context: Context, session: str) -> list[Mapping[str, object]]:
    """Everything that is stored about the address, for its owner.

    Raises:
        SessionOver: see ``managed``.
    """
    known = managed(context, session)
    ids = {one.id for one in known.subscriptions}
    if not ids:
        return []
    return [as_document(f) for f in files_of(context, known.address) if f.subscriber.id in ids]
