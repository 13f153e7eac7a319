"""Which answer a request for a published page gets. No query, no template, no file after the first.

GET /status/…                 on any host: the page by its path
GET /…                        on a page's own host: that page
GET …/events                  the page's stream of changes
POST …/api/v2/subscribers     for the screens, from wherever it came
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from noroshi.pages.serve.document import Document
from noroshi.pages.serve.edition import HOME, Edition
from noroshi.pages.serve.paths import file_name
from noroshi.pages.serve.sites import Asked, Site, Sites
from noroshi.web.pageserver import answers
from noroshi.web.pageserver.answers import Answer, give
from noroshi.web.pageserver.request import (
    Application,
    Head,
    Receive,
    Scope,
    Send,
    head_of,
    raw_path,
)
from noroshi.web.pageserver.streams import Streams
from noroshi.web.subscriptions.doorway import inside, is_subscribing

EVENTS: Final = "events"
_STREAM: Final = f"/{EVENTS}".encode()
_READING: Final = frozenset({"GET", "HEAD"})
_MISSING: Final = "404.html"


class PageServer:
    """Answers for published pages; ``screens`` gets every other request."""

    def __init__(self, screens: Application, *, sites: Sites, streams: Streams) -> None:
        self._screens = screens
        self._sites = sites
        self._streams = streams

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._screens(scope, receive, send)
            return
        head = head_of(scope)
        if head.hosts > 1:
            await give(answers.two_hosts(), send, only_head=scope["method"] == "HEAD")
            return
        asked = self._sites.asked(head.host, raw_path(scope))
        if asked is None:
            await self._screens(scope, receive, send)
        elif is_subscribing(scope["method"], asked.rest):
            await self._screens(inside(scope, asked.rest), receive, send)
        elif asked.site is not None and asked.rest == _STREAM and scope["method"] in _READING:
            await self._streams.follow(asked.site, scope, receive, send)
        else:
            method = scope["method"]
            await give(answer(asked, method, head), send, only_head=method == "HEAD")


def answer(asked: Asked, method: str, head: Head) -> Answer:
    """The answer to a request for a page."""
    site = asked.site
    secure = site is not None and site.secure
    if method not in _READING:
        if method == "OPTIONS":
            return answers.preflight(secure=secure)
        return answers.wrong_method(secure=secure)
    if not asked.rest:
        return _with_slash(site)
    edition = site.shelf.edition() if site else None
    if site is None or edition is None:
        text = "No status page has been published here yet."
        return answers.plain(HTTPStatus.NOT_FOUND, text, secure=secure)
    return _from(edition, asked.rest, head, secure=site.secure)


def _from(edition: Edition, rest: bytes, head: Head, *, secure: bool) -> Answer:
    name = file_name(rest)
    if name == "":
        language = edition.better_language(head.accept_language.decode("latin-1"))
        if language:
            return answers.redirect(f"{language}/", secure=secure, by_language=True)
        name = HOME
    found = _found(edition, name)
    if found is not None:
        return answers.whole(found, head)
    if name is not None and edition.is_folder(name):
        return answers.redirect(f"{name.rpartition('/')[2]}/", secure=secure)
    return answers.missing(edition.document(_MISSING), head, secure=secure)


def _found(edition: Edition, name: str | None) -> Document | None:
    return edition.document(name) if name else None


def _with_slash(site: Site | None) -> Answer:
    """Relative links on the page need the slash at the end of its address."""
    last = site.route.path.rpartition("/")[2] if site else ""
    return answers.redirect(f"{last or 'status'}/", secure=site is not None and site.secure)
