"""Incidents with every field that recorded payloads carry, null where there is nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from noroshi.pages.api_v2.components import Catalogue, Json, component_id, lines
from noroshi.pages.api_v2.identity import public_id, stamp, stamp_or_null
from noroshi.pages.places import incident_path, main_tree, report_path
from noroshi.pages.reader import Reader
from noroshi.pages.shapes import worst
from noroshi.pages.state import AffectedView, IncidentView, PageState, Text, UpdateView
from noroshi.pages.text import clean


@dataclass(frozen=True, kw_only=True, slots=True)
class Writer:
    """What each object of one page in one language is written from."""

    state: PageState
    reader: Reader
    catalogue: Catalogue

    def link(self, path: str) -> str:
        """The public address of ``path`` in the reader's tree."""
        site = self.state.site
        return f"{site.base_url}/{main_tree(site, self.reader.language)}{path}"

    def body(self, text: Text) -> str:
        """Markdown in the reader's language or the nearest one that exists."""
        return clean(self.reader.source(text))


def incident(writer: Writer, view: IncidentView) -> Json:
    """One incident; the promise and the other languages stand under ``x_noroshi``."""
    key = view.former.api_id or public_id(writer.state.site.key, "incident", view.key)
    return {
        "id": key,
        "name": writer.reader.plain(view.title),
        "status": view.status,
        "created_at": stamp(view.started_at),
        "updated_at": stamp(view.changed_at),
        "monitoring_at": stamp_or_null(view.monitoring_at),
        "resolved_at": stamp_or_null(view.resolved_at),
        "impact": view.impact,
        "shortlink": writer.link(incident_path(view.number)),
        "started_at": stamp(view.started_at),
        "page_id": public_id(writer.state.site.key),
        "incident_updates": [_update(writer, key, update) for update in view.newest_first],
        "components": writer.catalogue.of(view.components, view.regions),
        "reminder_intervals": None,
        "x_noroshi": _extra(writer, view),
    }


def update(parent: str, number: int) -> Json:
    """Every field of an update, in the order of recorded payloads."""
    return {
        "id": public_id(parent, "update", number),
        "status": "",
        "body": "",
        "incident_id": parent,
        "created_at": "",
        "updated_at": "",
        "display_at": "",
        "affected_components": None,
        "deliver_notifications": True,
        "custom_tweet": None,
        "tweet_id": None,
    }


def bodies(text: Text) -> dict[str, str]:
    """Every language of a Markdown text."""
    return {code: clean(value) for code, value in sorted(text.items())}


def _update(writer: Writer, parent: str, view: UpdateView) -> Json:
    at = stamp(view.at)
    return update(parent, view.number) | {
        "status": view.status,
        "body": writer.body(view.body_markdown),
        "created_at": at,
        "updated_at": at,
        "display_at": at,
        "affected_components": _changes(writer, view.affected) or None,
        "x_noroshi": {"number": view.number, "body": bodies(view.body_markdown)},
    }


def _changes(writer: Writer, changes: Iterable[AffectedView]) -> list[Json]:
    """One entry a component: where it stands for several regions, with the worst of them."""
    found: dict[str, Json] = {}
    for change in changes:
        key = component_id(writer.state, change.component, change.region)
        entry = found.setdefault(
            key,
            {
                "code": key,
                "name": writer.catalogue.names.get(key, change.component),
                "old_status": change.old_status,
                "new_status": change.new_status,
            },
        )
        entry["old_status"] = worst([str(entry["old_status"]), change.old_status])
        entry["new_status"] = worst([str(entry["new_status"]), change.new_status])
    return list(found.values())


def _extra(writer: Writer, view: IncidentView) -> Json:
    report = view.report
    promised = writer.state.commitments
    return {
        "number": view.number,
        "name": lines(view.title),
        "headline": lines(view.headline),
        "reassurance": lines(view.reassurance),
        "regions": list(view.regions),
        "next_update_by": stamp_or_null(view.next_update_by if view.is_open else None),
        "report_due_by": stamp_or_null(None if report else view.report_due_by),
        "report_published_at": stamp_or_null(report.published_at if report else None),
        "report_url": writer.link(report_path(view.number)) if report else None,
        "commitments": [
            {
                "text": lines(commitment.text),
                "due": commitment.due.isoformat(),
                "done_at": stamp_or_null(commitment.done_at),
            }
            for commitment in promised
            if commitment.incident == view.number
        ],
    }
