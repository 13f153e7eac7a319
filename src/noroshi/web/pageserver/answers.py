"""Answers of the page server. What they say never comes from the request."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from noroshi.pages.serve.document import SHARED, Document, Headers, guards
from noroshi.pages.serve.policy import NOTHING
from noroshi.web.pageserver.request import Head, Send

# A redirect by language is one reader's: a shared cache that ignores Vary must not keep it.
_OWN = (b"cache-control", b"private, max-age=15")
# The page of an incident is not there, and then it is.
_SOON = (b"cache-control", b"public, max-age=5")
_NEVER = (b"cache-control", b"no-store")
_METHODS = b"GET, HEAD, OPTIONS"


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """Status, headers and content."""

    status: int
    headers: Headers
    content: bytes = b""


def whole(found: Document, head: Head) -> Answer:
    """The file, or that the reader has it already."""
    form = found.form(packed=head.takes_gzip)
    if head.if_none_match and head.has(form.etag):
        return Answer(status=HTTPStatus.NOT_MODIFIED, headers=form.unchanged)
    return Answer(status=HTTPStatus.OK, headers=form.headers, content=form.content)


def missing(page: Document | None, head: Head, *, secure: bool) -> Answer:
    """404, with the page's own words when it has some."""
    if page is None:
        return plain(HTTPStatus.NOT_FOUND, "This page does not exist.", secure=secure)
    form = page.form(packed=head.takes_gzip)
    headers = tuple(p for p in form.headers if p[0] not in {b"etag", b"cache-control"})
    return Answer(
        status=HTTPStatus.NOT_FOUND, headers=(_SOON, *headers, *SHARED), content=form.content
    )


def redirect(location: str, *, secure: bool, by_language: bool = False) -> Answer:
    """To a place relative to the address that was asked for."""
    vary = ((b"vary", b"Accept-Language"),) if by_language else ()
    return Answer(
        status=HTTPStatus.FOUND,
        headers=(
            (b"location", location.encode()),
            (b"content-length", b"0"),
            _OWN,
            *vary,
            *guards(secure=secure, shared=False),
        ),
    )


def plain(status: HTTPStatus, text: str, *, secure: bool, more: Headers = ()) -> Answer:
    """One sentence, for the rare case; no cache keeps it."""
    content = f"{text}\n".encode()
    return Answer(
        status=status,
        headers=(
            (b"content-type", b"text/plain; charset=utf-8"),
            (b"content-length", b"%d" % len(content)),
            (b"content-security-policy", NOTHING.encode()),
            _NEVER,
            *guards(secure=secure, shared=True),
            *SHARED,
            *more,
        ),
        content=content,
    )


def wrong_method(*, secure: bool) -> Answer:
    """405: nothing here takes what readers send."""
    return plain(
        HTTPStatus.METHOD_NOT_ALLOWED,
        "A status page can only be read.",
        secure=secure,
        more=((b"allow", _METHODS),),
    )


def two_hosts() -> Answer:
    """400 (RFC 9112, 3.2): a cache might file one host's page under the other's name."""
    text = "A request names one host."
    return plain(HTTPStatus.BAD_REQUEST, text, secure=False)


def preflight(*, secure: bool) -> Answer:
    """To a browser that asks whether a page of another origin may read: it may, without cookies."""
    return Answer(
        status=HTTPStatus.NO_CONTENT,
        headers=(
            (b"allow", _METHODS),
            (b"access-control-allow-methods", b"GET, HEAD"),
            (b"access-control-allow-headers", b"*"),
            (b"access-control-max-age", b"86400"),
            (b"cache-control", b"public, max-age=86400"),
            *guards(secure=secure, shared=True),
            *SHARED,
        ),
    )


async def give(answer: Answer, send: Send, *, only_head: bool = False) -> None:
    """Send ``answer``."""
    await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
    await send({"type": "http.response.body", "body": b"" if only_head else answer.content})
