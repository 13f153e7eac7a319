"""Reads the public history of a Statuspage (API v2) from files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from noroshi.intake.histories import incidents, plain
from noroshi.intake.histories.files import Found, found_in
from noroshi.intake.histories.model import History, ImportedIncident, Note, Unreadable

_API_MOST = 50
"""Statuspage's API answers with the newest 50 incidents and no more."""


def read(path: Path) -> History:
    """The history in the file or folder at ``path``.

    An incident that cannot be read is listed in ``unreadable``; oddities that were survived are
    in ``notes``. The same incident found again (in another capture of the page) counts once: the
    copy that was updated last is kept.

    Raises:
        Invalid: a file is not JSON or not a Statuspage history; says which file, and where.
    """
    oddities: incidents.Oddities = Counter()
    found = list(found_in(path))
    read_ones = [incidents.read(each, oddities) for each in found]
    readable = [each for each in read_ones if isinstance(each, ImportedIncident)]
    kept = _newest_copies(readable)
    oddities["seen_again", ""] += len(readable) - len(kept)
    oddities["maybe_cut", ""] += _API_MOST * (len(kept) == _API_MOST)
    return History(
        page_name=_page_name(found),
        incidents=tuple(sorted(kept, key=lambda each: each.began, reverse=True)),
        notes=_notes(oddities),
        unreadable=tuple(each for each in read_ones if isinstance(each, Unreadable)),
    )


def _newest_copies(found: Iterable[ImportedIncident]) -> list[ImportedIncident]:
    kept: dict[str, ImportedIncident] = {}
    for index, incident in enumerate(found):
        key = incident.id or f"without id {index}"
        if key not in kept or freshness(incident) > freshness(kept[key]):
            kept[key] = incident
    return list(kept.values())


def freshness(incident: ImportedIncident) -> tuple[float, int, float]:
    """Of two captures of one incident, the one with the greater value is kept."""
    updated = incident.updated_at or incident.updates[-1].at
    return updated.timestamp(), len(incident.updates), incident.read_at.timestamp()


def _page_name(found: list[Found]) -> str:
    names = dict.fromkeys(plain.word(each.page.get("name"), "") for each in found)
    return ", ".join(name for name in names if name)


def _notes(oddities: incidents.Oddities) -> tuple[Note, ...]:
    return tuple(
        Note(kind=kind, count=count, detail=detail)
        for (kind, detail), count in sorted(oddities.items())
        if count
    )
