"""The published status pages, as the built-in server shows them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from noroshi.actions.queries.last_plan import last_plan
from noroshi.actions.queries.sites import directory_of, site_at
from noroshi.pages.serve import Found, find
from noroshi.web.access import public
from noroshi.web.services import context


@public
@csrf_exempt
@require_safe
def status(request: HttpRequest, path: str = "") -> HttpResponse:
    """One file of the published version; what is not in it does not exist."""
    if not path:
        return HttpResponse(status=302, headers={"Location": "/status/"})
    plan = last_plan()
    site = site_at(plan, path) if plan else None
    if site is None:
        return _nothing_yet()
    if site.page.path and not site.rest:
        return HttpResponse(status=302, headers={"Location": f"{request.path}/"})
    root = directory_of(context(), site.page)
    found = find(root, site.rest, request.headers.get("Accept-Language"))
    if found is None:
        missing = find(root, "/404.html")
        return _file(missing, 404) if missing else _nothing_yet()
    if found.location:
        answer = HttpResponse(status=302, headers={"Location": found.location})
    elif found.etag in parse_etags(request.headers.get("If-None-Match", "")):
        answer = HttpResponseNotModified(headers={"ETag": found.etag})
    else:
        answer = _file(found, 200)
    answer["Cache-Control"] = found.cache_control
    patch_vary_headers(answer, ["Accept-Language"])
    return answer


def _file(found: Found, status: int) -> HttpResponse:
    answer = HttpResponse(found.content, content_type=found.content_type, status=status)
    answer._csp_exempt = True  # type: ignore[attr-defined] # each page has a stricter policy inside
    answer["ETag"] = found.etag
    if found.content_type.startswith("application/"):
        # Dashboards elsewhere read the JSON files and the feeds (R15); they are public anyway.
        answer["Access-Control-Allow-Origin"] = "*"
    return answer


def _nothing_yet() -> HttpResponse:
    text = "No status page has been published yet.\n"
    return HttpResponse(text, status=404, content_type="text/plain; charset=utf-8")
