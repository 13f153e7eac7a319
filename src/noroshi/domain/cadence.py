"""When to speak next, and what happens while a promise burns down (R4).

Everything is a pure decision about times that are passed in; what was sent and reminded is data.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from noroshi.domain.channel import Channel
from noroshi.domain.incident import Stage
from noroshi.domain.language import Localised
from noroshi.domain.plan.model import CadenceRule, PromiseWatch, Role

_ENDED = frozenset({Stage.RESOLVED, Stage.POSTMORTEM})
_GRIDS = (timedelta(minutes=5), timedelta(minutes=1))
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_REPORT_MARKS = (12 / 24, 20 / 24, 23 / 24)
_CHANNELS: dict[Channel, Localised] = {
    Channel.STATUS_PAGE: {"en": "status page update", "ja": "ステータスページの更新"},
    Channel.EMAIL: {"en": "e-mail", "ja": "メール"},
    Channel.WEBHOOK: {"en": "webhook call", "ja": "Webhook"},
}


def next_promise(rule: CadenceRule, stage: Stage, published_at: datetime) -> datetime | None:
    """The time to promise for the next update; None when the incident is over or nothing is due.

    People read and remember round times, so it is the last full five minutes within ``every``
    (20 minutes from 14:11 give 14:30, never 14:35). If that would cut more than half off, full
    minutes are taken, and for a cadence of seconds (a drill) the exact time.
    """
    if rule.every is None or stage in _ENDED:
        return None
    latest = published_at + rule.every
    for grid in _GRIDS:
        rounded = latest - (latest - _EPOCH) % grid
        if rounded - published_at >= rule.every / 2:
            return rounded
    return latest


@dataclass(frozen=True, kw_only=True)
class Send:
    """The channel may speak now."""


@dataclass(frozen=True, kw_only=True)
class Hold:
    """The channel spoke a short while ago; it may speak again at ``until``."""

    until: datetime
    reason: Localised


@dataclass(frozen=True, kw_only=True)
class Skip:
    """This update does not go out here at all: a newer one will be there before it may."""

    reason: Localised


def may_send(
    rule: CadenceRule,
    stage: Stage,
    last_sent_at: datetime | None,
    now: datetime,
    *,
    next_update_at: datetime | None = None,
) -> Send | Hold | Skip:
    """Whether a channel may speak now.

    Args:
        next_update_at: when the next update is promised. If that comes before the channel may
            speak again, waiting would only send old words.
    """
    if last_sent_at is None or rule.at_most_every is None or stage in rule.always:
        return Send()
    # A clock that was set back must not hold a channel longer than the rule says.
    until = min(last_sent_at, now) + rule.at_most_every
    if until <= now:
        return Send()
    if next_update_at is not None and next_update_at <= until:
        return Skip(reason=_limit(rule, rule.at_most_every, skipped=True))
    return Hold(until=until, reason=_limit(rule, rule.at_most_every, skipped=False))


def _limit(rule: CadenceRule, at_most_every: timedelta, *, skipped: bool) -> Localised:
    minutes = max(1, round(at_most_every / timedelta(minutes=1)))
    name = _CHANNELS.get(rule.channel, dict.fromkeys(("en", "ja"), rule.channel.value))
    en = f"At most one {name['en']} in {minutes} min."
    ja = f"{name['ja']}は{minutes}分に1回までです。"
    if skipped:
        return {
            "en": f"{en} The next update comes first.",
            "ja": f"{ja}次回のお知らせが先になるため、今回は送信しません。",
        }
    return {"en": en, "ja": ja}


class PromiseState(StrEnum):
    """How a promise of the next update stands."""

    OPEN = "open"  # not yet settled; overdue if its time has passed
    KEPT = "kept"  # the next update came in time
    MISSED = "missed"  # the next update came late
    CANCELLED = "cancelled"  # the incident ended, so nothing was owed any more


@dataclass(frozen=True, kw_only=True)
class Promise:
    """ "Next update by": made with one update, settled by the next. Times are aware."""

    incident_number: int
    channel: Channel
    due_at: datetime
    made_at: datetime
    state: PromiseState = PromiseState.OPEN
    settled_at: datetime | None = None
    id: int = 0  # given by the database

    @property
    def lateness(self) -> timedelta:
        """How late the next update came; zero while open, kept or cancelled."""
        if self.state is not PromiseState.MISSED or self.settled_at is None:
            return timedelta(0)
        return self.settled_at - self.due_at

    def is_overdue(self, now: datetime) -> bool:
        """Whether the promised time has passed and no update has come."""
        return self.state is PromiseState.OPEN and now > self.due_at


def settle(promise: Promise, at: datetime) -> Promise:
    """The promise after the next update was published at ``at``: kept, or missed.

    A promise that is settled already stays as it is, so settling twice changes nothing.
    """
    if promise.state is not PromiseState.OPEN:
        return promise
    state = PromiseState.KEPT if at <= promise.due_at else PromiseState.MISSED
    return replace(promise, state=state, settled_at=at)


def cancel(promise: Promise, at: datetime) -> Promise:
    """The promise after the incident was dismissed or merged: nothing is owed any more."""
    if promise.state is not PromiseState.OPEN:
        return promise
    return replace(promise, state=PromiseState.CANCELLED, settled_at=at)


class ReminderKind(StrEnum):
    """Why somebody is called."""

    REMIND = "remind"  # before the promise lapses
    ESCALATE = "escalate"  # it has lapsed


@dataclass(frozen=True, kw_only=True)
class Reminder:
    """One call to one role. ``step`` names it for ever within its promise.

    ``overtaken`` marks a step that a later one has caught up with (the worker was down, the clock
    jumped): it is recorded as done, and nobody is called for it. So a promise that lapsed hours
    ago causes one call, to the last person of the chain, and not a volley.
    """

    step: str
    role: Role
    kind: ReminderKind
    at: datetime
    overtaken: bool = False


def reminders(promise: Promise, watch: PromiseWatch) -> tuple[Reminder, ...]:
    """All steps of a promise in order of time, whatever the clock shows.

    The customer liaison is reminded before the promise lapses. When it lapses the first role of
    the plan is called, and after each ``escalate_after`` the next. A reminder that would come
    before the promise was made moves to half-time, so that somebody is always called in time.
    """
    steps = {step.step: step for step in (*_before(promise, watch), *_after(promise, watch))}
    return tuple(sorted(steps.values(), key=lambda reminder: reminder.at))


def _before(promise: Promise, watch: PromiseWatch) -> Iterator[Reminder]:
    half_time = promise.made_at + (promise.due_at - promise.made_at) / 2
    for ahead in sorted(watch.remind_before, reverse=True):
        at = promise.due_at - ahead
        yield Reminder(
            step=f"remind-{ahead.total_seconds():g}",
            role=Role.CUSTOMER_LIAISON,
            kind=ReminderKind.REMIND,
            at=at if at > promise.made_at else half_time,
        )


def _after(promise: Promise, watch: PromiseWatch) -> Iterator[Reminder]:
    for number, role in enumerate(watch.escalate_to):
        yield Reminder(
            step=f"escalate-{number + 1}",
            role=role,
            kind=ReminderKind.ESCALATE,
            at=promise.due_at + number * watch.escalate_after,
        )


def reminders_due(
    promise: Promise, watch: PromiseWatch, now: datetime, already_sent: frozenset[str]
) -> tuple[Reminder, ...]:
    """The steps whose time has come and that are not in ``already_sent``.

    Record each returned step before anything else: each is returned until it is recorded and
    never after, whether the clock runs, jumps or is set back (invariant 20).
    """
    if promise.state is not PromiseState.OPEN:
        return ()
    come = [step for step in reminders(promise, watch) if step.at <= now]
    return tuple(
        replace(step, overtaken=step is not come[-1])
        for step in come
        if step.step not in already_sent
    )


def next_look(
    promise: Promise, watch: PromiseWatch, now: datetime, already_sent: frozenset[str]
) -> datetime | None:
    """When to ask ``reminders_due`` again; None when no step is left."""
    if promise.state is not PromiseState.OPEN:
        return None
    left = [step.at for step in reminders(promise, watch) if step.step not in already_sent]
    return max(now, min(left)) if left else None


def report_due(resolved_at: datetime, within: timedelta) -> datetime:
    """When the final report must be out (F1)."""
    return resolved_at + within


def report_warnings(resolved_at: datetime, within: timedelta) -> tuple[datetime, ...]:
    """When to warn about the final report: after 12, 20 and 23 of 24 hours, or in proportion."""
    return tuple(resolved_at + within * mark for mark in _REPORT_MARKS)
