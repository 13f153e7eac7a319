"""Answering a question of the checklist, at the same time as others."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from noroshi.actions.answer_fact import ANY_LANGUAGE, MAX_ANSWER, Answer, answer_fact
from noroshi.actions.queries.checklist import FactLine
from noroshi.actions.queries.people import names
from noroshi.actions.queries.plan import current_plan
from noroshi.actions.queries.room import facts_of
from noroshi.domain.permissions import Deed
from noroshi.domain.plan import select
from noroshi.domain.plan.model import AnswerKind, Plan, Question
from noroshi.kernel.errors import Conflict, Invalid, Refusal
from noroshi.storage import incidents
from noroshi.web.access import may
from noroshi.web.actors import actor_of
from noroshi.web.boundary import is_fragment
from noroshi.web.reader import zone
from noroshi.web.room import page
from noroshi.web.room.show import Attempt
from noroshi.web.services import context


@may(Deed.ANSWER_FACT)
@require_POST
def answer(request: HttpRequest, number: int, question: str) -> HttpResponse:
    """Keep the answer. When somebody was faster, theirs is shown and the typed one is kept."""
    plan = current_plan()
    asked = select.question(plan, question)
    typed = _typed(request, plan)
    try:
        answer_fact(context(), actor_of(request), number, _answer(request, asked, typed))
    except (Conflict, Invalid) as refusal:
        return _again(request, number, asked, typed, refusal=refusal)
    if is_fragment(request):
        return _row(request, number, question)
    return redirect(f"{reverse('room', args=[number])}#fact-{question}")


def _typed(request: HttpRequest, plan: Plan) -> dict[str, str]:
    wanted = (*plan.company.languages, ANY_LANGUAGE)
    return {code: str(request.POST.get(f"value_{code}", "")) for code in wanted}


def _answer(request: HttpRequest, question: Question, typed: dict[str, str]) -> Answer:
    version = str(request.POST.get("version", "0"))
    known = int(version) if version.isascii() and version.isdigit() and len(version) < 9 else 0
    if "unknown" in request.POST:
        return Answer(question=question.key, unknown=True, version=known)
    given = {code: text for code, text in typed.items() if text.strip()}
    if not given:
        raise Invalid("Type an answer, or mark it as not known yet.", field=question.key)
    if question.kind is AnswerKind.TIME:
        given = {ANY_LANGUAGE: _with_zone(given.get(ANY_LANGUAGE, ""), question)}
    return Answer(question=question.key, values=given, version=known)


def _with_zone(text: str, question: Question) -> str:
    """A time as the reader's clock shows it, with its zone."""
    try:
        told = datetime.fromisoformat(text.strip())
    except ValueError:
        raise Invalid(
            "This is not a date and a time.",
            way_out="Write them as 2026-03-12 14:05.",
            field=question.key,
        ) from None
    return (told if told.tzinfo else told.replace(tzinfo=zone())).isoformat()


def _again(
    request: HttpRequest,
    number: int,
    question: Question,
    typed: dict[str, str],
    *,
    refusal: Refusal,
) -> HttpResponse:
    kept = {code: text[: 2 * MAX_ANSWER] for code, text in typed.items()}
    attempt = Attempt(refusal=refusal, key=question.key, values=kept)
    if not is_fragment(request):
        return page.again(request, number, attempt)
    response = _row(request, number, question.key, attempt=attempt)
    response.status_code = refusal.status
    response["HX-Retarget"] = f"#fact-{question.key}"
    response["HX-Reswap"] = "outerHTML"
    return response


def _row(
    request: HttpRequest, number: int, question: str, *, attempt: Attempt | None = None
) -> HttpResponse:
    plan = current_plan()
    incident = incidents.get(number)
    found: dict[str, FactLine] = {line.question.key: line for line in facts_of(plan, incident)}
    context_of_row = {
        "line": found[question],
        "incident": incident,
        "plan": plan,
        "attempt": attempt,
        "names": names(),
    }
    return render(request, "room/fact.html", context_of_row)
