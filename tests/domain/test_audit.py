"""From counts to findings: every gap is found, and a busy installation is not called broken."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest

from noroshi.domain.audit import words
from noroshi.domain.audit.counts import (
    AccountCount,
    BatchCount,
    Counted,
    DispatchCount,
    JobCount,
    Orphan,
    ReportCount,
)
from noroshi.domain.audit.judge import MOST_OF_A_KIND, Memory, judge
from noroshi.domain.audit.kinds import Finding, Gap
from noroshi.domain.channel import Channel
from noroshi.domain.publication import TargetStanding

NOW = datetime(2026, 3, 12, 13, 2, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
ALIVE = JobCount(workers=2)


def dispatch(**changed: object) -> DispatchCount:
    """One of a thousand people that was planned ten minutes ago and is half done."""
    made = DispatchCount(
        id=1,
        incident=1,
        message=1,
        channel=Channel.EMAIL,
        recipients=1_000,
        planned_at=NOW - 10 * MINUTE,
        batches=1,
        members=1_000,
        begun=550,
        known=500,
        unfinished=1,
    )
    return replace(made, **changed)  # type: ignore[arg-type]


def batch(**changed: object) -> BatchCount:
    made = BatchCount(
        id=7,
        dispatch=1,
        channel=Channel.EMAIL,
        account="relay",
        run=1,
        mark=500,
        started=550,
        job="doing",
    )
    return replace(made, **changed)  # type: ignore[arg-type]


def counted(**changed: object) -> Counted:
    return replace(Counted(jobs=ALIVE), **changed)  # type: ignore[arg-type]


def kinds(found: Counted, *, looks: int = 1, at: datetime = NOW) -> list[Gap]:
    """What is found after so many looks, a minute apart, at something that stays as it is."""
    memory: Memory = {}
    judged: tuple[Finding, ...] = ()
    for look in range(looks):
        judgement = judge(found, at + look * MINUTE, memory)
        memory, judged = judgement.memory, judgement.findings
    return [finding.kind for finding in judged]


def mirror_failing_since(at: datetime) -> TargetStanding:
    return TargetStanding(
        page="all-regions", target="mirror", kind="directory", failing_since=at, failure="Gone."
    )


@pytest.mark.parametrize(
    ("seen", "gap"),
    [
        (counted(dispatches=(dispatch(members=999),)), Gap.UNACCOUNTED),
        (counted(dispatches=(dispatch(impossible=1),)), Gap.IMPOSSIBLE),
        (counted(dispatches=(dispatch(overfull=1),)), Gap.IMPOSSIBLE),
        (counted(dispatches=(dispatch(finished_at=NOW),)), Gap.ENDED_EARLY),
        (counted(strangers={7: 2}), Gap.STRANGER),
        (
            counted(
                orphans=(
                    Orphan(
                        text=1,
                        incident=1,
                        message=1,
                        channel=Channel.EMAIL,
                        audience="customers",
                        readers=3,
                    ),
                )
            ),
            Gap.NOT_PLANNED,
        ),
        (Counted(), Gap.NO_WORKER),
        (counted(jobs=JobCount(waiting=1, oldest_s=31, workers=2)), Gap.WORKERS_IDLE),
        (counted(promises={1: NOW - MINUTE}), Gap.PROMISE_LATE),
        (
            counted(reports=(ReportCount(incident=1, due_at=NOW + 4 * 60 * MINUTE, warned=2),)),
            Gap.REPORT_AT_RISK,
        ),
        (counted(reports=(ReportCount(incident=1, due_at=NOW - MINUTE),)), Gap.REPORT_LATE),
        (counted(page_wanted_at=NOW - 3 * MINUTE, page_version=4), Gap.PAGE_LATE),
        (counted(page_targets=(mirror_failing_since(NOW - MINUTE),)), Gap.PAGE_TARGET),
        (counted(certificates={"pay": NOW + 600 * MINUTE}), Gap.CERTIFICATE_ENDS),
        (counted(refusal="copy"), Gap.MAY_NOT_SEND),
        (counted(cut_short=("dispatches",)), Gap.CUT_SHORT),
    ],
    ids=lambda value: value if isinstance(value, Gap) else "",
)
def test_one_look_finds_what_is_certain(seen: Counted, gap: Gap) -> None:
    assert kinds(seen) == [gap]


@pytest.mark.parametrize(
    ("seen", "gap", "looks"),
    [
        (counted(batches=(batch(job=""),)), Gap.JOB_LOST, 2),
        (counted(batches=(batch(),)), Gap.STUCK, 3),
        (counted(dispatches=(dispatch(),)), Gap.STALLED, 3),
        (
            counted(
                dispatches=(
                    dispatch(unfinished=0, known=1_000, retrying=1, retry_at=NOW - 3 * MINUTE),
                )
            ),
            Gap.RETRY_LATE,
            3,
        ),
        (counted(dispatches=(dispatch(unfinished=0, known=1_000),)), Gap.NOT_ENDED, 3),
    ],
    ids=lambda value: value if isinstance(value, Gap) else "",
)
def test_what_may_be_a_moment_is_found_when_it_lasts(seen: Counted, gap: Gap, looks: int) -> None:
    assert kinds(seen, looks=looks - 1) == []
    assert kinds(seen, looks=looks) == [gap]


def test_a_provider_that_takes_nothing_is_found_and_one_that_is_down_is_named_once() -> None:
    silent = AccountCount(
        name="relay",
        channel=Channel.EMAIL,
        doing=2,
        since=NOW - 9 * MINUTE,
        last_accepted_at=NOW - 4 * MINUTE,
    )
    assert kinds(counted(accounts=(silent,))) == [Gap.PROVIDER_SILENT]
    assert kinds(counted(accounts=(replace(silent, last_accepted_at=NOW - MINUTE),))) == []
    down = counted(
        accounts=(replace(silent, is_down=True),), dispatches=(dispatch(),), batches=(batch(),)
    )
    assert kinds(down, looks=10) == [Gap.PROVIDER_DOWN]
    late = replace(silent, doing=0, canary_sent_at=NOW - 4 * MINUTE)
    assert kinds(counted(accounts=(late,))) == [Gap.CANARY_LATE]
    assert kinds(counted(accounts=(replace(late, canary_seen_at=NOW),))) == []


def test_a_delivery_that_a_person_holds_is_no_finding() -> None:
    assert kinds(counted(dispatches=(dispatch(is_held=True),)), looks=30) == []


def test_a_million_queued_is_busy_and_not_broken() -> None:
    moving, waiting = (
        dispatch(id=1),
        dispatch(id=2, begun=0, known=0, members=10**6, unfinished=1000),
    )
    memory: Memory = {}
    for minute in range(60):
        seen = counted(
            dispatches=(
                replace(moving, known=500 + minute),
                replace(waiting, recipients=10**6),
            ),
            jobs=JobCount(waiting=1_000, running=8, oldest_s=60 * minute, workers=2),
        )
        judgement = judge(seen, NOW + minute * MINUTE, memory)
        memory = judgement.memory
        assert judgement.findings == ()


def test_a_rate_limit_and_a_provider_that_asks_for_time_explain_a_standstill() -> None:
    slow = AccountCount(name="relay", channel=Channel.EMAIL, rate_per_second=0.1)
    assert kinds(counted(dispatches=(dispatch(),), accounts=(slow,)), looks=10) == []
    asked = dispatch(is_asked_to_wait=True)
    assert kinds(counted(dispatches=(asked,)), looks=15) == []
    assert kinds(counted(dispatches=(asked,)), looks=22) == [Gap.STALLED]


def test_a_batch_that_waits_for_its_turn_is_not_stuck_but_one_left_behind_is() -> None:
    memory: Memory = {}
    found = []
    for minute in range(20):
        first = batch(id=1, mark=minute, started=minute + 50)
        judgement = judge(counted(batches=(first, batch(id=2))), NOW + minute * MINUTE, memory)
        memory = judgement.memory
        found.append([finding.about for finding in judgement.findings])
    assert found[:15] == [[]] * 15
    assert found[-1] == ["2"]


def test_a_clock_that_is_set_back_makes_no_suspicion_eternal() -> None:
    seen = counted(batches=(batch(),))
    memory = judge(seen, NOW, {}).memory
    back = NOW - timedelta(hours=24)
    memory = judge(seen, back, memory).memory
    later = judge(seen, back + 2 * MINUTE, memory)
    assert [finding.kind for finding in later.findings] == [Gap.STUCK]


def test_one_cause_with_a_thousand_effects_does_not_fill_the_screen() -> None:
    seen = counted(batches=tuple(batch(id=n, job="") for n in range(500)))
    assert len(kinds(seen, looks=2)) == MOST_OF_A_KIND


def test_a_copy_that_may_not_send_says_only_that() -> None:
    seen = counted(refusal="copy", dispatches=(dispatch(),), batches=(batch(job=""),))
    assert kinds(seen, looks=10) == [Gap.MAY_NOT_SEND]


@dataclass
class Day:
    """A healthy installation, minute by minute: messages to many people, retries, one outage."""

    dice: random.Random
    at: datetime = NOW
    dispatches: dict[int, DispatchCount] = field(default_factory=dict)

    def minutes(self, count: int) -> Iterator[Counted]:
        for minute in range(count):
            self.at = NOW + minute * MINUTE
            if self.dice.random() < 0.05:
                self._publish()
            self._send()
            yield self._seen()

    def _publish(self) -> None:
        number, people = len(self.dispatches) + 1, self.dice.randrange(1, 200_000)
        self.dispatches[number] = dispatch(
            id=number,
            recipients=people,
            members=people,
            planned_at=self.at,
            begun=0,
            known=0,
            unfinished=people // 1_000 + 1,
            batches=people // 1_000 + 1,
        )

    def _send(self) -> None:
        left = self.dice.randrange(5_000, 30_000)
        for one in sorted(self.dispatches.values(), key=lambda each: each.id):
            if one.finished_at is None:
                known = min(one.members, one.known + left)
                left -= known - one.known
                self.dispatches[one.id] = self._after(one, known)

    def _after(self, one: DispatchCount, known: int) -> DispatchCount:
        unfinished = (one.members - known + 999) // 1_000
        retrying = self.dice.randrange(0, 3) if self.dice.random() < 0.5 else 0
        over = not unfinished and not retrying
        return replace(
            one,
            known=known,
            begun=min(one.members, known + 400 * bool(unfinished)),
            unfinished=unfinished,
            retrying=retrying,
            retries=one.retries + retrying,
            retry_at=self.at - timedelta(seconds=self.dice.randrange(0, 90)) if retrying else None,
            finished_at=self.at if over else None,
        )

    def _seen(self) -> Counted:
        live = [d for d in self.dispatches.values() if not d.finished_at]
        busy = any(d.unfinished for d in live)
        ended = [d for d in self.dispatches.values() if d.finished_at == self.at]
        return Counted(
            dispatches=(*live, *ended),
            batches=tuple(
                batch(id=d.id * 1_000 + d.unfinished, mark=d.known % 1_000)
                for d in live
                if d.unfinished
            )[:1],
            jobs=JobCount(
                waiting=len(live), running=8 * busy, oldest_s=self.dice.randrange(29), workers=4
            ),
            accounts=(
                AccountCount(
                    name="relay",
                    channel=Channel.EMAIL,
                    doing=8 * busy,
                    since=self.at - 5 * MINUTE,
                    last_accepted_at=self.at - timedelta(seconds=self.dice.randrange(60)),
                    canary_sent_at=self.at - MINUTE,
                    canary_seen_at=self.at - timedelta(seconds=20),
                ),
            ),
            promises={1: self.at + MINUTE},
            page_wanted_at=self.at - timedelta(seconds=self.dice.randrange(60)),
            page_version=9,
        )


@pytest.mark.parametrize("seed", range(5))
def test_a_healthy_day_raises_no_alarm(seed: int) -> None:
    memory: Memory = {}
    for number, seen in enumerate(Day(random.Random(seed)).minutes(24 * 60)):  # noqa: S311
        judgement = judge(seen, NOW + number * MINUTE, memory)
        assert judgement.findings == (), f"minute {number}"
        memory = judgement.memory


@pytest.mark.parametrize("seed", range(20))
def test_each_gap_in_a_busy_day_is_found_within_two_minutes(seed: int) -> None:
    """A thousand seeded gaps in all: fifty a day, on twenty days."""
    dice = random.Random(seed)  # noqa: S311
    day = list(Day(random.Random(seed)).minutes(24 * 60))  # noqa: S311
    found = 0
    for _ in range(50):
        start = dice.randrange(len(day) - 3)
        gap = dice.choice(list(_SEEDS))
        memory: Memory = {}
        for minute in range(3):
            seen = _SEEDS[gap](day[start + minute], NOW + (start + minute) * MINUTE)
            judgement = judge(seen, NOW + (start + minute) * MINUTE, memory)
            memory = judgement.memory
            if gap in {finding.kind for finding in judgement.findings}:
                found += 1
                break
    assert found == 50


_SEEDS = {
    Gap.UNACCOUNTED: lambda seen, at: replace(
        seen, dispatches=(*seen.dispatches, dispatch(id=9_999, members=998, planned_at=at))
    ),
    Gap.STRANGER: lambda seen, at: replace(seen, strangers={5: 1}),
    Gap.JOB_LOST: lambda seen, at: replace(seen, batches=(*seen.batches, batch(id=77, job=""))),
    Gap.WORKERS_IDLE: lambda seen, at: replace(
        seen, jobs=JobCount(waiting=3, oldest_s=45, workers=4)
    ),
    Gap.NO_WORKER: lambda seen, at: replace(seen, jobs=JobCount()),
    Gap.PROMISE_LATE: lambda seen, at: replace(seen, promises={1: at - MINUTE}),
    Gap.REPORT_AT_RISK: lambda seen, at: replace(
        seen, reports=(ReportCount(incident=1, due_at=at + 60 * MINUTE, warned=3),)
    ),
    Gap.STUCK: lambda seen, at: replace(seen, batches=(batch(id=77, account="second"),)),
}


@pytest.mark.parametrize("gap", list(Gap))
def test_every_finding_has_words_and_a_way_out_in_both_languages(gap: Gap) -> None:
    slots = {
        "dispatch": 1, "incident": 2, "message": 3, "channel": "email", "people": 4, "batch": 5,
        "batches": 6, "missing": 7, "account": "relay", "provider": "relay", "minutes": 8,
        "hours": 9, "version": 10, "jobs": 11, "seconds": 12, "parts": "jobs", "reason": "copy",
        "percent": 91, "free": 13, "page": "all-regions", "target": "mirror", "check": "pay",
        "day": "2026-03-20", "days": 8,
    }  # fmt: skip
    finding = Finding(kind=gap, about="1", detail=slots)
    for language in ("en", "ja"):
        told = words.found(finding, language) + words.way_out(finding, language)
        assert "{" not in told
        assert "–" not in told
        assert words.found(Finding(kind=gap), language)
    assert words.found(finding, "en") != words.found(finding, "ja")
    assert words.way_out(finding, "en").endswith(".")
