"""What readers say back, from buttons on pages that stand elsewhere: no sign-in, no cookie.

A reader's browser says where a form stood. From our own pages a press counts at once; from anywhere
else the same question is shown once more on a page of ours, so that no other site can press the
button in a reader's name. Browsers that say nothing at all (text browsers) are believed: a foreign
site cannot make the others keep silent.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from noroshi.actions.hear_readers import (
    Voice,
    explain_unclear,
    judge_message,
    say_affected,
    title_on_page,
)
from noroshi.actions.queries.links import page_url
from noroshi.actions.queries.plan import current_plan
from noroshi.domain.feedback import FASTEST, FORM_LIVES, LONGEST_COMMENT
from noroshi.domain.plan import select
from noroshi.kernel.errors import Conflict, NotFound, Refusal
from noroshi.kernel.ids import sign, signature_holds
from noroshi.web.access import public
from noroshi.web.boundary import for_readers
from noroshi.web.reader import network_of
from noroshi.web.services import context

_MOST = 2**31 - 1
_TRAP = "website"
"""A field that nobody sees; what stands in it was put there by a program."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked: about an incident (``message`` 0) or about one of its messages."""

    voice: Voice
    number: int
    message: int = 0

    @property
    def back(self) -> str:
        """Where the reader came from."""
        voice = self.voice
        is_main = voice.language == voice.page.default_language
        return page_url(context(), voice.page) + ("" if is_main else f"{voice.language}/")


Act = Callable[[HttpRequest, Question], HttpResponse]


@public
@for_readers
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def affected(request: HttpRequest, page: str, language: str, number: int) -> HttpResponse:
    """A reader says: this hits me."""
    return _answer(request, _question(request, page, language, number), _say_affected)


@public
@for_readers
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def clear(
    request: HttpRequest, page: str, language: str, *, number: int, message: int
) -> HttpResponse:
    """Was it clear? Yes; or no, and in a second step what was not."""
    question = _question(request, page, language, number, message=message)
    return _answer(request, question, _explain if "token" in request.POST else _judge)


def _question(
    request: HttpRequest, page: str, language: str, number: int, *, message: int = 0
) -> Question:
    place = select.page(current_plan(), page)
    if max(number, message) > _MOST:
        raise NotFound("There is no such incident on this page.")
    voice = Voice(
        page=place,
        language=language if language in place.languages else place.default_language,
        network=network_of(request),
        program=request.headers.get("User-Agent", "")[:300],
    )
    return Question(voice=voice, number=number, message=message)


def _answer(request: HttpRequest, question: Question, act: Act) -> HttpResponse:
    with translation.override(question.voice.language):
        if request.method != "POST" or not _is_from_us(request, question):
            return _ask(request, question)
        if request.POST.get(_TRAP):
            return _show(request, "thanks", question)
        try:
            return act(request, question)
        except Refusal as refusal:
            return _show(request, "refused", question, status=refusal.status, refusal=refusal)


def _ask(request: HttpRequest, question: Question) -> HttpResponse:
    title = title_on_page(question.number, question.voice)
    return _show(request, "ask", question, title=title)


def _say_affected(request: HttpRequest, question: Question) -> HttpResponse:
    say_affected(context(), question.number, question.voice)
    return _show(request, "thanks", question)


def _judge(request: HttpRequest, question: Question) -> HttpResponse:
    answer = request.POST.get("clear", "")
    if answer not in {"yes", "no"}:
        return _ask(request, question)
    word = judge_message(
        context(), question.number, question.message, question.voice, clear=answer == "yes"
    )
    if answer == "yes":
        return _show(request, "thanks", question)
    issued = int(context().clock.now().timestamp())
    return _why(request, question, token=_token(word, issued))


def _explain(request: HttpRequest, question: Question) -> HttpResponse:
    words, token = request.POST.get("comment", ""), request.POST.get("token", "")
    word, age = _read(token)
    if words.strip() and age >= FASTEST.total_seconds():
        explain_unclear(context(), word, question.number, question.voice, words=words)
    return _show(request, "thanks", question)


def _why(request: HttpRequest, question: Question, *, token: str) -> HttpResponse:
    return _show(request, "why", question, token=token, most=LONGEST_COMMENT)


def _token(word: int, issued: int) -> str:
    return f"{word}.{issued}.{sign(context().key, 'feedback-form', f'{word}.{issued}')}"


def _read(token: str) -> tuple[int, float]:
    """The word that a form belongs to, and how many seconds ago it was shown.

    Raises:
        Conflict: it is not one of our forms, or too old.
    """
    word, _, rest = token.partition(".")
    issued, _, signature = rest.partition(".")
    if signature_holds(context().key, "feedback-form", f"{word}.{issued}", signature):
        age = context().clock.now().timestamp() - int(issued)
        if age <= FORM_LIVES.total_seconds():
            return int(word), age
    raise Conflict(
        "This form was open too long.",
        way_out="Go back to the status page and press the button once more.",
    )


def _is_from_us(request: HttpRequest, question: Question) -> bool:
    origin = request.headers.get("Origin")
    if origin is None:
        return True
    ours = (page_url(context(), question.voice.page), context().public_url)
    return origin in {_origin(address) for address in ours}


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _show(
    request: HttpRequest, name: str, question: Question, *, status: int = 200, **more: object
) -> HttpResponse:
    shown = {"question": question, "back": question.back, **more}
    return render(request, f"public/feedback_{name}.html", shown, status=status)
