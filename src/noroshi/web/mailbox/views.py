"""The screens of the mailbox that the demo delivers to.

They are open to everybody, since whoever watches the demo reads the mails of people without a
sign-in. That is safe because the mailbox exists only where NOROSHI_MAILBOX_DIR is set: in demos
and drills, which invent their readers and listen on loopback. Everywhere else these are 404.
"""

from __future__ import annotations

from email.message import EmailMessage

from csp.constants import NONE, SELF
from csp.decorators import csp, csp_update
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from noroshi.practice.mailbox.store import MailStore, Received
from noroshi.web.access import public
from noroshi.web.mailbox.shelf import look, moment_of
from noroshi.web.reader import greet
from noroshi.web.services import services

_HEADERS = (
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
)
_WAYS = ("seen", "plain", "source")
# A mail is somebody else's document: it may be looked at, and its links open elsewhere, no more.
_MAY = ["allow-popups", "allow-popups-to-escape-sandbox"]
_MAIL_POLICY = {
    "default-src": [NONE],
    "style-src": ["'unsafe-inline'"],  # mail programs know no other styles
    "img-src": ["data:"],
    "form-action": [NONE],
    "base-uri": [NONE],
    "frame-ancestors": [SELF],
    "sandbox": _MAY,
}


@public
@never_cache
@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """The list: ``q`` searches addresses and subjects, ``in`` is a language, ``page`` a page."""
    store = _store()
    greet()
    asked = request.GET.get("page", "")
    shelf = look(
        store,
        words=request.GET.get("q", "")[:200],
        language=request.GET.get("in", "")[:8],
        page=int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1,
    )
    shown = {
        "here": "mailbox",
        "shelf": shelf,
        "q": request.GET.get("q", "")[:200],
        "chosen": request.GET.get("in", "")[:8],
    }
    return render(request, "mailbox/list.html", shown)


@public
@never_cache
@require_safe
@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type] # its stubs know no arguments of views
def mail(request: HttpRequest, number: int) -> HttpResponse:
    """One mail; ``as`` is how it is shown: as seen, its plain text, or its source."""
    store = _store()
    greet()
    received, content = _read(store, number)
    way = request.GET.get("as", "")
    shown = {
        "here": "mailbox",
        "mail": received,
        "at": moment_of(received.date),
        "headers": [(name, str(content[name])) for name in _HEADERS if content[name]],
        "way": way if way in _WAYS else "seen",
        "plain": _part(content, "plain"),
        "has_html": bool(_part(content, "html")),
        "source": store.source(received).decode("utf-8", errors="replace"),
        "newest": store.count(),
    }
    return render(request, "mailbox/mail.html", shown)


@public
@never_cache
@require_safe
@xframe_options_sameorigin
@csp(_MAIL_POLICY)  # type: ignore[arg-type] # its stubs know no arguments of views
def html(request: HttpRequest, number: int) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The HTML part alone, under a policy of its own, for the frame."""
    _, content = _read(_store(), number)
    document = _part(content, "html")
    if not document:
        raise Http404
    # As in a mail program, a link opens beside the mail, not in its place.
    return HttpResponse(document.replace("<head>", '<head><base target="_blank">', 1))


def _store() -> MailStore:
    directory = services().mailbox_dir
    if directory is None:
        raise Http404
    return MailStore(directory)


def _read(store: MailStore, number: int) -> tuple[Received, EmailMessage]:
    received = store.get(number)
    if received is None:
        raise Http404
    return received, store.read(received)


def _part(content: EmailMessage, kind: str) -> str:
    part = content.get_body(preferencelist=(kind,))
    return str(part.get_content()) if part else ""
