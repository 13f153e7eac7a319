"""The form of an incident: three short steps, each answer kept as it was typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.http import QueryDict

from noroshi.actions.answer_fact import Answer
from noroshi.domain.incident import ComponentStatus, Incident, Scope, Stage
from noroshi.domain.plan.model import AnswerKind, Plan, Question
from noroshi.kernel.errors import Invalid
from noroshi.kernel.ids import new_token

STEPS = (1, 2, 3)
LAST = 3
_LONGEST = 2_000
_STEP_OF_FIELD = {
    "title": 1, "started_at": 1, "components": 2, "regions": 2, "status": 2, "severity": 3,
}  # fmt: skip
HIT = tuple(
    status
    for status in ComponentStatus
    if status not in {ComponentStatus.OPERATIONAL, ComponentStatus.UNDER_MAINTENANCE}
)


@dataclass(frozen=True, kw_only=True)
class Typed:
    """The answers of the form, as text."""

    titles: Mapping[str, str] = field(default_factory=dict)
    day: str = ""
    clock: str = ""
    zone: str = "UTC"
    facts: Mapping[str, str] = field(default_factory=dict)
    components: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    status: str = ""
    severity: str = ""
    request_key: str = ""


def fresh(*, now: datetime, zone: str) -> Typed:
    """An empty form: it started now, until somebody knows better."""
    local = now.astimezone(ZoneInfo(zone))
    return Typed(
        day=f"{local:%Y-%m-%d}", clock=f"{local:%H:%M}", zone=zone, request_key=new_token()
    )


def of_proposal(incident: Incident, *, zone: str) -> Typed:
    """The form filled with what a signal proposed."""
    return replace(
        fresh(now=incident.started_at, zone=zone),
        titles=dict(incident.title),
        components=incident.scope.components,
        regions=incident.scope.regions,
        status=str(incident.scope.status),
        severity=str(incident.severity),
    )


def read(sent: QueryDict, plan: Plan) -> Typed:
    """What was sent, whatever it is; nothing is judged yet."""

    def text(name: str) -> str:
        return str(sent.get(name, ""))[:_LONGEST]

    return Typed(
        titles={code: text(f"title_{code}") for code in plan.company.languages},
        day=text("day"),
        clock=text("clock"),
        zone=text("zone") or "UTC",
        facts={q.key: text(f"fact_{q.key}") for q in early_questions(plan)},
        components=tuple(sent.getlist("components"))[:100],
        regions=tuple(sent.getlist("regions"))[:100],
        status=text("status"),
        severity=text("severity"),
        request_key=text("request_key")[:100] or new_token(),
    )


def early_questions(plan: Plan) -> tuple[Question, ...]:
    """The questions of the checklist that the first message has to answer, beside the time."""
    return tuple(
        question
        for question in plan.checklist
        if question.required_from is Stage.INVESTIGATING and question.kind is AnswerKind.TEXT
    )


def own_first(plan: Plan, language: str) -> tuple[str, ...]:
    """The plan's languages, with the reader's own before the others."""
    return tuple(sorted(plan.company.languages, key=lambda code: code != language))


def step_of(field_name: str) -> int:
    """The step in which a field stands."""
    return _STEP_OF_FIELD.get(field_name, 1)


def titles(typed: Typed) -> dict[str, str]:
    """The title in each language it was given in."""
    return {code: text.strip() for code, text in typed.titles.items() if text.strip()}


def started_at(typed: Typed) -> datetime:
    """When it began.

    Raises:
        Invalid: the date, the time or the zone makes no sense.
    """
    try:
        day, clock = date.fromisoformat(typed.day), time.fromisoformat(typed.clock)
        return datetime.combine(day, clock, tzinfo=ZoneInfo(typed.zone))
    except (KeyError, ValueError, OSError):  # ZoneInfo has all three for a bad name
        raise Invalid(
            "This is not a date and a time.",
            way_out="Write them as 2026-03-12 and 14:05.",
            field="started_at",
        ) from None


def scope(typed: Typed) -> Scope:
    """What is hit, where, and how badly.

    Raises:
        Invalid: the state is none that a component can be in.
    """
    if typed.status not in HIT:
        raise Invalid("Say how far it still works.", field="status")
    return Scope(
        components=typed.components,
        regions=typed.regions,
        status=ComponentStatus(typed.status),
    )


def severity(typed: Typed) -> int:
    """The class.

    Raises:
        Invalid: none was chosen.
    """
    if not (typed.severity.isascii() and typed.severity.isdigit() and len(typed.severity) < 3):
        raise Invalid("Choose how bad it is. You can change it later.", field="severity")
    return int(typed.severity)


def answers(typed: Typed, *, language: str) -> dict[str, Answer]:
    """The facts that are known already."""
    return {
        key: Answer(question=key, values={language: text})
        for key, text in typed.facts.items()
        if text.strip()
    }
