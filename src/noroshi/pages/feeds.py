"""``history.atom`` and ``history.rss``: the newest 25 incidents, each with all its updates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime

from markupsafe import Markup

from noroshi.pages.places import Place, incident_path, main_tree
from noroshi.pages.reader import Reader
from noroshi.pages.render import Renderer
from noroshi.pages.state import IncidentView, PageState

_ENTRIES = 25


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One incident as a feed reader shows it."""

    title: str
    link: str
    published: str
    updated: str
    updated_rss: str
    html: Markup


def feed_files(renderer: Renderer, tree: Place) -> dict[str, bytes]:
    """Both feeds of one tree, by path."""
    state, reader = renderer.state, renderer.reader
    base = f"{state.site.base_url}/{main_tree(state.site, reader.language)}"
    newest = state.newest_first[:_ENTRIES]
    updated = last_change(state)
    values: dict[str, object] = {
        "base": base,
        "title": reader.words.feed_title.format(company=reader.plain({"": state.site.company})),
        "updated": _stamp(updated),
        "updated_rss": format_datetime(updated.astimezone(UTC), usegmt=True),
        "entries": [_entry(reader, incident, base) for incident in newest],
    }
    return {
        tree.tree + "history.atom": renderer.feed("feed.atom", **values),
        tree.tree + "history.rss": renderer.feed("feed.rss", **values),
    }


def last_change(state: PageState) -> datetime:
    """The last change that the public could see; not the time of the build."""
    moments = [incident.changed_at for incident in state.incidents]
    moments += [component.changed_at or component.since for component in state.components]
    moments += [work.announced_at for work in state.maintenances]
    return max(moments, default=state.built_at)


def _entry(reader: Reader, incident: IncidentView, base: str) -> Entry:
    return Entry(
        title=reader.plain(incident.title),
        link=base + incident_path(incident.number),
        published=_stamp(incident.started_at),
        updated=_stamp(incident.changed_at),
        updated_rss=format_datetime(incident.changed_at.astimezone(UTC), usegmt=True),
        html=_html(reader, incident),
    )


def _html(reader: Reader, incident: IncidentView) -> Markup:
    pieces = [
        Markup("<p><strong>{} {}</strong></p>{}").format(
            reader.times.moment(update.at),
            reader.words.incident[update.status],
            reader.body(update.body_markdown),
        )
        for update in incident.newest_first
    ]
    return Markup("\n").join(pieces)


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
