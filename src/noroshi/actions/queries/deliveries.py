"""What became of a message on its way to people: tallies that add up, and everybody not reached."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from noroshi.domain.channel import Channel
from noroshi.domain.delivery import State
from noroshi.domain.message import Message, MessageState, RenditionKey
from noroshi.kernel.errors import NotFound
from noroshi.storage import ledger, messages, pages, subscribers, tallies
from noroshi.storage.ledger import PlannedDispatch
from noroshi.storage.pages import PublicationRecord
from noroshi.storage.subscribers import Subscriber
from noroshi.storage.tallies import NotReached

_UNDER_WAY = (State.QUEUED, State.SENDING)


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """The dispatches of one message to one audience on one channel, in all its languages."""

    message: Message
    audience: str
    channel: Channel
    dispatches: tuple[PlannedDispatch, ...]
    languages: Mapping[int, str]  # of each dispatch, by its id
    recipients: int
    tally: Mapping[State, int]

    @property
    def accepted(self) -> int:
        """Handed over to the provider. Nobody has confirmed receipt."""
        return self.tally[State.ACCEPTED]

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
    def started_at(self) -> datetime:
        """When the recipients were written down."""
        return min(dispatch.planned_at for dispatch in self.dispatches)

    def seconds_left(self, now: datetime) -> int | None:
        """How long the rest will take at the pace so far; None while nobody can tell."""
        elapsed = (now - self.started_at).total_seconds()
        if not self.accepted or not self.under_way or elapsed < 2:
            return None
        return max(1, round(self.under_way * elapsed / self.accepted))


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


@dataclass(frozen=True, kw_only=True)
class Unreached:
    """Somebody without a copy, and why; ``who`` is None when the subscriber was erased."""

    entry: NotReached
    who: Subscriber | None


@dataclass(frozen=True, kw_only=True)
class DispatchView:
    """One dispatch with everybody in it who was not simply handed over."""

    message: Message
    key: RenditionKey
    dispatch: PlannedDispatch
    tally: Mapping[State, int]
    unreached: tuple[Unreached, ...]


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


def dispatch_view(number: int, dispatch_id: int) -> DispatchView:
    """One dispatch of an incident.

    Raises:
        NotFound: the incident has no such dispatch.
    """
    for message in messages.of_incident(number):
        for dispatch in ledger.of_message(message.id):
            if dispatch.id == dispatch_id:
                return _view(message, dispatch)
    raise NotFound("There is no such delivery.", way_out="Go back to the incident.")


def _of_message(message: Message) -> Iterator[Delivery]:
    keys = {text.id: text.key for text in messages.renditions(message.id)}
    groups: dict[tuple[str, Channel], list[PlannedDispatch]] = {}
    for dispatch in ledger.of_message(message.id):
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


def _view(message: Message, dispatch: PlannedDispatch) -> DispatchView:
    entries = tallies.not_reached(dispatch.id)
    known = subscribers.named([entry.subscriber_id for entry in entries])
    return DispatchView(
        message=message,
        key=messages.rendition(dispatch.rendition_id).key,
        dispatch=dispatch,
        tally=tallies.tally_of(dispatch.id),
        unreached=tuple(
            Unreached(entry=entry, who=known.get(entry.subscriber_id)) for entry in entries
        ),
    )
