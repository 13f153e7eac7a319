"""When an incident began: what can be believed, and how the answer of the checklist moves it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from noroshi.domain.incident import Fact, Incident
from noroshi.kernel.errors import Invalid
from noroshi.storage import incidents

QUESTION = "started_at"
"""The question of the checklist that asks for it."""
_FUTURE = timedelta(minutes=5)
_LONG_AGO = timedelta(days=366)


def check_start(started_at: datetime, *, now: datetime) -> None:
    """An incident has started by now; five minutes of clock skew are forgiven.

    Raises:
        Invalid: it starts in the future, or more than a year ago.
    """
    if started_at < now - _LONG_AGO:
        raise Invalid(
            "The incident would have started more than a year ago.",
            way_out="Check the date.",
            field="started_at",
        )
    if started_at > now + _FUTURE:
        raise Invalid(
            "The incident would start in the future.",
            way_out="Check the date, the time and the zone.",
            field="started_at",
        )


def follow_answer(incident: Incident, fact: Fact, *, now: datetime) -> Incident:
    """Let the incident begin when the checklist says so; every other answer leaves it alone.

    Raises:
        Invalid: the answered time cannot be believed.
    """
    text = fact.values.get("*", "")
    if fact.question != QUESTION or not text:
        return incident
    started_at = datetime.fromisoformat(text)
    check_start(started_at, now=now)
    return incidents.save(replace(incident, started_at=started_at))
