"""Which public page a request is for: by the page's own host, or by its path below /status/.

The Host header only chooses; it never ends up in an answer. Forwarded headers are not read.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from noroshi.pages.routes import FILE, Route, read_routes
from noroshi.pages.serve.shelf import LOOK_EVERY, Shelf

STATUS: Final = b"/status"
_Stamp = tuple[int, int, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Site:
    """A public page, and where its files stand. ``secure``: readers reach it over TLS."""

    route: Route
    shelf: Shelf
    secure: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What a request is for. ``rest`` is the raw path below the page; "" lacks a final slash.

    ``site`` None: it is for a status page, and there is none.
    """

    site: Site | None
    rest: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class _Map:
    by_key: Mapping[str, Site] = field(default_factory=dict)
    by_host: Mapping[bytes, Site] = field(default_factory=dict)
    by_prefix: tuple[tuple[bytes, Site], ...] = ()


class Sites:
    """The public pages of one installation, as the file of routes has them now."""

    def __init__(
        self, page_root: Path, *, public_url: str, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._root = page_root
        self._public = urlsplit(public_url)
        self._now = now
        self._look_at = 0.0
        self._stamp: _Stamp | None = None
        self._map = _Map()

    def asked(self, host: bytes, raw_path: bytes) -> Asked | None:
        """What a request for ``raw_path`` on ``host`` is for; None: for the product's screens."""
        known = self._now_known()
        if known.by_host:
            own = known.by_host.get(_bare(host))
            if own is not None:
                return Asked(site=own, rest=raw_path or b"/")
        if not raw_path.startswith(STATUS):
            return None
        rest = raw_path[len(STATUS) :]
        return _below(known, rest) if rest[:1] in {b"", b"/"} else None

    def site(self, key: str) -> Site | None:
        """The page of this key, as long as it is public."""
        return self._now_known().by_key.get(key)

    def _now_known(self) -> _Map:
        now = self._now()
        if now >= self._look_at:
            self._look_at = now + LOOK_EVERY
            self._look()
        return self._map

    def _look(self) -> None:
        try:
            found = (self._root / FILE).stat()
        except OSError:
            return  # the disk has a bad moment; what was public a moment ago still is
        stamp = (found.st_ino, found.st_mtime_ns, found.st_size)
        if stamp != self._stamp:
            routes = read_routes(self._root)
            if routes is not None:
                self._stamp, self._map = stamp, self._mapped(routes)

    def _mapped(self, routes: tuple[Route, ...]) -> _Map:
        sites = [self._site(route) for route in routes]
        own_host = (self._public.hostname or "").lower()
        return _Map(
            by_key={site.route.key: site for site in sites},
            by_host={
                site.route.host.encode(): site
                for site in sites
                if site.route.host not in {"", own_host}
            },
            by_prefix=tuple(
                (f"/{site.route.path}".encode() if site.route.path else b"", site)
                for site in sorted(sites, key=lambda site: -len(site.route.path))
            ),
        )

    def _site(self, route: Route) -> Site:
        known = self._map.by_key.get(route.key)
        if known is not None and known.route == route:
            return known
        secure = urlsplit(route.address).scheme == "https" or self._public.scheme == "https"
        shelf = Shelf(self._root / route.key, secure=secure, now=self._now)
        return Site(route=route, shelf=shelf, secure=secure)


def _below(known: _Map, rest: bytes) -> Asked:
    for prefix, site in known.by_prefix:
        if rest == prefix or rest.startswith(prefix + b"/"):
            return Asked(site=site, rest=rest[len(prefix) :])
    return Asked(site=None, rest=rest)


def _bare(host: bytes) -> bytes:
    """The host name without port and final dot, in small letters."""
    name, _, port = host.rpartition(b":")
    return (name if name and port.isdigit() else host).rstrip(b".").lower()
