"""Take in what providers and returned mails tell about copies: once each, in any order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from noroshi.actions.context import Context
from noroshi.actions.leave_everywhere import leave
from noroshi.domain.channel import Channel
from noroshi.domain.delivery import Reason, State
from noroshi.domain.events import EventKind
from noroshi.domain.receipts import (
    BOUNCES_COUNT_FOR,
    Consequence,
    History,
    ReceiptEvent,
    ReceiptKind,
    what_follows,
)
from noroshi.domain.suppression import normalised
from noroshi.storage import events as log
from noroshi.storage import receipts, subscribers, suppressions
from noroshi.storage.receipt_marks import Marks, Pair, Place, places, returned_as
from noroshi.storage.subscribers import Subscriber
from noroshi.storage.suppressions import Wanted
from noroshi.storage.unit_of_work import unit_of_work

TELL_AGAIN_AFTER = timedelta(hours=24)
_MOVING = frozenset({ReceiptKind.BOUNCED, ReceiptKind.COMPLAINED})


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """What a set of receipts changed. ``known`` had been told before; ``unmatched`` are about
    nobody whom the ledger or the list of subscribers knows."""

    new: int = 0
    known: int = 0
    unmatched: int = 0
    delivered: int = 0
    bounced: int = 0
    complained: int = 0
    unsubscribed: int = 0
    suppressed: Mapping[Reason, int] = field(default_factory=dict)


def record_receipts(context: Context, told: Sequence[ReceiptEvent]) -> Recorded:
    """Write down what was told and do what follows from it, in one transaction.

    Confirmations leave a bit each and no row: telling one again changes nothing by itself.
    Everything else is kept by its key, and what is known already has no consequences.
    """
    now = context.clock.now()
    with unit_of_work():
        refused_before = _refused_us(now)
        others = [event for event in told if event.kind is not ReceiptKind.DELIVERED]
        fresh = receipts.keep(others, at=now)
        work = _Work(context, now, [e for e in told if e.kind is ReceiptKind.DELIVERED], fresh)
        return work.done(known=len(others) - len(fresh), refused_before=refused_before)


def _refused_us(now: datetime) -> frozenset[str]:
    since = now - TELL_AGAIN_AFTER
    return frozenset(each.account for each in receipts.refusals_of_us(since=since))


def pair_of(event: ReceiptEvent) -> Pair | None:
    """The copy that an event names, if it names one."""
    if event.text_id is None or event.subscriber_id is None:
        return None
    return event.text_id, event.subscriber_id


class _Work:
    """One set of receipts, inside its transaction."""

    def __init__(
        self,
        context: Context,
        now: datetime,
        delivered: Sequence[ReceiptEvent],
        others: Sequence[ReceiptEvent],
    ) -> None:
        self._context, self._now = context, now
        self._delivered, self._others = delivered, others
        self._people = subscribers.named(_ids(others))
        self._days = _bounce_days(others, now=now)
        self._places = places({pair for pair in map(pair_of, [*delivered, *others]) if pair})
        self._marks = Marks(self._places.values(), returned=self._returned())
        self._counts = dict.fromkeys(ReceiptKind, 0)
        self._unmatched = 0
        self._wanted: list[Wanted] = []
        self._leaving: list[Subscriber] = []
        self._early: list[ReceiptEvent] = []
        self._alarms: dict[str, ReceiptEvent] = {}

    def done(self, *, known: int, refused_before: frozenset[str]) -> Recorded:
        for event in self._delivered:
            self._confirm(event)
        for event in self._others:
            self._follow(event)
        self._marks.save()
        receipts.wait(self._early)
        left = leave(self._leaving, at=self._now, by="provider")
        suppressed = suppressions.add(self._wanted, key=self._context.key, at=self._now)
        self._tell(suppressed, refused_before)
        return Recorded(
            new=len(self._others),
            known=known,
            unmatched=self._unmatched,
            delivered=self._counts[ReceiptKind.DELIVERED],
            bounced=self._counts[ReceiptKind.BOUNCED],
            complained=self._counts[ReceiptKind.COMPLAINED],
            unsubscribed=left,
            suppressed=suppressed,
        )

    def _returned(self) -> set[int]:
        found = (self._place(event) for event in self._others if event.kind in _MOVING)
        return {place.batch for place in found if place}

    def _place(self, event: ReceiptEvent) -> Place | None:
        pair = pair_of(event)
        return self._places.get(pair) if pair else None

    def _confirm(self, event: ReceiptEvent) -> None:
        place = self._place(event)
        if place is None:
            self._unmatched += 1
            return
        follows = what_follows(event, History(state=self._marks.state_of(place)))
        if follows.state or follows.too_early:
            self._marks.confirm(place)
            self._counts[ReceiptKind.DELIVERED] += 1

    def _follow(self, event: ReceiptEvent) -> None:
        place, person = self._place(event), self._people.get(event.subscriber_id or 0)
        if place is None and person is None:
            self._unmatched += 1
            return
        state = self._marks.state_of(place) if place else None
        days = self._days.get(event.subscriber_id or 0, [])
        follows = what_follows(event, History(state=state, bounced_on=days))
        if place and follows.state:
            come_back(self._marks, place, event, follows.state)
        if place and follows.too_early:
            self._early.append(event)
        if follows.alarm:
            self._alarms[event.account] = event
        self._counts[event.kind] += 1
        if person and _is_theirs(event, person):
            self._about(person, event, follows)

    def _about(self, person: Subscriber, event: ReceiptEvent, follows: Consequence) -> None:
        if follows.unsubscribe:
            self._leaving.append(person)
        if follows.suppress:
            self._wanted.append(
                Wanted(
                    channel=person.channel,
                    address=person.address,
                    reason=follows.suppress,
                    detail=event.code,
                    source=event.account,
                    subscriber_id=person.id,
                )
            )

    def _tell(self, suppressed: Mapping[Reason, int], refused_before: frozenset[str]) -> None:
        for reason, count in suppressed.items():
            self._log(EventKind.SUPPRESSION_ADDED, {"reason": str(reason), "count": count})
        for account, event in self._alarms.items():
            if account not in refused_before:
                data = {"provider": account, "code": event.code, "reason": event.code}
                self._log(EventKind.SENDER_REFUSED, data)

    def _log(self, kind: EventKind, data: Mapping[str, object]) -> None:
        log.append(at=self._now, kind=kind, actor="system", data=data)


def come_back(marks: Marks, place: Place, event: ReceiptEvent, state: State) -> None:
    """Write into the ledger that a copy came back, or was complained about."""
    outcome = returned_as(state, code=event.code, detail=event.detail)
    marks.come_back(place, outcome, account=event.account, at=event.happened_at)


def _ids(events: Iterable[ReceiptEvent]) -> set[int]:
    return {event.subscriber_id for event in events if event.subscriber_id}


def _bounce_days(events: Sequence[ReceiptEvent], *, now: datetime) -> dict[int, list[date]]:
    ids = _ids(event for event in events if event.kind is ReceiptKind.BOUNCED)
    return receipts.bounce_days(ids, since=now - BOUNCES_COUNT_FOR) if ids else {}


def _is_theirs(event: ReceiptEvent, person: Subscriber) -> bool:
    """Whether the address that was named is the one that the person has now."""
    channel = Channel(person.channel)
    named = normalised(channel, event.address)
    return not named or named == normalised(channel, person.address)
