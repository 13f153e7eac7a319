"""A list from elsewhere: looked at first, then taken over. The browser keeps the file between."""

from __future__ import annotations

import hashlib
from typing import Any, BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from noroshi.actions.import_subscribers import Import, Imported, import_subscribers
from noroshi.actions.queries.plan import current_plan
from noroshi.domain.permissions import Deed
from noroshi.intake.subscribers.rows import listing
from noroshi.kernel.errors import Conflict, Invalid, Refusal
from noroshi.web.access import may
from noroshi.web.actors import actor_of
from noroshi.web.boundary import is_fragment
from noroshi.web.services import context
from noroshi.web.subscribers.words import outcome_lines, problem_lines
from noroshi.web.typed import one_line

LARGEST = 20_000_000
"""Bytes. Longer lists go through the command line, which takes any size."""
_SHOWN = 50


@may(Deed.MANAGE_PEOPLE)
@never_cache
@require_http_methods(["GET", "POST"])
def take_over(request: HttpRequest) -> HttpResponse:
    """The form; a POST tries the list, and takes it over when that was seen and agreed to."""
    if request.method == "GET":
        return _page(request)
    try:
        done, mark = _done(request)
    except Refusal as refusal:
        if is_fragment(request):
            raise
        return _page(request, refusal=refusal)
    return _page(request, done=done, mark=mark)


def _done(request: HttpRequest) -> tuple[Imported, str]:
    file = _file(request)
    source = cast("BinaryIO", file.file)
    mark = _mark_of(file)
    seen = one_line(request, "seen")
    if seen and seen != mark:
        raise Conflict(
            "The file is not the one that was tried.", way_out="Try it once more.", field="file"
        )
    found = listing(source)
    wanted = Import(
        rows=found,
        audience=one_line(request, "audience"),
        consent=one_line(request, "consent", longest=1_000),
        country=one_line(request, "country"),
        file=_name_of(file),
        shape=found.shape,
        trial=not seen,
    )
    return import_subscribers(context(), actor_of(request), wanted), mark


def _file(request: HttpRequest) -> UploadedFile[Any]:
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile) or not file.size:
        raise Invalid("Choose a file with something in it.", field="file")
    if file.size > LARGEST:
        raise Invalid(
            "The file is larger than 20 MB.",
            way_out="Take it over on the host: noroshi subscriber import FILE.",
            field="file",
        )
    return file


def _mark_of(file: UploadedFile[Any]) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    return digest.hexdigest()


def _name_of(file: UploadedFile[Any]) -> str:
    name = "".join(sign for sign in str(file.name) if sign.isprintable())
    return name[-200:]


def _page(
    request: HttpRequest,
    *,
    refusal: Refusal | None = None,
    done: Imported | None = None,
    mark: str = "",
) -> HttpResponse:
    shown = {
        "here": "audiences",
        "plan": current_plan(),
        "refusal": refusal,
        "typed": request.POST,
        "done": done,
        "mark": mark if done and done.trial else "",
        "outcomes": outcome_lines(done) if done else [],
        "problems": problem_lines(done.problems[:_SHOWN]) if done else [],
        "unknown": done.remarks.unknown.most_common(_SHOWN) if done else [],
    }
    part = is_fragment(request) and done is not None
    template = "subscribers/tried.html" if part else "subscribers/import.html"
    return render(request, template, shown, status=refusal.status if refusal else 200)
