"""A draft of every text of one notice, from the plan's words or Noroshi's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from noroshi.domain.channel import HAS_SUBJECT, Channel
from noroshi.domain.compose import moments
from noroshi.domain.compose.fill import fill
from noroshi.domain.compose.maintenance import english, japanese
from noroshi.domain.compose.plan_message import Draft
from noroshi.domain.compose.values import Links, time_zone_of, values
from noroshi.domain.incident import Incident, Stage
from noroshi.domain.language import Localised
from noroshi.domain.maintenance import Maintenance, Purpose, Window
from noroshi.domain.message import RenditionKey
from noroshi.domain.plan import select
from noroshi.domain.plan.model import Outlet, Plan, Template

_OWN = {
    "en": (english.SUBJECTS, english.BODIES),
    "ja": (japanese.SUBJECTS, japanese.BODIES),
}
_BY_DEFAULT = (Channel.STATUS_PAGE, Channel.EMAIL, Channel.WEBHOOK)
SLOTS: Mapping[str, str] = {
    "starts_at": "when the work begins, with its day and time zone",
    "ends_at": "when it is to end",
    "old_starts_at": "when it was to begin, as customers were told last",
    "old_ends_at": "when it was to end, as customers were told last",
    "details": "what customers will notice",
    "news": "what a person writes while it lasts",
}
"""The slots that notices of maintenance have beside the built-in ones."""


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """What a notice is about, and the moment at which it is written."""

    purpose: Purpose
    work: Maintenance
    incident: Incident  # the row that carries title and scope
    stage: Stage
    now: datetime
    news: Localised


def outlets(plan: Plan, purpose: Purpose) -> tuple[Outlet, ...]:
    """Where notices go: what the plan says, else the page, mail and webhooks of its paths.

    That the work overruns is said on the page alone: by mail comes the new time, or the end.
    """
    wanted = plan.maintenance.outlets or _of_paths(plan)
    if purpose is Purpose.OVERRUN:
        return tuple(outlet for outlet in wanted if outlet.channel is Channel.STATUS_PAGE)
    return wanted


def _of_paths(plan: Plan) -> tuple[Outlet, ...]:
    every = (o for s in plan.scenarios for path in s.paths for o in path.outlets)
    return tuple(
        dict.fromkeys(
            o
            for o in every
            if o.channel in _BY_DEFAULT and not select.audience(plan, o.audience).internal
        )
    )


def compose(plan: Plan, occasion: Occasion, links: Links) -> tuple[Draft, ...]:
    """Drafts by audience priority, in every language of the company."""
    wanted = outlets(plan, occasion.purpose)
    speaking = sorted(wanted, key=lambda o: -select.audience(plan, o.audience).priority)
    return tuple(
        _draft(plan, occasion, links, key)
        for outlet in speaking
        for language in plan.company.languages
        for key in [
            RenditionKey(audience=outlet.audience, channel=outlet.channel, language=language)
        ]
    )


def _draft(plan: Plan, occasion: Occasion, links: Links, key: RenditionKey) -> Draft:
    zone = time_zone_of(plan, key.language)
    known = values(
        plan,
        occasion.incident,
        {},
        stage=occasion.stage,
        language=key.language,
        channel=key.channel,
        time_zone=zone,
        next_update_at=None,
        now=occasion.now,
        links=links,
    )
    known |= dict(_slots(occasion, key.language, zone))
    filled = fill(_template(plan, occasion.purpose, key), known)
    return Draft(key=key, subject=filled.subject, body=filled.body, blanks=filled.blanks)


def _slots(occasion: Occasion, language: str, zone: str) -> Iterator[tuple[str, str]]:
    work = occasion.work
    for name, text in (("details", work.details), ("news", occasion.news)):
        if text.get(language):
            yield name, text[language]
    for prefix, window in _windows(work):
        for name, at in (("starts_at", window.starts_at), ("ends_at", window.ends_at)):
            yield (
                f"{prefix}{name}",
                moments.moment(at, language, zone=zone, now=occasion.now, with_day=True),
            )


def _windows(work: Maintenance) -> Iterable[tuple[str, Window]]:
    return (("", work.window), ("old_", work.announced or work.window))


def _template(plan: Plan, purpose: Purpose, key: RenditionKey) -> Template:
    subject, body = _words(plan, purpose, key.language)
    return Template(
        stage=Stage.SCHEDULED,
        audience=key.audience,
        channel=key.channel,
        language=key.language,
        subject=subject if key.channel in HAS_SUBJECT else "",
        body=body,
    )


def _words(plan: Plan, purpose: Purpose, language: str) -> tuple[str, str]:
    for text in plan.maintenance.texts:
        if (text.purpose, text.language) == (purpose, language):
            return text.subject, text.body
    if language not in _OWN:
        return "{{ subject }}", "{{ text }}"  # a blank that a person fills
    subjects, bodies = _OWN[language]
    return subjects[purpose], bodies[purpose]
