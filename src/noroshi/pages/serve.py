"""Which published file answers a request: a lookup that cannot leave the published page.

Only plain names pass; whatever is encoded twice, hidden, absolute, or reached through a link
inside the page is "not found", like everything that does not exist.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from noroshi.pages.target import safe_path

_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".atom": "application/atom+xml; charset=utf-8",
    ".rss": "application/rss+xml; charset=utf-8",
}
# Short enough to be news, long enough to carry a crowd; a stale page is better than none.
_CACHE = "public, max-age=15, stale-while-revalidate=60, stale-if-error=86400"

_LONGEST = 200  # characters; above a file system's limit the look-up itself would fail


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """The file to send, as ``content``. ``path`` is its place in the immutable version folder.

    ``location`` is set when the request named a folder in a way that would break relative links
    (``/ja``), or when ``/`` was asked for by a reader of another language: redirect there (302,
    ``Vary: Accept-Language``) instead of sending the file.
    """

    path: Path
    content: bytes
    content_type: str
    etag: str
    cache_control: str = _CACHE
    location: str | None = None


def find(root: Path, url_path: str, accept_language: str | None = None) -> Found | None:
    """The published file for ``url_path`` below the directory target ``root``, or None (404).

    ``url_path`` may be decoded or still percent-encoded once. The page for 404 answers is
    ``find(root, "/404.html")``.
    """
    try:
        current = (root / "current").resolve(strict=True)
    except (OSError, RuntimeError):
        return None
    wanted = _wanted(url_path)
    if wanted is None:
        return None
    if wanted == "":
        language = _preferred(current, accept_language)
        if language:
            return _found(current, f"{language}/index.html", location=f"{language}/index.html")
    if wanted and (current / wanted).is_dir():
        last = wanted.rsplit("/", 1)[-1]
        return _found(current, f"{wanted}/index.html", location=f"{last}/index.html")
    return _found(current, wanted or "index.html", location=None)


def _wanted(url_path: str) -> str | None:
    """The plain path asked for; None when it is not plain; "" for the page itself."""
    path = unquote(url_path.partition("?")[0], errors="replace").removeprefix("/")
    folder = path.endswith("/")
    plain = path.removesuffix("/")
    if plain == "":
        return None if folder else ""
    if len(plain) > _LONGEST or not safe_path(plain):
        return None
    return f"{plain}/index.html" if folder else plain


def _found(current: Path, path: str, *, location: str | None) -> Found | None:
    file = current / path
    try:
        if file.resolve(strict=True) != file or not file.is_file():
            return None
        content = file.read_bytes()
    except (OSError, RuntimeError):
        return None
    return Found(
        path=file,
        content=content,
        content_type=_TYPES.get(file.suffix, "application/octet-stream"),
        etag=f'"{hashlib.sha256(content).hexdigest()[:32]}"',
        location=location,
    )


def _preferred(current: Path, accept_language: str | None) -> str | None:
    """The reader's best language that has a tree here; None when the root already speaks it."""
    for language in _ranked(accept_language or ""):
        if safe_path(language) and (current / language / "index.html").is_file():
            return None if _root_speaks(current, language) else language
    return None


def _ranked(header: str) -> list[str]:
    """Language codes of an Accept-Language header (RFC 9110, 12.5.4), best first, at most ten."""
    weighted = []
    for order, part in enumerate(header[:500].split(",")[:10]):
        tag, _, quality = part.strip().partition(";q=")
        try:
            weight = float(quality) if quality else 1.0
        except ValueError:
            weight = 0.0
        if weight > 0:
            weighted.append((-weight, order, tag.split("-")[0].lower()))
    return [tag for _, _, tag in sorted(weighted)]


def _root_speaks(current: Path, language: str) -> bool:
    with (current / "index.html").open("rb") as page:
        return f'<html lang="{language}">'.encode() in page.read(200)
