"""The checklist of an incident as its room shows it: what is known, and what must be asked (P3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from noroshi.domain.incident import Fact, Stage
from noroshi.domain.plan import select
from noroshi.domain.plan.model import AnswerKind, Plan, Question

_STAGES = list(Stage)


@dataclass(frozen=True, kw_only=True)
class FactLine:
    """A question, and what is known about it.

    ``is_due``: the next message needs the answer, and nobody has given one. "Not known yet" is
    an answer, but the question stays open. ``asked`` is who is to know.
    """

    question: Question
    fact: Fact | None
    is_due: bool
    asked: str

    @property
    def is_known(self) -> bool:
        """Somebody has given an answer that says something."""
        return bool(self.fact and self.fact.is_answered and not self.fact.unknown)

    @property
    def version(self) -> int:
        """What the next answer is written over; 0 = nobody has answered."""
        return self.fact.version if self.fact else 0

    @property
    def is_text(self) -> bool:
        """The answer is a text in each language, not one value for all of them."""
        return self.question.kind is AnswerKind.TEXT


def checklist(plan: Plan, facts: Mapping[str, Fact], *, stage: Stage) -> tuple[FactLine, ...]:
    """Every question; what a message at ``stage`` waits for comes first, in the plan's order."""
    lines = [_line(plan, question, facts.get(question.key), stage) for question in plan.checklist]
    return tuple(sorted(lines, key=_rank))


def _line(plan: Plan, question: Question, fact: Fact | None, stage: Stage) -> FactLine:
    people = select.people_in(plan, question.owner)
    needed = _STAGES.index(question.required_from) <= _STAGES.index(stage)
    return FactLine(
        question=question,
        fact=fact,
        is_due=needed and not question.optional and not (fact and fact.is_answered),
        asked=people[0].name if people else "",
    )


def _rank(line: FactLine) -> int:
    if line.is_due:
        return 0
    if line.fact and line.fact.unknown:
        return 1
    if line.is_known:
        return 2
    return 4 if line.question.optional else 3
