"""What feed readers are told: the newest 25 incidents and maintenances, each with all its updates.

One list of entries, three formats: ``history.atom`` (RFC 4287), ``history.rss`` (RSS 2.0) and
``feed.json`` (JSON Feed 1.1). Beside each recent incident's page lies ``incidents/<n>.atom``, whose
entries are the updates of that incident.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime

from noroshi.pages.entries import (
    Entry,
    iso,
    of_incident,
    of_maintenance,
    of_update,
    tree_address,
)
from noroshi.pages.lasting import lasting_id
from noroshi.pages.places import incident_path
from noroshi.pages.reader import Reader
from noroshi.pages.recency import last_change
from noroshi.pages.render import Renderer
from noroshi.pages.state import IncidentView, PageState

ENTRIES = 25
_OPEN = {"investigating", "identified", "monitoring"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Feed:
    """A feed without its format. ``place`` is its path inside the tree, without the ending."""

    id: str
    title: str
    place: str
    home: str
    base: str
    changed: datetime
    entries: tuple[Entry, ...]


def feed_of(renderer: Renderer) -> Feed:
    """The page's own feed. What is open is in it however old it is."""
    state, reader = renderer.state, renderer.reader
    base = tree_address(state, reader)
    entries = [of_incident(state, reader, view) for view in _chosen(state)]
    entries += [of_maintenance(state, reader, view) for view in state.maintenances]
    newest = sorted(entries, key=lambda entry: (entry.published, entry.id), reverse=True)
    return Feed(
        id=lasting_id(state.site, "feed", reader.language).urn,
        title=_title(state, reader),
        place="history",
        home=base,
        base=base,
        changed=last_change(state),
        entries=_capped(newest),
    )


def feed_files(renderer: Renderer, feed: Feed) -> dict[str, bytes]:
    """The XML feeds of one tree, by path inside it."""
    files = {
        "history.atom": _xml(renderer, "feed.atom", feed),
        "history.rss": _xml(renderer, "feed.rss", feed),
    }
    for incident in _chosen(renderer.state):
        own = _own_feed(renderer, incident)
        files[f"{own.place}.atom"] = _xml(renderer, "feed.atom", own)
    return files


def _chosen(state: PageState) -> tuple[IncidentView, ...]:
    newest = state.newest_first
    return tuple(view for n, view in enumerate(newest) if view.is_open or n < ENTRIES)


def _capped(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """At most 25 entries: an old one that is open stays, in its place, before newer closed ones."""
    by_need = sorted(entries, key=lambda entry: entry.category not in _OPEN)
    kept = {entry.id for entry in by_need[:ENTRIES]}
    return tuple(entry for entry in entries if entry.id in kept)


def _own_feed(renderer: Renderer, view: IncidentView) -> Feed:
    state, reader = renderer.state, renderer.reader
    base = tree_address(state, reader)
    return Feed(
        id=lasting_id(state.site, "feed", view.key, reader.language).urn,
        title=f"{_title(state, reader)}{reader.words.colon}{reader.plain(view.title)}",
        place=incident_path(view.number).removesuffix(".html"),
        home=base + incident_path(view.number),
        base=base,
        changed=view.changed_at,
        entries=tuple(of_update(state, reader, view, update) for update in view.newest_first),
    )


def _title(state: PageState, reader: Reader) -> str:
    return reader.words.feed_title.format(company=reader.plain({"": state.site.company}))


def _xml(renderer: Renderer, template: str, feed: Feed) -> bytes:
    return renderer.feed(template, feed=feed, iso=iso, mail_date=_mail_date)


def _mail_date(at: datetime) -> str:
    """RFC 822 as RSS wants it."""
    return format_datetime(at.astimezone(UTC), usegmt=True)
