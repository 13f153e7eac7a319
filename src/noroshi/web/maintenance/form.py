"""The form of planned work, each answer kept as it was typed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.http import QueryDict

from noroshi.domain.incident import ComponentStatus, Scope
from noroshi.domain.maintenance import Maintenance, Window, Wish, local
from noroshi.domain.plan.model import Plan
from noroshi.kernel.errors import Invalid
from noroshi.kernel.ids import new_token

REMINDERS = ("168", "24", "4", "1")
"""What can be ticked, in hours before the start."""
_HOURS = re.compile(r"[0-9]{1,3}(\.[0-9]{1,4})?")
_LONGEST = 4_000


@dataclass(frozen=True, kw_only=True)
class Typed:
    """The answers, as text."""

    titles: Mapping[str, str] = field(default_factory=dict)
    details: Mapping[str, str] = field(default_factory=dict)
    components: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    start_day: str = ""
    start_clock: str = ""
    end_day: str = ""
    end_clock: str = ""
    zone: str = "UTC"
    reminders: tuple[str, ...] = ()
    auto_start: bool = True
    auto_end: bool = False
    request_key: str = ""


def fresh(plan: Plan, *, now: datetime, zone: str) -> Typed:
    """An empty form: two hours of work in three days, as the plan has it."""
    there = now.astimezone(ZoneInfo(zone)) + timedelta(days=3)
    return Typed(
        start_day=f"{there:%Y-%m-%d}",
        start_clock="22:00",
        end_day=f"{there:%Y-%m-%d}",
        end_clock="23:59",
        zone=zone,
        reminders=_hours(plan.maintenance.remind_before),
        auto_start=plan.maintenance.auto_start,
        auto_end=plan.maintenance.auto_end,
        request_key=new_token(),
    )


def of_work(work: Maintenance) -> Typed:
    """The form filled with what is planned."""
    there = ZoneInfo(work.window.zone)
    start, end = work.window.starts_at.astimezone(there), work.window.ends_at.astimezone(there)
    return Typed(
        titles=work.title,
        details=work.details,
        components=work.scope.components,
        regions=work.scope.regions,
        start_day=f"{start:%Y-%m-%d}",
        start_clock=f"{start:%H:%M}",
        end_day=f"{end:%Y-%m-%d}",
        end_clock=f"{end:%H:%M}",
        zone=work.window.zone,
        reminders=_hours(work.remind_before),
        auto_start=work.auto_start,
        auto_end=work.auto_end,
        request_key=new_token(),
    )


def read(sent: QueryDict, plan: Plan) -> Typed:
    """What was sent, whatever it is; nothing is judged yet."""

    def text(name: str) -> str:
        return str(sent.get(name, ""))[:_LONGEST].replace("\r\n", "\n")

    languages = plan.company.languages
    return Typed(
        titles={code: text(f"title_{code}") for code in languages},
        details={code: text(f"details_{code}") for code in languages},
        components=tuple(sent.getlist("components"))[:100],
        regions=tuple(sent.getlist("regions"))[:100],
        start_day=text("start_day"),
        start_clock=text("start_clock"),
        end_day=text("end_day"),
        end_clock=text("end_clock"),
        zone=text("zone")[:60] or "UTC",
        reminders=tuple(sent.getlist("reminders"))[:10],
        auto_start=text("begins") != "person",
        auto_end=text("ends") == "clock",
        request_key=text("request_key")[:100] or new_token(),
    )


def offered(typed: Typed) -> tuple[str, ...]:
    """The reminders to tick: the usual ones, and those of the plan or the work that make sense."""
    known = (*REMINDERS, *typed.reminders)
    return tuple(hours for hours in dict.fromkeys(known) if _HOURS.fullmatch(hours))


def wish(typed: Typed) -> Wish:
    """What the answers ask for.

    Raises:
        Invalid: a date, a time, a zone or a reminder makes no sense.
    """
    return Wish(
        title={code: text.strip() for code, text in typed.titles.items() if text.strip()},
        details={code: text.strip() for code, text in typed.details.items() if text.strip()},
        scope=Scope(
            components=typed.components,
            regions=typed.regions,
            status=ComponentStatus.UNDER_MAINTENANCE,
        ),
        window=Window(
            starts_at=moment(typed.start_day, typed.start_clock, typed.zone, field="starts_at"),
            ends_at=moment(typed.end_day, typed.end_clock, typed.zone, field="ends_at"),
            zone=typed.zone,
        ),
        remind_before=tuple(_ahead(hours) for hours in typed.reminders),
        auto_start=typed.auto_start,
        auto_end=typed.auto_end,
        request_key=typed.request_key,
    )


def moment(day: str, clock: str, zone: str, *, field: str) -> datetime:
    """A date and a time on the wall of a zone.

    Raises:
        Invalid: they are none, or the clocks are changed just then.
    """
    try:
        naive = datetime.combine(date.fromisoformat(day), time.fromisoformat(clock))
    except ValueError:
        raise Invalid(
            "This is not a date and a time.",
            way_out="Write them as 2026-03-12 and 14:05.",
            field=field,
        ) from None
    return local(naive.replace(tzinfo=None), zone, field=field)


def _hours(lengths: tuple[timedelta, ...]) -> tuple[str, ...]:
    return tuple(f"{length / timedelta(hours=1):g}" for length in lengths)


def _ahead(hours: str) -> timedelta:
    try:
        return timedelta(hours=float(hours))
    except (ValueError, OverflowError):
        raise Invalid(
            "Remind between 5 minutes and 30 days before.", field="remind_before"
        ) from None
