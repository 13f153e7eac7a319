"""What became of a message on its way to people: tallies that add up, and everybody not reached."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from noroshi.domain.channel import Channel
from noroshi.domain.delivery import State
from noroshi.domain.message import Message, MessageState
from noroshi.domain.pace import Look
from noroshi.storage import messages, pages, steering, tallies
from noroshi.storage.pages import PublicationRecord
from noroshi.storage.steering import Steered

_HANDED = (State.ACCEPTED, State.DELIVERED, State.COMPLAINED)
_UNDER_WAY = (State.QUEUED, State.SENDING)


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """The dispatches of one message to one audience on one channel, in all its languages."""

    message: Message
    audience: str
    channel: Channel
    dispatches: tuple[Steered, ...]
    languages: Mapping[int, str]  # of each dispatch, by its id
    recipients: int
    tally: Mapping[State, int]

    @property
    def accepted(self) -> int:
        """Handed over to the provider. That alone confirms no receipt."""
        return sum(self.tally[state] for state in _HANDED)

    @property
    def under_way(self) -> int:
        """Still to be sent, or to be tried again."""
        return sum(self.tally[state] for state in _UNDER_WAY)

    @property
    def not_reached(self) -> int:
        """Listed with a reason, and nothing more will be tried."""
        return self.recipients - self.accepted - self.under_way

    @property
    def is_running(self) -> bool:
        """Some copies have no final outcome yet."""
        return any(dispatch.finished_at is None for dispatch in self.dispatches)

    @property
    def held(self) -> tuple[Steered, ...]:
        """The dispatches that a person has paused."""
        return tuple(one for one in self.dispatches if one.paused_at)

    @property
    def stopped(self) -> tuple[Steered, ...]:
        """The dispatches that a person has stopped for good."""
        return tuple(one for one in self.dispatches if one.stopped_at)

    def look(self, at: datetime) -> Look:
        """What to remember for the pace."""
        return Look(at=at, settled=self.recipients - self.under_way)


@dataclass(frozen=True, kw_only=True)
class Deliveries:
    """The latest on each channel, and how the latest publication of the pages stands."""

    latest: tuple[Delivery, ...]
    page_message: Message | None
    publication: PublicationRecord | None

    @property
    def is_running(self) -> bool:
        """The numbers still move."""
        waits = self.publication is not None and self.publication.verified_at is None
        return waits or any(delivery.is_running for delivery in self.latest)


def deliveries(number: int) -> Deliveries:
    """The latest of each audience on each channel of an incident, priority of sending first."""
    published = [
        message
        for message in messages.of_incident(number)
        if message.state is MessageState.PUBLISHED
    ]
    latest: dict[tuple[str, Channel], Delivery] = {}
    for message in reversed(published):
        for delivery in _of_message(message):
            latest.setdefault((delivery.audience, delivery.channel), delivery)
    page = published[-1] if published else None
    return Deliveries(
        latest=tuple(latest.values()),
        page_message=page,
        publication=pages.of_message(page.id) if page else None,
    )


def _of_message(message: Message) -> Iterator[Delivery]:
    keys = {text.id: text.key for text in messages.renditions(message.id)}
    groups: dict[tuple[str, Channel], list[Steered]] = {}
    for dispatch in steering.of_message(message.id):
        key = keys[dispatch.rendition_id]
        groups.setdefault((key.audience, key.channel), []).append(dispatch)
    for (audience, channel), group in groups.items():
        yield Delivery(
            message=message,
            audience=audience,
            channel=channel,
            dispatches=tuple(group),
            languages={one.id: keys[one.rendition_id].language for one in group},
            recipients=sum(dispatch.recipients for dispatch in group),
            tally=_sum(tallies.tally_of(dispatch.id) for dispatch in group),
        )


def _sum(found: Iterable[Mapping[State, int]]) -> Counter[State]:
    total: Counter[State] = Counter()
    for tally in found:
        total.update(tally)
    return total
