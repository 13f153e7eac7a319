"""Who asks for a page for one audience: a colleague, an invited reader, or nobody it knows."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from noroshi.actions.queries.closed_pages import Reader, reader_by_session
from noroshi.domain.page_access import SESSION_LIVES
from noroshi.web.actors import member_or_none
from noroshi.web.services import context

COOKIE = "noroshi_page"


def reader_of(request: HttpRequest, key: str) -> Reader | None:
    """The reader, as far as the cookies prove one at this moment."""
    member = member_or_none(request)
    if member is not None:
        return Reader(page=key, person=member.person)
    return reader_by_session(context(), key, token_of(request))


def token_of(request: HttpRequest) -> str:
    """The session's token; "" without one."""
    return request.COOKIES.get(COOKIE, "")[:100]


def remember(answer: HttpResponse, key: str, token: str) -> None:
    """Let the browser hold the session, for this page only."""
    answer.set_cookie(
        COOKIE,
        token,
        max_age=SESSION_LIVES,
        path=f"/pages/{key}/",
        secure=context().public_url.startswith("https://"),
        httponly=True,
        samesite="Lax",  # links in mails lead here
    )


def forget(answer: HttpResponse, key: str) -> None:
    """Take the session from the browser."""
    answer.delete_cookie(COOKIE, path=f"/pages/{key}/", samesite="Lax")
