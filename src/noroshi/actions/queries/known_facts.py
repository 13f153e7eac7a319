"""From answers of the checklist to what a text is held to, in one language and time zone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from noroshi.domain.compose import moments
from noroshi.domain.compose.values import time_zone_of
from noroshi.domain.guardrails.amounts import amounts_in
from noroshi.domain.guardrails.folding import fold
from noroshi.domain.guardrails.rule import Known
from noroshi.domain.incident import ComponentStatus, Fact, Incident, Subject
from noroshi.domain.message import Message
from noroshi.domain.plan.model import AnswerKind, Meaning, Plan, Question
from noroshi.storage import maintenances

_WHATEVER_LANGUAGE = "*"


def known_of(
    plan: Plan,
    incident: Incident,
    message: Message,
    facts: Mapping[str, Fact],
    *,
    language: str,
    others: tuple[str, ...],
) -> Known:
    """What is known of ``incident``; ``others`` are the names of what is not hit."""
    zone = ZoneInfo(time_zone_of(plan, language))
    moments_known: list[datetime | None] = [
        incident.started_at,
        incident.resolved_at,
        message.next_update_at,
    ]
    moments_known += _windows(incident)
    answered = [at for q in plan.checklist if (at := _time(q, facts)) is not None]
    times = [at.astimezone(zone) for at in (*moments_known, *answered) if at is not None]
    ended = incident.resolved_at
    return Known(
        started_at=incident.started_at.astimezone(zone),
        ended_at=ended.astimezone(zone) if ended else None,
        times=tuple(dict.fromkeys(times)),
        numbers=tuple(dict.fromkeys(_numbers(plan, incident, facts, language))),
        workaround=_meant(plan, facts, Meaning.WORKAROUND, language),
        effect=_meant(plan, facts, Meaning.EFFECT, language),
        recovery_time=_meant(plan, facts, Meaning.RECOVERY_TIME, language),
        other_scope_words=others,
        full_outage=incident.scope.status is ComponentStatus.MAJOR_OUTAGE,
    )


def _windows(incident: Incident) -> list[datetime]:
    """The times of planned work, as it is now and as customers were told last."""
    if incident.subject is not Subject.MAINTENANCE:
        return []
    work = maintenances.get(incident.number)
    windows = [window for window in (work.window, work.announced) if window]
    return [at for window in windows for at in (window.starts_at, window.ends_at)]


def _time(question: Question, facts: Mapping[str, Fact]) -> datetime | None:
    given = _given(question, facts, _WHATEVER_LANGUAGE)
    if question.kind is not AnswerKind.TIME or not given:
        return None
    try:
        at = datetime.fromisoformat(given)
    except ValueError:
        return None
    return at if at.tzinfo else None


def _given(question: Question, facts: Mapping[str, Fact], language: str) -> str:
    fact = facts.get(question.key)
    if fact is None or fact.unknown:
        return ""
    return (fact.values.get(language) or fact.values.get(_WHATEVER_LANGUAGE, "")).strip()


def _meant(plan: Plan, facts: Mapping[str, Fact], meaning: Meaning, language: str) -> str | None:
    """The answer; "" where somebody said that it is not known yet, None where nobody has spoken."""
    question = next((q for q in plan.checklist if q.meaning is meaning), None)
    fact = facts.get(question.key) if question else None
    if question is None or fact is None or not fact.is_answered:
        return None
    if question.kind is AnswerKind.TIME and (at := _time(question, facts)) is not None:
        zone = time_zone_of(plan, language)
        return moments.moment(at, language, zone=zone, now=at)
    return _given(question, facts, language)


def _numbers(
    plan: Plan, incident: Incident, facts: Mapping[str, Fact], language: str
) -> Iterator[str]:
    for question in plan.checklist:
        given = _given(question, facts, language)
        if given and question.kind is AnswerKind.NUMBER:
            yield given
        elif given and question.kind is AnswerKind.TEXT:
            folded = fold(given).text
            yield from (folded[a.start : a.end] for a in amounts_in(folded, language))
    if incident.resolved_at is not None:
        yield moments.duration(incident.resolved_at - incident.started_at, language)
