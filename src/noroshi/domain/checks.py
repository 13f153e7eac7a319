"""From the results of a check to a verdict: what failed, since when, and whether to believe it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from noroshi.domain.language import Localised
from noroshi.domain.plan.watching import Check

KEPT = 30
"""Results that are kept: for the rule, and for the little line of answer times."""


class Fault(StrEnum):
    """Why a look was no success."""

    NO_CONNECTION = "no_connection"
    TOO_SLOW = "too_slow"
    STATUS = "status"  # another HTTP status than expected
    KEYWORD = "keyword"  # the text is not in the answer
    REDIRECTS = "redirects"  # it leads on for ever, or nowhere
    CERTIFICATE = "certificate"  # not trusted, or for another host
    EXPIRED = "expired"
    BROKEN = "broken"  # the answer was cut off or is no answer
    REFUSED = "refused"  # by us: the plan points to an address that must not be called


FAULT_WORDS: dict[Fault, Localised] = {
    Fault.NO_CONNECTION: {"en": "no connection", "ja": "接続できません"},
    Fault.TOO_SLOW: {"en": "no answer in time", "ja": "時間内に応答がありません"},
    Fault.STATUS: {"en": "unexpected HTTP status", "ja": "想定外のHTTPステータス"},
    Fault.KEYWORD: {
        "en": "the expected text is missing",
        "ja": "応答に想定した文字列がありません",
    },
    Fault.REDIRECTS: {"en": "a redirect that leads nowhere", "ja": "リダイレクト先が不正です"},
    Fault.CERTIFICATE: {"en": "the certificate is not trusted", "ja": "証明書を信頼できません"},
    Fault.EXPIRED: {"en": "the certificate has expired", "ja": "証明書の有効期限が切れています"},
    Fault.BROKEN: {"en": "the answer broke off", "ja": "応答が途中で切れました"},
    Fault.REFUSED: {
        "en": "not looked: Noroshi may not call this address",
        "ja": "未確認：このアドレスへの接続は許可されていません",
    },
}
"""Why a look was no success, in words for colleagues."""


class Health(StrEnum):
    """What the results say altogether."""

    UNKNOWN = "unknown"  # not looked at yet
    PASSING = "passing"
    FAILING = "failing"


@dataclass(frozen=True, kw_only=True)
class Result:
    """One look."""

    at: datetime
    took: timedelta
    fault: Fault | None = None
    detail: str = ""  # "503", "connection refused": short, and without the address's secrets
    certificate_until: datetime | None = None

    @property
    def is_success(self) -> bool:
        """It works."""
        return self.fault is None

    @property
    def is_look(self) -> bool:
        """Whether it says anything about the component, and not about us."""
        return self.fault is not Fault.REFUSED


@dataclass(frozen=True, kw_only=True)
class Record:
    """What is known of a check: the verdict since a moment, and the last results, oldest first."""

    health: Health = Health.UNKNOWN
    since: datetime | None = None
    results: tuple[Result, ...] = ()
    certificate_until: datetime | None = None
    warned_of: datetime | None = None  # the end of a certificate that people were warned of

    @property
    def last(self) -> Result | None:
        """The newest result."""
        return self.results[-1] if self.results else None


def after(record: Record, result: Result, check: Check) -> Record:
    """The record with one more result. What says nothing about the component changes no verdict."""
    results = (*record.results, result)[-KEPT:]
    health = judge(record.health, [r for r in results if r.is_look], check)
    return replace(
        record,
        health=health,
        since=record.since if health is record.health and record.since else result.at,
        results=results,
        certificate_until=result.certificate_until or record.certificate_until,
    )


def judge(before: Health, results: Sequence[Result], check: Check) -> Health:
    """Failing after K failures of N results; passing again after K successes in a row.

    One lost packet is no outage, and one lucky answer is no recovery.
    """
    failed = sum(not result.is_success for result in results[-check.of :])
    latest = results[-check.recoveries :]
    recovered = len(latest) == check.recoveries and all(result.is_success for result in latest)
    if before is Health.FAILING:
        return Health.PASSING if recovered else Health.FAILING
    if failed >= check.failures and not recovered:
        return Health.FAILING
    if before is Health.UNKNOWN and not (results and results[-1].is_success):
        return Health.UNKNOWN
    return Health.PASSING


def warning_due(record: Record, check: Check, *, now: datetime) -> bool:
    """Whether people should hear now that a certificate ends soon: once for each certificate."""
    return record.warned_of != record.certificate_until and ends_soon(record, check, now=now)


def ends_soon(record: Record, check: Check, *, now: datetime) -> bool:
    """Whether the certificate that the check saw last has so few days left, or none."""
    until = record.certificate_until
    return until is not None and until - now <= timedelta(days=check.warn_days)


def first_due(check: Check, *, now: datetime) -> datetime:
    """When a new check is run first: spread over its interval, so that not all look at once."""
    number = int.from_bytes(hashlib.sha256(check.key.encode()).digest()[:4])
    return now + min(check.every, timedelta(minutes=1)) * (number / 2**32)


def next_due(check: Check, due: datetime, *, now: datetime) -> datetime:
    """The next turn on the check's own beat; turns that were missed are not made up for."""
    missed = max(0, (now - due) // check.every)
    return due + (missed + 1) * check.every


def shape_of(check: Check) -> str:
    """Changes when older results say nothing any more about what is looked at now."""
    looked_at = (
        check.kind, check.url, check.host, check.port, check.within, check.expect, check.contains,
        check.follow_redirects,
    )  # fmt: skip
    return hashlib.sha256(repr(looked_at).encode()).hexdigest()[:32]
