"""For load balancers and for the supervisor: is this process of any use?"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from noroshi.storage.health import pending_migrations
from noroshi.web.access import public


@public
@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """200 when the database answers and is up to date, else 503 with one plain sentence."""
    pending = pending_migrations()
    if pending is None:
        return _plain("The database does not answer.", 503)
    if pending:
        return _plain(f"{pending} migrations are waiting.", 503)
    return _plain("ok", 200)


def _plain(text: str, status: int) -> HttpResponse:
    return HttpResponse(text + "\n", status=status, content_type="text/plain; charset=utf-8")
