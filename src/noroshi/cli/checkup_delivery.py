"""What ``noroshi doctor`` says of delivery: durability, the right to send, providers, the audit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from noroshi.cli.checks import Check, ok, warning, wrong

if TYPE_CHECKING:
    from noroshi.actions.context import Context
    from noroshi.storage.gauges import AccountGauge

_SKEW: Final = timedelta(seconds=60)
_ELSEWHERE: Final = frozenset(
    {"no_worker", "promise_late", "page_late", "page_target", "may_not_send"}
)
"""Findings that other checks tell."""


def of_delivery(context: Context) -> Iterator[Check]:
    """Everything that stands between an approved text and its recipients."""
    yield _durability()
    yield _skew(context)
    yield _right(context)
    yield from _providers(context)
    yield from _audit(context)


def _durability() -> Check:
    from noroshi.storage.durability import forgetful_settings

    wanting = forgetful_settings()
    if not wanting:
        return ok("durable", "PostgreSQL keeps what it has confirmed.")
    told = ", ".join(f"{name} = {value}" for name, value in wanting.items())
    return wrong(
        "durable",
        f"PostgreSQL may forget what it has confirmed: {told}.",
        "Switch it on in postgresql.conf and reload; no worker starts before.",
    )


def _skew(context: Context) -> Check:
    from noroshi.storage.durability import clock_skew

    now = context.clock.now()
    # The product's clock may be moved by a drill; what counts is the machine's.
    moved = context.clock.wall(now)
    skew = clock_skew(moved)
    if abs(skew) <= _SKEW:
        return ok("time", "This machine and the database agree.")
    seconds = abs(round(skew.total_seconds()))
    side = "ahead of" if skew > timedelta(0) else "behind"
    return warning(
        "time",
        f"The database's clock is {seconds:,} s {side} this machine's.",
        "Let both be set by NTP: reminders and retries follow them.",
    )


def _right(context: Context) -> Check:
    from noroshi.actions.queries.sending import why_not
    from noroshi.domain.sending import REFUSALS, Why

    why = why_not(context)
    if why in {None, Why.JUST_BEGUN}:
        return ok("sending", "This installation may send.")
    return wrong("sending", REFUSALS[str(why)].why["en"], REFUSALS[str(why)].way_out["en"])


def _providers(context: Context) -> Iterator[Check]:
    from noroshi.storage.gauges import accounts

    for one in accounts():
        if one.enabled:
            yield _provider(one, context.clock.now())


def _provider(one: AccountGauge, now: datetime) -> Check:
    share = f"{one.share} % of {one.channel}"
    since = (
        f"last accepted {_ago(now - one.last_accepted_at)}" if one.last_accepted_at else "unused"
    )
    if one.circuit == "closed":
        return ok("provider", f"{one.name}: {share}, {since}.")
    said = f" It said: {one.last_failure}" if one.last_failure else ""
    return warning(
        "provider",
        f"{one.name} is taken as down ({since}).{said}",
        "Look at the provider's status page; it is tried again by itself.",
    )


def _audit(context: Context) -> Iterator[Check]:
    from noroshi.actions.queries.audit import auditing

    found = auditing(context, "en", recent=0)
    told = [said for said in found.open if said.kind not in _ELSEWHERE]
    for said in told:
        make = warning if said.is_warning else wrong
        yield make("audit", said.found, said.way_out)
    if found.last is None:
        yield warning("audit", "The auditor has not looked yet.", "A worker does it each minute.")
    elif not told:
        people = found.last.notes.get("looked_at", {}).get("people", 0)
        yield ok(
            "audit", f"{_whole(people)} Last look {_ago(context.clock.now() - found.last.at)}."
        )


def _whole(people: int) -> str:
    return f"{people:,} copies under way or just ended, each accounted for."


def _ago(age: timedelta) -> str:
    minutes = int(age.total_seconds() // 60)
    return "within the last minute" if minutes < 1 else f"{minutes:,} minutes ago"
