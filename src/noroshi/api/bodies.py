"""Reading a request's body, within bounds."""

from __future__ import annotations

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest

from noroshi.api.limit import MARK, MAX_BYTES
from noroshi.kernel.errors import Refusal


class TooLarge(Refusal):
    """The body is larger than anything that makes sense here."""

    status = 413


def body_of(request: HttpRequest) -> bytes:
    """The whole body.

    Raises:
        TooLarge: it has more than a megabyte; the rest was not read.
    """
    if getattr(request, "scope", {}).get(MARK):
        raise _too_large()
    try:
        body = request.body
    except RequestDataTooBig:
        raise _too_large() from None
    if len(body) > MAX_BYTES:
        raise _too_large()
    return body


def _too_large() -> TooLarge:
    return TooLarge(
        f"The body has more than {MAX_BYTES:,} bytes.",
        way_out="Send less at once; in Alertmanager set max_alerts in webhook_config.",
        field="body",
    )
