"""Where something stood on the page that it was taken over from: the links in the world live on.

Programs know an incident by its id, people by its address. Both come from a foreign file, so only
what cannot be anything but an id or a folder of such a page is used.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

_STATUSPAGE: Final = "statuspage:"
_ATOM: Final = "atom:"
_ID: Final = re.compile(r"[a-z0-9]{4,32}")
_NAME: Final = r"[A-Za-z0-9](?:[A-Za-z0-9._~-]{0,118}[A-Za-z0-9~_-])?"
_FOLDER: Final = re.compile(rf"(?:incidents?|issues|maintenances?|schedules?)/{_NAME}")
_FILE: Final = re.compile(r"\.(?:html?|atom|json|xml|php)$")


@dataclass(frozen=True, kw_only=True, slots=True)
class Former:
    """The names that the world knows; "" where it knows none.

    ``api_id`` is that of Statuspage's API, ``entry_id`` that of the feed it came from, ``folder``
    answers its old address, such as ``incidents/x1f4``.
    """

    api_id: str = ""
    entry_id: str = ""
    folder: str = ""


NOWHERE: Final = Former()


def former(source: str, external_id: str, url: str) -> Former:
    """The names under which something of ``source`` was known there."""
    return Former(
        api_id=_api_id(source, external_id),
        entry_id=_entry_id(source, external_id),
        folder=_folder(source, external_id, url),
    )


def _api_id(source: str, external_id: str) -> str:
    known = source.startswith(_STATUSPAGE) and _ID.fullmatch(external_id)
    return external_id if known else ""


def _entry_id(source: str, external_id: str) -> str:
    known = source.startswith(_ATOM) and external_id.startswith(("tag:", "urn:", "https:"))
    plain = external_id.isascii() and external_id.isprintable() and " " not in external_id
    return external_id if known and plain else ""


def _folder(source: str, external_id: str, url: str) -> str:
    if _api_id(source, external_id):
        return f"incidents/{external_id}"
    path = _path(url)
    return path if _FOLDER.fullmatch(path) and not _FILE.search(path) else ""


def _path(url: str) -> str:
    try:
        return urlsplit(url).path.strip("/")
    except ValueError:
        return ""
