"""How each kind of file is sent: its type, how long caches keep it, who else may read it.

Short enough to be news, long enough to carry a crowd; a stale page is better than none (RFC 5861).
Every public address has a cache rule: one without it took a status page down (reliability
reference, section 3).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_NEWS = "public, max-age=15, stale-while-revalidate=60, stale-if-error=86400"
_FEED = "public, max-age=60, stale-while-revalidate=120, stale-if-error=86400"
_CALENDAR = "public, max-age=300, stale-while-revalidate=600, stale-if-error=86400"
_SCRIPT = "public, max-age=3600, stale-while-revalidate=86400, stale-if-error=604800"
_FOREVER = "public, max-age=31536000, immutable"

# A script under a number never changes: web sites elsewhere name its hash.
_NUMBERED = re.compile(r"noroshi-[0-9]+\.js")


@dataclass(frozen=True, kw_only=True, slots=True)
class Kind:
    """How a file is sent. ``shared``: programs and pages of other origins may read it (R15)."""

    content_type: str
    cache: str = _NEWS
    shared: bool = False
    packed: bool = True


_UNKNOWN = Kind(content_type="application/octet-stream", packed=False)
_TEXT = "; charset=utf-8"
_KINDS: Mapping[str, Kind] = {
    "html": Kind(content_type=f"text/html{_TEXT}"),
    "txt": Kind(content_type=f"text/plain{_TEXT}"),
    "json": Kind(content_type=f"application/json{_TEXT}", shared=True),
    "atom": Kind(content_type=f"application/atom+xml{_TEXT}", cache=_FEED, shared=True),
    "rss": Kind(content_type=f"application/rss+xml{_TEXT}", cache=_FEED, shared=True),
    "xml": Kind(content_type=f"application/xml{_TEXT}", cache=_FEED, shared=True),
    "ics": Kind(content_type=f"text/calendar{_TEXT}", cache=_CALENDAR, shared=True),
    "svg": Kind(content_type="image/svg+xml", shared=True),
    "png": Kind(content_type="image/png", cache=_FEED, shared=True, packed=False),
    "ico": Kind(content_type="image/x-icon", cache=_FEED, packed=False),
    "webmanifest": Kind(content_type="application/manifest+json", cache=_FEED),
    "js": Kind(content_type=f"text/javascript{_TEXT}", cache=_SCRIPT, shared=True),
}
_JSON_FEED = Kind(content_type=f"application/feed+json{_TEXT}", cache=_FEED, shared=True)
# Whoever checks the publication from outside must not be shown yesterday's.
_PROOF = Kind(content_type=f"application/json{_TEXT}", cache="no-cache", shared=True)
_NUMBERED_SCRIPT = Kind(content_type=f"text/javascript{_TEXT}", cache=_FOREVER, shared=True)


def kind_of(path: str) -> Kind:
    """The kind of the file at ``path``, by its name alone: nothing is guessed from its content."""
    name = path.rsplit("/", 1)[-1]
    if _NUMBERED.fullmatch(name):
        return _NUMBERED_SCRIPT
    if name == "feed.json":
        return _JSON_FEED
    if name == "publication.json":
        return _PROOF
    return _KINDS.get(name.rpartition(".")[2], _UNKNOWN)
