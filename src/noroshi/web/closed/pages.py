"""The page itself, for whoever may read it, and its feeds for programs that hold a token."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from noroshi.actions.queries.closed_pages import closed_page, open_to_invited, reader_by_feed
from noroshi.domain.plan.model import StatusPage
from noroshi.pages.serve.edition import HOME
from noroshi.pages.serve.languages import ranked
from noroshi.pages.serve.paths import file_name
from noroshi.web.access import public, to_sign_in
from noroshi.web.closed.answers import file_answer, for_the_reader_alone, plain
from noroshi.web.closed.who import reader_of
from noroshi.web.services import context, services

_FOR_PROGRAMS = (".atom", ".rss", ".json", ".ics")


@public
@for_the_reader_alone
@require_safe
def show(request: HttpRequest, key: str, file: str = "") -> HttpResponse:
    """A file of the page. Others are asked to sign in, whether there is such a page or not."""
    if reader_of(request, key) is None:
        return _not_known(request, key, file)
    page = closed_page(key)
    files = services().closed.files(context(), page)
    name = file_name(b"/" + file.encode("utf-8", "replace"))
    if name == "":
        language = _better_language(page, request.headers.get("Accept-Language", ""))
        return redirect(f"{language}/") if language else file_answer(HOME, files[HOME])
    return _named(files, name)


def _named(files: Mapping[str, bytes], name: str | None) -> HttpResponse:
    if name is not None and name in files:
        return file_answer(name, files[name])
    if name is not None and f"{name}/{HOME}" in files:
        return redirect(f"{name.rpartition('/')[2]}/")
    return file_answer("404.html", files["404.html"], status=404)


def _better_language(page: StatusPage, asked: str) -> str | None:
    found = next((code for code in ranked(asked) if code in page.languages), None)
    return None if found == page.default_language else found


def _not_known(request: HttpRequest, key: str, file: str) -> HttpResponse:
    """Of an internal page, and of none, the same is said: colleagues sign in."""
    if file.endswith(_FOR_PROGRAMS):
        return plain("Sign in, or use a feed address of your own.", status=401)
    if open_to_invited(key) is None:
        return to_sign_in(request)
    return redirect("page_enter", key=key)


@public
@for_the_reader_alone
@require_safe
def feed(request: HttpRequest, key: str, token: str, file: str) -> HttpResponse:  # noqa: ARG001
    """A feed or a JSON file, for whoever has the address. Pages are not: their links would tell."""
    reader = reader_by_feed(context(), key, token)
    if reader is None or not file.endswith(_FOR_PROGRAMS):
        return plain("This address does not work (any more).", status=404)
    files = services().closed.files(context(), closed_page(key))
    name = file_name(b"/" + file.encode("utf-8", "replace"))
    if not name or name not in files:
        return plain("There is no such file.", status=404)
    return file_answer(name, files[name])
