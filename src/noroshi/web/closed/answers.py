"""How pages for one audience are sent: for this reader alone, kept by no cache, found by no search.

(Security reference, section 8: restricted audiences.)
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers

from noroshi.pages.serve.kinds import kind_of
from noroshi.pages.serve.policy import NOTHING, policy_of

View = Callable[..., HttpResponse]


def for_the_reader_alone(view: View) -> View:
    """Every answer of a view, also a refusal, says that nobody may keep or list it."""

    @wraps(view)
    def guarded(request: HttpRequest, **given: str) -> HttpResponse:
        answer = view(request, **given)
        close(answer)
        return answer

    return guarded


def close(answer: HttpResponseBase) -> None:
    """Mark an answer as one reader's own."""
    answer["Cache-Control"] = "private, no-store"
    answer["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    # Tells no other site; "no-referrer" would make browsers send "Origin: null" with our own forms.
    answer["Referrer-Policy"] = "same-origin"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    patch_vary_headers(answer, ["Cookie"])


def file_answer(name: str, content: bytes, *, status: int = 200) -> HttpResponse:
    """One file of a page, with its type and its content policy."""
    answer = HttpResponse(content, status=status, content_type=kind_of(name).content_type)
    is_page = name.endswith(".html")
    answer["Content-Security-Policy"] = policy_of(content) if is_page else NOTHING
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def plain(text: str, *, status: int) -> HttpResponse:
    """One sentence, for programs."""
    return HttpResponse(f"{text}\n", status=status, content_type="text/plain; charset=utf-8")
