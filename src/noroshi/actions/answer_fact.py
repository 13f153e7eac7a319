"""Answer a question of the checklist (P3). Anyone may, at the same time as others."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from noroshi.actions.context import Actor, Context
from noroshi.actions.queries.plan import current_plan
from noroshi.actions.refill import refill_draft
from noroshi.actions.start_time import follow_answer
from noroshi.domain.events import EventKind
from noroshi.domain.incident import Fact, Incident
from noroshi.domain.language import Localised
from noroshi.domain.permissions import Deed
from noroshi.domain.plan import select
from noroshi.domain.plan.model import AnswerKind, Plan, Question
from noroshi.kernel.clock import aware
from noroshi.kernel.errors import Invalid
from noroshi.storage import events, incidents
from noroshi.storage.unit_of_work import unit_of_work

MAX_ANSWER = 1_000
ANY_LANGUAGE = "*"
_WANTED = {
    AnswerKind.TIME: "The answer must be a time with its zone.",
    AnswerKind.NUMBER: "The answer must be a whole number.",
}


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What somebody answers. ``version`` is the answer they saw; 0 = there was none.

    Texts are per language; a time or a number stands under "*".
    """

    question: str
    values: Localised = field(default_factory=dict)
    unknown: bool = False
    version: int = 0


def answer_fact(context: Context, actor: Actor, number: int, answer: Answer) -> Fact:
    """Write the answer; texts in draft that nobody has edited are filled with it.

    Raises:
        Invalid: the answer does not fit the question.
        Conflict: somebody else has answered meanwhile.
    """
    actor.must_be_allowed(Deed.ANSWER_FACT)
    plan = current_plan()
    with unit_of_work():
        incident = incidents.locked(number)
        now = context.clock.now()
        fact = put_answer(plan, incident, actor, answer, at=now)
        refill_draft(context, plan, follow_answer(incident, fact, now=now))
        return fact


def put_answer(
    plan: Plan, incident: Incident, actor: Actor, answer: Answer, *, at: datetime
) -> Fact:
    """Keep an answer and its event, inside the caller's transaction."""
    question = select.question(plan, answer.question)
    values = _checked(plan, question, answer)
    fact = incidents.put_fact(
        incident.number,
        Fact(
            question=question.key,
            values=values,
            unknown=answer.unknown and not values,
            version=answer.version,
            answered_by=actor.person,
            answered_at=at,
        ),
    )
    events.append(
        at=at,
        kind=EventKind.FACT_ANSWERED,
        actor=actor.person,
        incident=incident.number,
        data={
            "question": question.key,
            "answer": next(iter(values.values()), ""),
            "values": values,
            "unknown": fact.unknown,
        },
    )
    return fact


def _checked(plan: Plan, question: Question, answer: Answer) -> dict[str, str]:
    given = {language: text.strip() for language, text in answer.values.items() if text.strip()}
    if answer.unknown and not given:
        return {}
    known = {*plan.company.languages, ANY_LANGUAGE}
    if not given or not given.keys() <= known:
        raise Invalid("Answer in one of the plan's languages.", field=question.key)
    if any(len(text) > MAX_ANSWER for text in given.values()):
        raise Invalid(
            "Keep the answer under {most} characters.", field=question.key, most=MAX_ANSWER
        )
    if question.kind is AnswerKind.TEXT:
        return {language: _one_line(text, question) for language, text in given.items()}
    return {ANY_LANGUAGE: _plain(question, given)}


def _one_line(text: str, question: Question) -> str:
    line = " ".join(text.split())
    if not all(char.isprintable() for char in line):
        raise Invalid("The answer has characters that cannot be shown.", field=question.key)
    return line


def _plain(question: Question, given: dict[str, str]) -> str:
    text = given.get(ANY_LANGUAGE) or next(iter(given.values()))
    try:
        return _moment(text) if question.kind is AnswerKind.TIME else _count(text)
    except (ValueError, OverflowError):
        raise Invalid(_WANTED[question.kind], field=question.key) from None


def _moment(text: str) -> str:
    return aware(datetime.fromisoformat(text)).isoformat()


def _count(text: str) -> str:
    count = int(text.replace(",", "").replace("，", ""))
    if count < 0:
        raise ValueError(text)
    return str(count)
