"""The reader's own addresses for feed readers: made, shown once, ended."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from noroshi.actions.feed_addresses import end_feed_address, feeds_of, make_feed_address
from noroshi.actions.queries.closed_pages import Reader, closed_page, open_to_invited
from noroshi.domain.page_access import MOST_FEEDS
from noroshi.kernel.errors import Conflict, Refusal
from noroshi.web.access import public, to_sign_in
from noroshi.web.closed.answers import for_the_reader_alone
from noroshi.web.closed.who import reader_of
from noroshi.web.reader import greet, language
from noroshi.web.services import context

FILES = (
    ("Atom", "history.atom"),
    ("RSS", "history.rss"),
    ("JSON Feed", "feed.json"),
    ("iCalendar", "maintenance.ics"),
    ("API", "api/v2/summary.json"),
)


@public
@for_the_reader_alone
@require_http_methods(["GET", "HEAD", "POST"])
def feeds(request: HttpRequest, key: str) -> HttpResponse:
    """The reader's addresses; POST makes another one."""
    reader = reader_of(request, key)
    if reader is None:
        return _away(request, key)
    if request.method != "POST":
        return _page(request, reader)
    try:
        made = make_feed_address(context(), reader, language=language())
    except Conflict as refusal:
        return _page(request, reader, refusal=refusal)
    return _page(request, reader, made=made)


@public
@for_the_reader_alone
@require_POST
def end(request: HttpRequest, key: str, number: str) -> HttpResponse:
    """Let an address end."""
    reader = reader_of(request, key)
    if reader is None:
        return _away(request, key)
    end_feed_address(context(), reader, int(number))
    return redirect("page_feeds", key=key)


def _away(request: HttpRequest, key: str) -> HttpResponse:
    if open_to_invited(key) is None:
        return to_sign_in(request)
    return redirect("page_enter", key=key)


def _page(
    request: HttpRequest, reader: Reader, *, made: str = "", refusal: Refusal | None = None
) -> HttpResponse:
    greet()
    held = feeds_of(reader)
    shown = {
        "page": closed_page(reader.page),
        "reader": reader,
        "held": held,
        "is_full": len(held) >= MOST_FEEDS,
        "made": [(name, made + file) for name, file in FILES] if made else [],
        "refusal": refusal,
    }
    return render(request, "closed/feeds.html", shown, status=refusal.status if refusal else 200)
