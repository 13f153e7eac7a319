"""The list as a file."""

from __future__ import annotations

from django.http import HttpRequest, StreamingHttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from noroshi.actions.export_subscribers import Export, export_subscribers
from noroshi.domain.permissions import Deed
from noroshi.web.access import may
from noroshi.web.actors import actor_of
from noroshi.web.services import context
from noroshi.web.typed import one_line


@may(Deed.MANAGE_PEOPLE)
@never_cache
@require_POST
def export(request: HttpRequest) -> StreamingHttpResponse:
    """Stream it; a POST, since it is written to the log."""
    wanted = Export(
        audience=one_line(request, "audience"),
        shape=one_line(request, "format") or "noroshi",
        for_spreadsheet=bool(request.POST.get("for_spreadsheet")),
    )
    done = export_subscribers(context(), actor_of(request), wanted)
    lines = (part.encode() for part in done.lines)
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="subscribers-{wanted.shape}.csv"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
