"""What the form of one subscription holds: what is stored, or what was typed and not taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.http import HttpRequest

from noroshi.storage.subscribers import Subscriber
from noroshi.web.services import context
from noroshi.web.subscriptions import reading


@dataclass(frozen=True, kw_only=True)
class Form:
    """A subscription and its form. ``chosen`` names what is ticked; ``day`` ends a pause."""

    one: Subscriber
    chosen: Subscriber | Mapping[str, object]
    language: str
    time_zone: str
    day: str
    is_paused: bool
    is_refused: bool = False


def form_of(one: Subscriber, request: HttpRequest, *, is_refused: bool) -> Form:
    """The form of a subscription; after a refusal with what was typed, so that nothing is lost."""
    pause = one.paused_until
    is_paused = pause is not None and pause > context().clock.now()
    if is_refused:
        sent = request.POST
        return Form(
            one=one,
            chosen=reading.typed_again(sent)["chosen"],
            language=sent.get("language", ""),
            time_zone=sent.get("time_zone", ""),
            day=sent.get("paused_until", "")[:40],
            is_paused=is_paused,
            is_refused=True,
        )
    until = pause.astimezone(ZoneInfo(one.time_zone)) if pause and is_paused else None
    return Form(
        one=one,
        chosen=one,
        language=one.language,
        time_zone=one.time_zone,
        day=until.date().isoformat() if until else "",
        is_paused=is_paused,
    )
