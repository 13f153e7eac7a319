"""The script that a browser keeps to show notices while the page is closed."""

from __future__ import annotations

from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from noroshi.kernel.errors import NotFound
from noroshi.web.access import public

_FILE = "noroshi/push-worker.js"


@public
@require_safe
def script(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Served at the root: a service worker may act for what lies below its own address only."""
    found = finders.find(_FILE)
    if found is None:
        raise NotFound("There is no such page.")
    text = Path(found).read_bytes()
    answer = HttpResponse(text, content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"  # browsers look for a newer one by themselves
    return answer
