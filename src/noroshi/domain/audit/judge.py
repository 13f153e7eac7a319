"""From counts to findings. Busy is not broken: a million queued copies alone are no finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from typing import Final

from noroshi.domain.audit.counts import (
    AccountCount,
    BatchCount,
    Counted,
    DispatchCount,
    ReportCount,
)
from noroshi.domain.audit.kinds import Finding, Gap, Suspicion, Value, patience
from noroshi.domain.channel import Channel
from noroshi.domain.fanout import BATCH_SIZE, GROUP_SIZE
from noroshi.domain.publication import is_in_trouble

Memory = Mapping[str, tuple[str, datetime]]
"""What is suspected: its sign, and since when it has been the same."""

IDLE_AFTER: Final = timedelta(seconds=30)
LATE: Final = timedelta(minutes=3)
PAGE_LATE: Final = timedelta(minutes=2)
SETTLED_AFTER: Final = timedelta(minutes=2)
"""A dispatch is left in peace so long: page first, then the batches get their jobs."""
MOST_OF_A_KIND: Final = 20
"""One cause may have a thousand effects; nobody reads more than a few of them."""
ASKED_TO_WAIT: Final = timedelta(minutes=20)
"""The longest pause that a provider may ask for, and a little more."""
TURN: Final = timedelta(minutes=15)
"""How long a batch may wait for its turn beside others that move."""


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """What is wrong now, and what to remember for the next look."""

    findings: tuple[Finding, ...]
    memory: Memory


def judge(counted: Counted, now: datetime, memory: Memory) -> Judgement:
    """Every finding of this look; a suspicion becomes one when it has lasted long enough."""
    found: list[Finding] = []
    kept: dict[str, tuple[str, datetime]] = {}
    for suspicion in _suspicions(counted, now):
        sign, since = memory.get(suspicion.key, ("", now))
        # A clock that was set back must not make a suspicion eternal.
        begun = since if sign == suspicion.sign and since <= now else now
        kept[suspicion.key] = (suspicion.sign, begun)
        if now - begun >= max(patience(suspicion.finding.kind), suspicion.wait):
            found.append(suspicion.finding)
    return Judgement(findings=_once(found), memory=kept)


def _once(found: Iterable[Finding]) -> tuple[Finding, ...]:
    by_kind: dict[Gap, dict[str, Finding]] = {}
    for one in found:
        by_kind.setdefault(one.kind, {})[one.about] = one
    return tuple(one for same in by_kind.values() for one in list(same.values())[:MOST_OF_A_KIND])


def _suspicions(counted: Counted, now: datetime) -> Iterator[Suspicion]:
    certain = chain(
        _accounts_of_people(counted),
        _workers(counted),
        _providers(counted, now),
        _pages(counted, now),
        _owed(counted, now),
        _certificates(counted, now),
        _disk(counted),
        _itself(counted),
    )
    yield from (Suspicion(finding=finding) for finding in certain)
    if not counted.refusal:  # a copy that may not send has no gaps of its own
        yield from chain(_endings(counted), _standstill(counted, now), _batches(counted))


def _accounts_of_people(counted: Counted) -> Iterator[Finding]:
    for one in counted.dispatches:
        if one.members != one.recipients:
            yield _about(one, Gap.UNACCOUNTED, missing=abs(one.recipients - one.members))
        if one.impossible or one.overfull:
            yield _about(one, Gap.IMPOSSIBLE, batches=one.impossible + one.overfull)
        if one.finished_at and (one.unfinished or one.retrying):
            people = max(one.retrying, one.members - one.known)
            yield _about(one, Gap.ENDED_EARLY, people=people)
    for batch, people in counted.strangers.items():
        yield Finding(
            kind=Gap.STRANGER, about=str(batch), detail={"batch": batch, "people": people}
        )
    for text in counted.orphans:
        detail: dict[str, Value] = {
            "incident": text.incident,
            "message": text.message,
            "channel": str(text.channel),
            "subject": text.subject,
            "kind": text.kind,
            "people": text.readers,
        }
        yield Finding(kind=Gap.NOT_PLANNED, about=str(text.text), detail=detail)


def _endings(counted: Counted) -> Iterator[Suspicion]:
    for one in counted.dispatches:
        over = one.finished_at is None and not one.unfinished and not one.retrying
        if over and one.batches:
            yield Suspicion(finding=_about(one, Gap.NOT_ENDED))


def _standstill(counted: Counted, now: datetime) -> Iterator[Suspicion]:
    live = [one for one in counted.dispatches if one.finished_at is None and not one.is_held]
    down = _channels_down(counted)
    for one in live:
        if now - one.planned_at < SETTLED_AFTER or one.channel in down:
            continue
        if one.unfinished:
            # Others of the channel go first, by right: as long as one of them moves, all is well.
            sign = ",".join(other.sign for other in live if other.channel is one.channel)
            finding = _about(one, Gap.STALLED, people=one.members - one.known)
            yield Suspicion(finding=finding, sign=sign, wait=_explained(counted, one))
        if one.retry_at and now - one.retry_at > SETTLED_AFTER:
            finding = _about(one, Gap.RETRY_LATE, batches=one.retrying)
            sign = f"{one.retrying}:{one.retries}:{one.retry_at.isoformat()}"
            yield Suspicion(finding=finding, sign=sign, wait=_time_of(GROUP_SIZE, counted, one))


def _channels_down(counted: Counted) -> set[Channel]:
    """Those on which every account is taken as down: said once, by account."""
    known = {account.channel for account in counted.accounts}
    return known - {account.channel for account in counted.accounts if not account.is_down}


def _explained(counted: Counted, one: DispatchCount) -> timedelta:
    """How long a standstill is explained: a provider that asks for time, or a rate limit."""
    return ASKED_TO_WAIT if one.is_asked_to_wait else _time_of(GROUP_SIZE, counted, one)


def _time_of(
    people: int, counted: Counted, one: DispatchCount | BatchCount | AccountCount
) -> timedelta:
    """How long so many copies take at the slowest rate limit of the channel, and half as much."""
    rates = [a.rate_per_second for a in counted.accounts if a.channel is one.channel]
    slowest = min((rate for rate in rates if rate), default=None)
    return timedelta(seconds=1.5 * people / slowest) if slowest else timedelta(0)


def _batches(counted: Counted) -> Iterator[Suspicion]:
    down = _channels_down(counted)
    working = [one for one in counted.batches if one.job == "doing"]
    for one in counted.batches:
        if not one.job:
            finding = Finding(kind=Gap.JOB_LOST, about=str(one.id), detail=_of(one))
            yield Suspicion(finding=finding, sign=f"{one.run}:{one.mark}:{one.started}")
        elif one.job == "doing" and one.channel not in down:
            yield from _stuck(one, working, counted)


def _stuck(one: BatchCount, working: list[BatchCount], counted: Counted) -> Iterator[Suspicion]:
    """Batches of one account take turns: at first only a standstill of all of them counts."""
    finding = Finding(kind=Gap.STUCK, about=str(one.id), detail=_of(one))
    beside = [other for other in working if other.account == one.account]
    of_all = ",".join(f"{other.id}:{other.mark}:{other.started}" for other in beside)
    yield Suspicion(finding=finding, sign=of_all, wait=_time_of(GROUP_SIZE, counted, one))
    turns = len(beside) * BATCH_SIZE
    yield Suspicion(
        finding=finding,
        sign=f"{one.mark}:{one.started}",
        wait=TURN + _time_of(turns, counted, one),
        which="alone",
    )


def _of(one: BatchCount) -> dict[str, Value]:
    return {"batch": one.id, "account": one.account, "dispatch": one.dispatch}


def _workers(counted: Counted) -> Iterator[Finding]:
    jobs = counted.jobs
    if not jobs.workers:
        yield Finding(kind=Gap.NO_WORKER)
    elif jobs.waiting and not jobs.running and jobs.oldest_s > IDLE_AFTER.total_seconds():
        yield Finding(
            kind=Gap.WORKERS_IDLE, detail={"jobs": jobs.waiting, "seconds": jobs.oldest_s}
        )


def _providers(counted: Counted, now: datetime) -> Iterator[Finding]:
    for one in counted.accounts:
        detail = {"provider": one.name}
        if one.is_down:
            yield Finding(kind=Gap.PROVIDER_DOWN, about=one.name, detail=detail)
        elif one.doing and one.since:
            quiet_since = max(one.since, one.last_accepted_at or one.since)
            if now - quiet_since > LATE + _time_of(GROUP_SIZE, counted, one):
                minutes = _minutes(now - quiet_since)
                yield Finding(
                    kind=Gap.PROVIDER_SILENT, about=one.name, detail={**detail, "minutes": minutes}
                )
        if _canary_is_late(one.canary_sent_at, one.canary_seen_at, now):
            yield Finding(kind=Gap.CANARY_LATE, about=one.name, detail=detail)


def _canary_is_late(sent: datetime | None, seen: datetime | None, now: datetime) -> bool:
    if sent is None or (seen is not None and seen >= sent):
        return False
    return now - sent > LATE


def _pages(counted: Counted, now: datetime) -> Iterator[Finding]:
    wanted = counted.page_wanted_at
    if wanted and now - wanted > PAGE_LATE:
        detail = {"version": counted.page_version, "minutes": _minutes(now - wanted)}
        yield Finding(kind=Gap.PAGE_LATE, detail=detail)
    for one in counted.page_targets:
        if is_in_trouble(one, now):
            yield Finding(
                kind=Gap.PAGE_TARGET,
                about=f"{one.page}:{one.target}",
                detail={"page": one.page, "target": one.target, "reason": one.failure},
            )


def _owed(counted: Counted, now: datetime) -> Iterator[Finding]:
    for incident, due in counted.promises.items():
        if due < now:
            detail = {"incident": incident, "minutes": _minutes(now - due)}
            yield Finding(kind=Gap.PROMISE_LATE, about=str(incident), detail=detail)
    for report in counted.reports:
        left = report.due_at - now
        if left < timedelta(0):
            yield _report(Gap.REPORT_LATE, report, hours=-left // timedelta(hours=1))
        elif report.warned:
            yield _report(Gap.REPORT_AT_RISK, report, hours=-(-left // timedelta(hours=1)))


def _certificates(counted: Counted, now: datetime) -> Iterator[Finding]:
    for check, until in counted.certificates.items():
        days = max(0, (until - now) // timedelta(days=1))
        detail: dict[str, Value] = {"check": check, "day": f"{until:%Y-%m-%d}", "days": days}
        yield Finding(kind=Gap.CERTIFICATE_ENDS, about=check, detail=detail)


def _report(kind: Gap, report: ReportCount, *, hours: int) -> Finding:
    detail = {"incident": report.incident, "hours": hours}
    return Finding(kind=kind, about=str(report.incident), detail=detail)


def _disk(counted: Counted) -> Iterator[Finding]:
    room = counted.room
    if room is None or not (room.is_filling or room.is_narrow):
        return
    detail = {"percent": room.used_percent, "free": room.free // 1_000_000}
    yield Finding(kind=Gap.DISK_FULL if room.is_narrow else Gap.DISK_FILLING, detail=detail)


def _itself(counted: Counted) -> Iterator[Finding]:
    if counted.refusal:
        yield Finding(kind=Gap.MAY_NOT_SEND, detail={"reason": counted.refusal})
    if counted.cut_short:
        yield Finding(kind=Gap.CUT_SHORT, detail={"parts": ", ".join(counted.cut_short)})


def _about(one: DispatchCount, kind: Gap, **more: int) -> Finding:
    detail: dict[str, Value] = {
        "dispatch": one.id,
        "incident": one.incident,
        "message": one.message,
        "channel": str(one.channel),
        "subject": one.subject,
        "kind": one.kind,
    }
    return Finding(kind=kind, about=str(one.id), detail=detail | more)


def _minutes(time: timedelta) -> int:
    return int(time / timedelta(minutes=1))
