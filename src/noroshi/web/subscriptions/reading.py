"""What readers type, read carefully: everything here comes from strangers."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, QueryDict

from noroshi.actions.ask_to_manage import Whose
from noroshi.actions.change_subscription import Wanted
from noroshi.actions.wish import FIELDS, Wish
from noroshi.domain.asking import Means
from noroshi.domain.subscription import Choice, Topic
from noroshi.kernel.errors import Invalid
from noroshi.web.reader import language

_LONGEST = 4_000
_MOST = 100
_TRAP = "website"
_LATEST = date(9998, 1, 1)
"""A day that exists in every time zone."""


def is_trapped(request: HttpRequest) -> bool:
    """Whether a field was filled in that people do not see: programs fill in everything."""
    return bool(request.POST.get(_TRAP, "").strip())


def means_asked(sent: QueryDict) -> Means:
    """The means that was chosen; mail, if none or none that exists."""
    wanted = sent.get("by", "")
    return Means(wanted) if wanted in set(Means) else Means.EMAIL


def wish(request: HttpRequest) -> Wish:
    """What somebody asks for.

    Raises:
        Invalid: a choice is none.
    """
    sent = request.POST
    means = means_asked(sent)
    page = sent.get("page", "")[:200]
    return Wish(
        means=means,
        address=sent.get(FIELDS[means], "")[:_LONGEST],
        country=sent.get("country", "")[:2],
        language=sent.get("language", "")[:10] or language(),
        time_zone=sent.get("time_zone", "")[:60],
        choice=choice(sent),
        page=page if page.isprintable() else "",
    )


def whose(request: HttpRequest) -> Whose:
    """The address that somebody wants to manage."""
    sent = request.POST
    means = means_asked(sent)
    return Whose(
        means=means,
        address=sent.get(FIELDS[means], "")[:_LONGEST],
        country=sent.get("country", "")[:2],
        language=language(),
    )


def wanted(request: HttpRequest) -> Wanted:
    """What somebody wants from now on.

    Raises:
        Invalid: a choice is none.
    """
    sent = request.POST
    zone = sent.get("time_zone", "")[:60]
    chosen = choice(sent, paused_until=_day(sent.get("paused_until", ""), zone))
    return Wanted(choice=chosen, language=sent.get("language", "")[:10], time_zone=zone)


def choice(sent: QueryDict, *, paused_until: datetime | None = None) -> Choice:
    """What was ticked.

    Raises:
        Invalid: there is no such kind of message, or no such severity.
    """
    return Choice(
        components=_ticked(sent, "components"),
        groups=_ticked(sent, "groups"),
        regions=_ticked(sent, "regions"),
        topics=tuple(_topic(name) for name in _ticked(sent, "topics")),
        min_severity=_severity(sent.get("min_severity", "")),
        paused_until=paused_until,
    )


def _ticked(sent: QueryDict, name: str) -> tuple[str, ...]:
    return tuple(key[:100] for key in sent.getlist(name)[:_MOST] if key)


def _topic(name: str) -> Topic:
    if name not in set(Topic):
        raise Invalid("There is no such kind of message.", field="topics")
    return Topic(name)


def _severity(text: str) -> int:
    if text not in {"", "1", "2", "3", "4", "5"}:
        raise Invalid("There is no such severity.", field="min_severity")
    return int(text or 1)


def _day(text: str, zone: str) -> datetime | None:
    if not text:
        return None
    try:
        day = min(date.fromisoformat(text), _LATEST)
        return datetime.combine(day, time(), ZoneInfo(zone or "UTC"))
    except (ValueError, KeyError, OSError):
        raise Invalid("This is not a day.", field="paused_until") from None


def typed_again(sent: QueryDict) -> dict[str, Any]:
    """What to show in the form once more."""
    chosen = {
        "components": sent.getlist("components"),
        "groups": sent.getlist("groups"),
        "regions": sent.getlist("regions"),
        "topics": [name for name in sent.getlist("topics") if name in set(Topic)],
        "min_severity": sent.get("min_severity", ""),
    }
    return {
        "typed": {name: sent.get(name, "")[:_LONGEST] for name in (*FIELDS.values(), "country")},
        "page": sent.get("page", "")[:200],
        "chosen": chosen,
        "has_chosen": any(chosen.values()),
    }
