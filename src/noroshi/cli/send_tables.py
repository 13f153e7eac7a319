"""How ``noroshi send`` prints what it found."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from noroshi.actions.queries.dry_run import DryRun, ForOne, Obstacle, Outlet
from noroshi.actions.queries.outlets import outlet_name, text_name
from noroshi.actions.queries.plan import current_plan
from noroshi.cli import show
from noroshi.domain.language import pick
from noroshi.domain.named import message_name, subject_name, whole_name
from noroshi.domain.permissions import ROLE_NAMES


def whole(found: DryRun, language: str, *, as_json: bool) -> None:
    """Everything about one message."""
    if as_json:
        show.document(_document(found, language))
        return
    plan = current_plan()
    number = found.incident.number
    subject = subject_name(found.incident.subject, number, "en", inside=True)
    said = message_name(found.message.kind, found.message.number, "en")
    show.line(f"{whole_name(said, subject, 'en')}: {found.people:,} copies.")
    for outlet in found.outlets:
        name = outlet_name(plan, outlet.audience, outlet.channel, language=language)
        show.line()
        show.line(f"{name}: {outlet.people:,}{_time(outlet)}")
        for reached in outlet.reached:
            text = reached.text
            show.line(f"  {reached.people:>9,}  {text.key.language}  “{text.subject}”")
        for missed in outlet.missed:
            why = pick(missed.why, language)
            show.line(f"  {missed.people:>9,}  {missed.language}  not sent: {why}")
        show.line(f"  through: {', '.join(_ways(outlet)) or 'NO ACCOUNT: it would wait'}")
    show.line()
    if not found.obstacles:
        show.line("Nothing stands in the way.")
    for obstacle in found.obstacles:
        show.line(f"Before it can go out: {_obstacle(obstacle, language)}")


def person(found: Sequence[ForOne], language: str, *, as_json: bool) -> None:
    """What one person would get."""
    if as_json:
        show.document([_one(each, language) for each in found])
        return
    if not found:
        show.line("Nobody with this address has subscribed: they get nothing.")
    for each in found:
        who = f"{each.who.audience}, {each.who.channel}, {each.who.language}"
        if each.text:
            show.line(f"{who}: “{each.text.subject}”")
            show.line()
            show.line(each.text.body)
        elif each.why:
            show.line(f"{who}: nothing. {pick(each.why, language)}")


def _document(found: DryRun, language: str) -> dict[str, object]:
    return {
        "incident": found.incident.number,
        "message": found.message.number,
        "people": found.people,
        "outlets": [_outlet(outlet, language) for outlet in found.outlets],
        "obstacles": [_obstacle(obstacle, language) for obstacle in found.obstacles],
    }


def _outlet(outlet: Outlet, language: str) -> dict[str, object]:
    return {
        "audience": outlet.audience,
        "channel": outlet.channel,
        "people": outlet.people,
        "seconds": outlet.takes.total_seconds() if outlet.takes else None,
        "texts": [
            {"language": r.text.key.language, "people": r.people, "subject": r.text.subject}
            for r in outlet.reached
        ],
        "left_out": [
            {
                "language": m.language,
                "people": m.people,
                "reason": m.reason,
                "why": pick(m.why, language),
            }
            for m in outlet.missed
        ],
        "accounts": [vars(way) for way in outlet.ways],
    }


def _one(each: ForOne, language: str) -> dict[str, object]:
    return {
        "subscriber": each.who.id,
        "audience": each.who.audience,
        "channel": each.who.channel,
        "language": each.who.language,
        "subject": each.text.subject if each.text else None,
        "body": each.text.body if each.text else None,
        "why": pick(each.why, language) if each.why else None,
    }


def _obstacle(one: Obstacle, language: str) -> str:
    if one.text is None:
        return f"no account takes {one.channel}; see “noroshi doctor”."
    name = text_name(current_plan(), one.text.key, language=language)
    if one.reason:
        return f"{name} is blocked. {pick(one.reason, language)}"
    roles = ", ".join(pick(ROLE_NAMES[role], language) for role in one.roles)
    return f"{name} waits for {roles or 'a new approval'}."


def _ways(outlet: Outlet) -> list[str]:
    return [
        f"{way.name} {way.share} %"
        + (f" at {way.rate_per_second:g}/s" if way.rate_per_second else "")
        + (" (down)" if way.is_down else "")
        for way in outlet.ways
    ]


def _time(outlet: Outlet) -> str:
    if not outlet.takes:
        return ""
    minutes = outlet.takes / timedelta(minutes=1)
    return f", about {minutes:,.0f} min" if minutes >= 1 else ", within a minute"
