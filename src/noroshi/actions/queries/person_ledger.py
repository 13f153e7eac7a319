"""What happened to this person: every message of an incident, and what became of their copy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from noroshi.actions.queries.occasions import occasion_of
from noroshi.actions.queries.plan import current_plan
from noroshi.domain.audience import Subscription
from noroshi.domain.channel import Channel
from noroshi.domain.incident import Incident
from noroshi.domain.message import Message, MessageState, Rendition
from noroshi.domain.whereabouts import LeftOut, Life, Sent, why_left_out
from noroshi.storage import copies, incidents, messages, steering, subscribers
from noroshi.storage.copies import Copy, Told
from noroshi.storage.steering import Steered
from noroshi.storage.subscribers import Subscriber, SubscriberState

_LARGEST_ID = 18


@dataclass(frozen=True, kw_only=True)
class Line:
    """One message for one subscription: a copy with its state, or why there is none."""

    message: Message
    text: Rendition | None
    copy: Copy | None
    left_out: LeftOut | None
    steered: Steered | None
    told: tuple[Told, ...]


@dataclass(frozen=True, kw_only=True)
class PersonView:
    """One subscription, and every published message of the incident, newest first."""

    subscriber: Subscriber
    lines: tuple[Line, ...]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What was asked, and everybody that it names. Nobody: the address was never subscribed."""

    asked: str
    people: tuple[PersonView, ...]


def what_happened(number: int, asked: str) -> Answer:
    """What happened in an incident to the owner of an address, or to a subscriber's id.

    Addresses are taken exactly: e-mail, phone, or the address of a webhook.

    Raises:
        NotFound: there is no such incident.
    """
    incident = incidents.get(number)
    wanted = asked.strip()
    found = subscribers.named(_ids(wanted)) if wanted else {}
    published = [m for m in messages.of_incident(number) if m.state is MessageState.PUBLISHED]
    dispatches = steering.of_incident(number)
    people = [_View(incident, published, dispatches).of(found[person]) for person in sorted(found)]
    return Answer(asked=wanted, people=tuple(people))


def _ids(asked: str) -> list[int]:
    if asked.isascii() and asked.isdigit() and len(asked) <= _LARGEST_ID:
        return list({int(asked), *copies.ids_of(asked)})
    phone = "".join(sign for sign in asked if sign not in " -()/.")
    return copies.ids_of(phone if phone.lstrip("+").isdigit() else asked)


class _View:
    """The incident, against which any number of people can be held."""

    def __init__(
        self, incident: Incident, published: Sequence[Message], dispatches: Sequence[Steered]
    ) -> None:
        self._incident = incident
        self._plan = current_plan()
        self._published = published
        self._texts = {m.id: messages.renditions(m.id) for m in published}
        self._dispatches = {dispatch.rendition_id: dispatch for dispatch in dispatches}

    def of(self, subscriber: Subscriber) -> PersonView:
        """Every message, newest first."""
        mine = [
            text
            for texts in self._texts.values()
            for text in texts
            if (text.key.audience, text.key.channel) == (subscriber.audience, subscriber.channel)
        ]
        sent = {self._dispatches[t.id].id: t for t in mine if t.id in self._dispatches}
        found = {
            sent[copy.dispatch_id].message_id: copy
            for copy in copies.copies_of(subscriber.id, list(sent))
        }
        told = copies.told_about(subscriber.id, [text.id for text in mine])
        lines = [
            self._line(subscriber, message, found.get(message.id), told)
            for message in reversed(self._published)
        ]
        return PersonView(subscriber=subscriber, lines=tuple(lines))

    def _line(
        self, subscriber: Subscriber, message: Message, copy: Copy | None, told: Sequence[Told]
    ) -> Line:
        if copy is None:
            return Line(
                message=message,
                text=None,
                copy=None,
                left_out=why_left_out(life_of(subscriber), self._sent(subscriber, message)),
                steered=None,
                told=(),
            )
        dispatch = next(d for d in self._dispatches.values() if d.id == copy.dispatch_id)
        text = next(t for t in self._texts[message.id] if t.id == dispatch.rendition_id)
        return Line(
            message=message,
            text=text,
            copy=copy,
            left_out=None,
            steered=dispatch,
            told=tuple(each for each in told if each.rendition_id == text.id),
        )

    def _sent(self, subscriber: Subscriber, message: Message) -> Sent:
        languages = {
            text.key.language
            for text in self._texts[message.id]
            if (text.key.audience, text.key.channel) == (subscriber.audience, subscriber.channel)
        }
        assert message.published_at is not None  # noqa: S101 - only published ones are asked for
        return Sent(
            at=message.published_at,
            about=occasion_of(self._plan, self._incident, message.kind, at=message.published_at),
            languages=frozenset(languages),
            is_correction=message.corrects is not None,
        )


def life_of(subscriber: Subscriber) -> Life:
    """What is known of a subscription, as the rule wants it."""
    was_confirmed = subscriber.state is not SubscriberState.PENDING
    return Life(
        wants=Subscription(
            audience=subscriber.audience,
            channel=Channel(subscriber.channel),
            language=subscriber.language,
            choice=subscriber.choice,
        ),
        created_at=subscriber.created_at,
        # Lists that were taken over name no moment: whoever was on them had agreed before.
        confirmed_at=subscriber.confirmed_at or (subscriber.created_at if was_confirmed else None),
        unsubscribed_at=subscriber.unsubscribed_at,
        suppressed_at=copies.suppressed_at(subscriber.id),
    )
