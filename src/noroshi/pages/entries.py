"""What an incident, a maintenance or an update says to a feed reader, whatever the format.

Times inside a text carry their day, year and zone, so that an entry changes only when what it says
changes, and is understood wherever it is read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from markupsafe import Markup

from noroshi.pages.lasting import lasting_id
from noroshi.pages.places import incident_path, main_tree, report_path
from noroshi.pages.reader import Reader
from noroshi.pages.recency import maintenance_changed_at
from noroshi.pages.state import IncidentView, MaintenanceView, PageState, UpdateView
from noroshi.pages.works import work_path


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One incident, maintenance or update as a feed reader shows it; ``id`` never changes."""

    id: str
    title: str
    link: str
    published: datetime
    changed: datetime
    category: str
    html: Markup


def tree_address(state: PageState, reader: Reader) -> str:
    """The public address of the reader's tree, with a slash at the end."""
    return f"{state.site.base_url}/{main_tree(state.site, reader.language)}"


def iso(at: datetime) -> str:
    """RFC 3339, in UTC."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def of_incident(state: PageState, reader: Reader, view: IncidentView) -> Entry:
    """An incident with all its updates, newest first, below its promise or its report."""
    return Entry(
        id=_own_id(state, reader, view)
        or lasting_id(state.site, "incident", view.key, reader.language).urn,
        title=reader.plain(view.title),
        link=tree_address(state, reader) + incident_path(view.number),
        published=view.started_at,
        changed=view.changed_at,
        category=view.status,
        html=Markup("\n").join([*_frame(state, reader, view), *_told(reader, view.newest_first)]),
    )


def _own_id(state: PageState, reader: Reader, view: IncidentView) -> str:
    """The id under which feed readers know it already; in one language, as there was one."""
    return view.former.entry_id if reader.language == state.site.default_language else ""


def _frame(state: PageState, reader: Reader, view: IncidentView) -> Iterable[Markup]:
    """What stands above the updates: the promise while it is open, then the final report."""
    if view.is_open and view.next_update_by:
        promise = reader.words.feed_next.format(moment=_dated(reader, view.next_update_by))
        yield Markup("<p>{}</p>").format(promise)
    if view.report:
        link = tree_address(state, reader) + report_path(view.number)
        yield Markup('<p><a href="{}">{}</a></p>').format(link, reader.words.read_report)


def _told(reader: Reader, updates: Iterable[UpdateView]) -> Iterable[Markup]:
    for update in updates:
        yield Markup("<p><strong>{} {}</strong></p>{}").format(
            _dated(reader, update.at),
            reader.words.incident[update.status],
            reader.body(update.body_markdown),
        )


def of_maintenance(state: PageState, reader: Reader, view: MaintenanceView) -> Entry:
    """Planned work with its window."""
    words = reader.words
    span = _window(reader, view.scheduled_for, view.scheduled_until)
    pieces = [Markup("<p><strong>{}</strong></p>{}").format(span, reader.body(view.body_markdown))]
    if view.cancelled_at:
        pieces.insert(0, Markup("<p>{}</p>").format(words.maintenance_cancelled))
    return Entry(
        id=lasting_id(state.site, "maintenance", view.key, reader.language).urn,
        title=words.maintenance_title.format(title=reader.plain(view.title)),
        link=tree_address(state, reader) + work_path(view),
        published=view.announced_at,
        changed=maintenance_changed_at(view),
        category="cancelled" if view.cancelled_at else view.status,
        html=Markup("\n").join(pieces),
    )


def of_update(state: PageState, reader: Reader, view: IncidentView, update: UpdateView) -> Entry:
    """One update alone, for the feed of its incident."""
    stage = reader.words.incident[update.status]
    return Entry(
        id=lasting_id(state.site, "update", view.key, update.number, reader.language).urn,
        title=f"{stage}{reader.words.colon}{reader.plain(view.title)}",
        link=tree_address(state, reader) + incident_path(view.number),
        published=update.at,
        changed=update.at,
        category=update.status,
        html=reader.body(update.body_markdown),
    )


def _window(reader: Reader, start: datetime, end: datetime) -> str:
    """``15 March 2026, 03:00 CET to 05:00 CET``; the second day only when it is another one."""
    times = reader.times
    if times.day_of(start) != times.day_of(end):
        return _dated(reader, start) + reader.words.window_sep + _dated(reader, end)
    until = f"{times.clock(end)}{_zone(reader, end)}"
    if reader.language == "ja":
        return times.dated(start) + reader.words.window_sep + until
    return _dated(reader, start) + reader.words.window_sep + until


def _dated(reader: Reader, at: datetime) -> str:
    """Day, year, time and zone: in a feed no footer names the zone."""
    zone = _zone(reader, at) if reader.language == "ja" else ""
    return reader.times.dated(at) + zone


def _zone(reader: Reader, at: datetime) -> str:
    name = reader.times.zone_name(at)
    return f"（{name}）" if reader.language == "ja" else f" {name}"
