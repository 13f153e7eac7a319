"""Pages behind the room's links: the whole log, the readers of a text, the text as it is sent."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from noroshi.actions.queries.occasions import occasion_of
from noroshi.actions.queries.outlets import outlet_name
from noroshi.actions.queries.plan import current_plan
from noroshi.actions.queries.room import head
from noroshi.delivery.mail.markdown import as_text
from noroshi.domain.channel import Channel
from noroshi.domain.message import Rendition
from noroshi.storage import events, messages, subscribers
from noroshi.web.access import signed_in
from noroshi.web.reader import language, now
from noroshi.web.room.marks import rendered
from noroshi.web.room.show import log_lines

_MOST_SHOWN = 200


@signed_in
@never_cache
@require_safe
def log(request: HttpRequest, number: int) -> HttpResponse:
    """Everything that happened in an incident, newest first."""
    above = head(number)
    found = list(reversed(events.of_incident(number)))
    shown = {"head": above, "incident": above.incident, "lines": log_lines(above.plan, found)}
    return render(request, "room/log.html", shown | {"count": len(found)})


@signed_in
@never_cache
@require_safe
def readers(request: HttpRequest, text: int) -> HttpResponse:
    """Who exactly would get a text if it went out now."""
    found = messages.rendition(text)
    above = head(messages.get(found.message_id).incident_number)
    ids = _snapshot(found)
    people = subscribers.named(ids[:_MOST_SHOWN])
    shown = {
        "head": above,
        "incident": above.incident,
        "plan": above.plan,
        "text": found,
        "name": _name(found.key.audience, found.key.channel),
        "is_public": found.key.channel is Channel.STATUS_PAGE,
        "count": len(ids),
        "people": [people[key] for key in ids[:_MOST_SHOWN] if key in people],
        "left_off": max(0, len(ids) - _MOST_SHOWN),
    }
    return render(request, "room/readers.html", shown)


@signed_in
@never_cache
@require_safe
def as_sent(request: HttpRequest, text: int) -> HttpResponse:
    """One text as its readers see it, formatted and as plain text."""
    found = messages.rendition(text)
    message = messages.get(found.message_id)
    above = head(message.incident_number)
    shown = {
        "head": above,
        "incident": above.incident,
        "message": message,
        "text": found,
        "name": _name(found.key.audience, found.key.channel),
        "sender": above.plan.company,
        "html": rendered(found.body),
        "plain": as_text(found.body),
    }
    return render(request, "room/as_sent.html", shown)


def _snapshot(text: Rendition) -> list[int]:
    key = text.key
    if key.channel is Channel.STATUS_PAGE:
        return []
    message = messages.get(text.message_id)
    incident = head(message.incident_number).incident
    about = occasion_of(current_plan(), incident, message.kind, at=now())
    return subscribers.audience_snapshot(key.channel, key.audience, key.language, about=about)


def _name(audience: str, channel: Channel) -> str:
    return outlet_name(current_plan(), audience, channel, language=language())
