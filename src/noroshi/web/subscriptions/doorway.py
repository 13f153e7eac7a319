"""Lets the few requests through to the screens that change something below a published page."""

from __future__ import annotations

import re
from typing import Any, Final

_SUBSCRIBERS: Final = re.compile(
    rb"/api/v2/(?:subscribers(?:/[\w-]{10,60})?|subscriptions/[\w-]{10,60}/resend_confirmation)"
    rb"(?:\.json)?"
)


def is_subscribing(method: str, rest: bytes) -> bool:
    """Whether a client of Statuspage's API subscribes somebody at a page."""
    return method in {"POST", "DELETE"} and bool(_SUBSCRIBERS.fullmatch(rest))


def inside(scope: dict[str, Any], rest: bytes) -> dict[str, Any]:
    """The request as the screens know it, from whichever page's host and path it came."""
    path = b"/status" + rest
    kept = [(name, value) for name, value in scope["headers"] if name != b"host"]
    headers = [*kept, (b"host", b"localhost")]
    return {**scope, "path": path.decode("ascii"), "raw_path": path, "headers": headers}
