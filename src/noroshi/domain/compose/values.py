"""What stands in each slot: plain text in one language, in one time zone, for one channel."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from noroshi.domain.channel import Channel
from noroshi.domain.compose import moments, wording
from noroshi.domain.incident import Fact, Facts, Incident, Stage
from noroshi.domain.language import Localised
from noroshi.domain.plan import select
from noroshi.domain.plan.model import AnswerKind, Component, Meaning, Plan, Question, Region

_WHATEVER_LANGUAGE = "*"


@dataclass(frozen=True, kw_only=True)
class Links:
    """Addresses, from configuration and never from a request."""

    page: str
    incident: str = ""  # the page itself where an incident has none of its own
    report: str = ""  # the incident's address where the report has none of its own


@dataclass(frozen=True, kw_only=True)
class _Voice:
    """Everything that decides how a value is worded."""

    plan: Plan
    incident: Incident
    stage: Stage
    language: str
    channel: Channel
    zone: str
    now: datetime
    next_update_at: datetime | None
    links: Links

    def time(self, at: datetime, *, with_day: bool = False) -> str:
        return moments.moment(at, self.language, zone=self.zone, now=self.now, with_day=with_day)

    def text(self, given: Localised) -> str:
        return given.get(self.language, "")


def values(
    plan: Plan,
    incident: Incident,
    facts: Facts,
    *,
    stage: Stage,
    language: str,
    channel: Channel,
    time_zone: str,
    next_update_at: datetime | None,
    now: datetime,
    links: Links,
) -> dict[str, str]:
    """The text of every slot that is known. What is not known is absent, so that it shows.

    Text never falls back to another language. A fact that somebody marked as unknown has the
    wording that its question prepared for that.
    """
    voice = _Voice(
        plan=plan,
        incident=incident,
        stage=stage,
        language=language,
        channel=channel,
        zone=time_zone,
        now=now,
        next_update_at=next_update_at,
        links=links,
    )
    known = dict(_builtin(voice))
    for question in plan.checklist:
        fact = facts.get(question.key)
        if fact is not None and fact.is_answered:
            known[question.key] = _answer(voice, question, fact)
            if question.meaning is Meaning.THIRD_PARTY:
                known["third_party"] = known[question.key]
    return {name: text for name, text in known.items() if text}


def time_zone_of(plan: Plan, language: str) -> str:
    """The zone in which readers of ``language`` are told the time."""
    return plan.company.time_zones.get(language) or plan.company.time_zone


def _builtin(voice: _Voice) -> Iterator[tuple[str, str]]:
    plan, incident, links = voice.plan, voice.incident, voice.links
    yield "company", plan.company.name
    yield "title", voice.text(incident.title)
    yield "stage", voice.text(wording.STAGES[voice.stage])
    yield "severity", voice.text(select.severity(plan, incident.severity).name)
    yield "severity_level", str(incident.severity)
    yield "components", _components(voice)
    yield "regions", _regions(voice)
    yield "support_url", plan.company.support_url
    yield "bridge_url", incident.bridge_url or plan.bridge_url
    yield "report_within", moments.duration(plan.report_within, voice.language)
    yield "page_url", links.page
    yield "incident_url", links.incident or links.page
    yield "report_url", links.report or links.incident or links.page
    yield from _times(voice)


def _times(voice: _Voice) -> Iterator[tuple[str, str]]:
    started, ended = voice.incident.started_at, _ended_at(voice)
    yield "started_at", voice.time(started)
    yield "now", voice.time(voice.now)
    yield "duration", moments.duration((ended or voice.now) - started, voice.language)
    if ended is not None:
        # Beside a start on another day, a bare time of the end would be misread.
        over_night = not moments.same_day(started, ended, voice.zone)
        yield "resolved_at", voice.time(ended, with_day=over_night)
    if voice.next_update_at is not None:
        yield "next_update", voice.time(voice.next_update_at)
        there = voice.next_update_at.astimezone(ZoneInfo(voice.zone))
        yield "next_update_date", moments.date(there, voice.language)


def _ended_at(voice: _Voice) -> datetime | None:
    """The end; while the text that says "resolved" is being written, it ends with this text.

    The page says the same: an incident is over when customers are told so.
    """
    if voice.incident.resolved_at is not None or voice.stage is not Stage.RESOLVED:
        return voice.incident.resolved_at
    return voice.now


def _components(voice: _Voice) -> str:
    chosen = (select.component(voice.plan, key) for key in voice.incident.scope.components)
    return _in_words(voice, chosen)


def _regions(voice: _Voice) -> str:
    hit = voice.incident.scope.regions
    if not hit or {region.key for region in voice.plan.regions} <= set(hit):
        return voice.text(wording.ALL_REGIONS)
    return _in_words(voice, (select.region(voice.plan, key) for key in hit))


def _in_words(voice: _Voice, parts: Iterable[Component | Region]) -> str:
    names = [voice.text(part.in_text) or voice.text(part.name) for part in parts]
    return wording.listed(names, voice.language) if all(names) else ""


def _answer(voice: _Voice, question: Question, fact: Fact) -> str:
    if fact.unknown:
        return voice.text(question.if_unknown)
    given = fact.values.get(voice.language) or fact.values.get(_WHATEVER_LANGUAGE, "")
    if question.meaning is Meaning.THIRD_PARTY and voice.channel is not Channel.STATUS_PAGE:
        return voice.text(wording.A_THIRD_PARTY) if given else ""
    return _AS[question.kind](voice, given)


def _as_text(voice: _Voice, given: str) -> str:
    # Templates bring the full stop, so that an answer reads well with and without one.
    text = given.strip().removesuffix(".").removesuffix("。").rstrip()
    if voice.channel is Channel.STATUS_PAGE:
        return text
    return wording.without_names(text, voice.plan.third_parties, voice.language)


def _as_time(voice: _Voice, given: str) -> str:
    try:
        at = datetime.fromisoformat(given)
    except ValueError:
        return ""
    return voice.time(at) if at.tzinfo else ""


def _as_number(_voice: _Voice, given: str) -> str:
    return wording.number(given)


_AS: dict[AnswerKind, Callable[[_Voice, str], str]] = {
    AnswerKind.TEXT: _as_text,
    AnswerKind.TIME: _as_time,
    AnswerKind.NUMBER: _as_number,
}
