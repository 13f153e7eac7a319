"""Which page answers where, in a small file beside the published pages.

The plan says it; the plan is in the database. Readers are served while the database is away, also
by a process that was started without it: so whoever publishes leaves a note (promise 4).

    <page_root>/routes.json      {"format": 1, "pages": [{"key", "path", "address"}, …]}

A page that is not in the file is not public, whatever lies in its directory.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlsplit

from noroshi.pages.target import safe_path

FILE = "routes.json"
_FORMAT = 1
_LARGEST = 1_000_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Route:
    """A public page: its directory, its path below the status address, its own address if any.

    ``path`` has no slash at its ends; "" is the page at the root. ``address`` is scheme and host,
    without a slash at the end; "" when the page has none of its own.
    """

    key: str
    path: str = ""
    address: str = ""

    @property
    def host(self) -> str:
        """The host name of the page's own address, in small letters; "" without one."""
        return (urlsplit(self.address).hostname or "").lower()


def write_routes(page_root: Path, routes: Iterable[Route]) -> bool:
    """Note ``routes``, whole or not at all; whether that changed anything.

    Raises:
        OSError: the file could not be written; the old one is untouched.
    """
    wanted = {"format": _FORMAT, "pages": [asdict(route) for route in routes]}
    text = json.dumps(wanted, indent=1, sort_keys=True) + "\n"
    file = page_root / FILE
    if _text(file) == text:
        return False
    page_root.mkdir(parents=True, exist_ok=True)
    draft = page_root / f".{FILE}-{os.getpid()}"
    with draft.open("w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(file)
    return True


def read_routes(page_root: Path) -> tuple[Route, ...] | None:
    """The noted routes; None when there is no file, or none that makes sense."""
    try:
        noted = json.loads(_text(page_root / FILE) or "")
        if noted["format"] != _FORMAT:
            return None
        return tuple(_route(entry) for entry in noted["pages"])
    except (ValueError, KeyError, TypeError):
        return None


def _route(entry: dict[str, str]) -> Route:
    route = Route(key=entry["key"], path=entry["path"].strip("/"), address=entry["address"])
    plain = safe_path(route.key) and "/" not in route.key
    has_host = route.host != "" or route.address == ""
    if not plain or not has_host or (route.path and not safe_path(route.path)):
        raise ValueError(route.key)
    return route


def _text(file: Path) -> str | None:
    try:
        with file.open(encoding="utf-8") as stream:
            return stream.read(_LARGEST)
    except (OSError, ValueError):
        return None
