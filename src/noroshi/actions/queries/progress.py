"""How far a dispatch has come: numbers that add up, what went wrong, and what it waits for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from noroshi.domain.delivery import State
from noroshi.domain.pace import Expected, Look, Pace, average, expected_end
from noroshi.storage import messages, outlook, pages, steering, tallies
from noroshi.storage.outlook import Account
from noroshi.storage.pages import PublicationRecord
from noroshi.storage.steering import Steered
from noroshi.storage.tallies import Course, Failures, Share

_HANDED = (State.ACCEPTED, State.DELIVERED, State.COMPLAINED)
_NOT_BEGUN_AFTER = timedelta(seconds=15)


class WaitsFor(StrEnum):
    """What keeps a dispatch from going on, if anything does."""

    PAGE = "page"
    PAGE_FAILED = "page_failed"
    ACCOUNTS_DOWN = "accounts_down"
    NO_ACCOUNT = "no_account"
    WORKER = "worker"
    RATE = "rate"


@dataclass(frozen=True, kw_only=True)
class Wait:
    """Why it does not go on, or not faster. Which of the values is set depends on ``what``."""

    what: WaitsFor
    since: datetime | None = None
    until: datetime | None = None
    detail: str = ""
    per_second: float | None = None


@dataclass(frozen=True, kw_only=True)
class Progress:
    """One dispatch at one moment. The counts add up to the recipients."""

    dispatch: Steered
    counts: Mapping[State, int]
    retrying: int
    next_attempt_at: datetime | None
    failures: tuple[Failures, ...]
    shares: tuple[Share, ...]
    course: Course
    wait: Wait | None

    @property
    def handed_over(self) -> int:
        """The provider took them. What came back later is not among them."""
        return sum(self.counts[state] for state in _HANDED)

    @property
    def left(self) -> int:
        """Without a final outcome."""
        return self.counts[State.QUEUED] + self.counts[State.SENDING]

    @property
    def first_tries_left(self) -> int:
        """Of these, those who have not been tried yet, or whose first try is under way."""
        return max(0, self.left - self.retrying)

    @property
    def tried(self) -> int:
        """People behind whom the first attempt lies: what the pace is measured by."""
        return self.dispatch.recipients - self.first_tries_left

    @property
    def not_handed_over(self) -> int:
        """Final, and not handed over, or come back."""
        return self.dispatch.recipients - self.handed_over - self.left

    def look(self, at: datetime) -> Look:
        """What to remember for the pace."""
        return Look(at=at, settled=self.tried)

    def average_pace(self, now: datetime) -> Pace | None:
        """Since the beginning. None before it, and once somebody has held it: then it misleads."""
        if self.course.began_at is None or self.dispatch.by:
            return None
        return average(self.tried, now - self.course.began_at)

    def expected(self, pace: Pace | None, now: datetime) -> Expected | None:
        """When everybody has been tried once; None when nobody can tell, or nothing moves."""
        if not self.dispatch.is_running or not self.first_tries_left:
            return None
        return expected_end(self.first_tries_left, pace, now)

    @property
    def took(self) -> timedelta | None:
        """How long the whole of it took."""
        end, began = self.dispatch.finished_at, self.course.began_at
        return max(end - began, timedelta(0)) if end and began else None


def progress_of(dispatch_id: int, *, now: datetime) -> Progress:
    """How far a dispatch has come.

    Raises:
        NotFound: there is no such dispatch.
    """
    dispatch = steering.steered(dispatch_id)
    retrying, next_attempt = tallies.retrying(dispatch_id)
    found = Progress(
        dispatch=dispatch,
        counts=_counts(dispatch_id),
        retrying=retrying,
        next_attempt_at=next_attempt,
        failures=tuple(tallies.failures(dispatch_id)),
        shares=tuple(tallies.shares(dispatch_id)),
        course=tallies.course(dispatch_id),
        wait=None,
    )
    if not dispatch.is_running or not found.first_tries_left:
        return found
    return _with_wait(found, now)


def _counts(dispatch_id: int) -> Mapping[State, int]:
    counts = dict(tallies.tally_of(dispatch_id))
    confirmed = tallies.confirmed(dispatch_id)
    counts[State.ACCEPTED] -= confirmed
    counts[State.DELIVERED] += confirmed
    return counts


def _with_wait(found: Progress, now: datetime) -> Progress:
    dispatch = found.dispatch
    text = messages.rendition(dispatch.rendition_id)
    accounts = outlook.accounts(dispatch.channel)
    wait = (
        _for_page(pages.of_message(text.message_id), found.course)
        or _for_accounts(accounts)
        or _for_worker(found, accounts, now)
        or _for_rate(accounts)
    )
    return Progress(**(vars(found) | {"wait": wait}))


def _for_page(page: PublicationRecord | None, course: Course) -> Wait | None:
    if page is None or page.verified_at or course.began_at:
        return None
    if page.failed_at:
        return Wait(what=WaitsFor.PAGE_FAILED, since=page.failed_at, detail=page.failure)
    return Wait(what=WaitsFor.PAGE, since=page.wanted_at)


def _for_accounts(accounts: Sequence[Account]) -> Wait | None:
    if not accounts or not all(account.is_down for account in accounts):
        return None
    probes = [account.probe_at for account in accounts if account.probe_at]
    since = [account.down_since for account in accounts if account.down_since]
    failures = [account.last_failure for account in accounts if account.last_failure]
    return Wait(
        what=WaitsFor.ACCOUNTS_DOWN,
        since=min(since, default=None),
        until=min(probes, default=None),
        detail=failures[0] if failures else "",
    )


def _for_worker(found: Progress, accounts: Sequence[Account], now: datetime) -> Wait | None:
    waited = now - found.dispatch.planned_at
    if found.course.began_at or waited < _NOT_BEGUN_AFTER:
        return None
    what = WaitsFor.WORKER if accounts else WaitsFor.NO_ACCOUNT
    return Wait(what=what, since=found.dispatch.planned_at)


def _for_rate(accounts: Sequence[Account]) -> Wait | None:
    rates = [account.rate_per_second for account in accounts if not account.is_down]
    limits = [rate for rate in rates if rate is not None]
    if not limits or len(limits) < len(rates):
        return None
    return Wait(what=WaitsFor.RATE, per_second=sum(limits))
