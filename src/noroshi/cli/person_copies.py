"""One person's copies, printed and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from noroshi.cli import show

if TYPE_CHECKING:
    from datetime import tzinfo

    from noroshi.actions.queries.person_ledger import Line, PersonView


def say_person(person: PersonView, language: str, zone: tzinfo) -> None:
    """Print every message of the incident, and what became of this person's copy."""
    who = person.subscriber
    show.line(f"{who.address} (subscriber {who.id}, {who.audience}, {who.state})")
    for line in person.lines:
        for text in _told(line, language, zone):
            show.line(f"  {text}")


def _told(line: Line, language: str, zone: tzinfo) -> list[str]:
    from noroshi.domain.language import pick
    from noroshi.domain.whereabouts import LEFT_OUT

    head = f"{line.message.kind} {line.message.number}, {show.at(line.message.published_at, zone)}"
    if line.copy is None:
        why = pick(LEFT_OUT[line.left_out], language) if line.left_out else ""
        return [f"{head}: no copy. {why}"]
    return [f"{head}: {line.copy.state}. {_promise(line, language)}", *_details(line, zone)]


def _promise(line: Line, language: str) -> str:
    from noroshi.domain.delivery import PROMISES, REASONS
    from noroshi.domain.language import pick

    assert line.copy is not None  # noqa: S101 - asked for those who have one
    outcome = line.copy.outcome
    why = f"{pick(REASONS[outcome.reason], language)} " if outcome and outcome.reason else ""
    return f"{why}{pick(PROMISES[line.copy.state], language)}"


def _details(line: Line, zone: tzinfo) -> list[str]:
    copy, found = line.copy, []
    assert copy is not None  # noqa: S101 - as above
    if copy.since:
        between = f"{_exactly(copy.since, zone)} to {_exactly(copy.until, zone)}"
        found.append(f"  between {between}, through {copy.account or '–'}")
    if copy.outcome and (copy.outcome.code or copy.outcome.detail):
        found.append(f"  the provider said: {copy.outcome.code} {copy.outcome.detail}".rstrip())
    if copy.outcome and copy.outcome.attempts:
        found.append(f"  attempts: {copy.outcome.attempts}")
    found += [
        f"  later, {_exactly(told.at, zone)}: {told.kind} {told.code} {told.detail}".rstrip()
        for told in line.told
    ]
    return found


def _exactly(at: object, zone: tzinfo) -> str:
    from datetime import datetime

    return f"{at.astimezone(zone):%H:%M:%S}" if isinstance(at, datetime) else "now"


def as_document(person: PersonView, language: str) -> dict[str, object]:
    """The same for programs."""
    who = person.subscriber
    return {
        "subscriber": who.id,
        "address": who.address,
        "channel": who.channel,
        "audience": who.audience,
        "state": who.state,
        "messages": [_line_document(line, language) for line in person.lines],
    }


def _line_document(line: Line, language: str) -> dict[str, object]:
    told: dict[str, object] = {
        "message": line.message.number,
        "kind": line.message.kind,
        "published_at": line.message.published_at,
    }
    copy = line.copy
    if copy is None:
        return told | {"state": None, "left_out": line.left_out}
    outcome = copy.outcome
    return told | {
        "dispatch": copy.dispatch_id,
        "state": copy.state,
        "promise": _promise(line, language),
        "reason": outcome.reason if outcome else None,
        "code": outcome.code if outcome else "",
        "detail": outcome.detail if outcome else "",
        "attempts": outcome.attempts if outcome else None,
        "next_attempt_at": outcome.next_attempt_at if outcome else None,
        "account": copy.account,
        "since": copy.since,
        "until": copy.until,
        "later": [
            {"kind": one.kind, "at": one.at, "code": one.code, "detail": one.detail}
            for one in line.told
        ],
    }
