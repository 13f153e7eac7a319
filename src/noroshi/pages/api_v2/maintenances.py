"""Planned work: an incident in shape, with its window, and with no field that recordings lack."""

from __future__ import annotations

from datetime import datetime

from noroshi.pages.api_v2.components import Json, lines
from noroshi.pages.api_v2.identity import public_id, stamp, stamp_or_null
from noroshi.pages.api_v2.incidents import Writer, bodies, update
from noroshi.pages.recency import maintenance_changed_at
from noroshi.pages.state import MaintenanceView, UpdateView
from noroshi.pages.works import work_path


def maintenance(writer: Writer, view: MaintenanceView) -> Json:
    """One maintenance with every notice of it, newest first.

    v2 has no word for "cancelled", and a new one would break clients: cancelled work is
    ``completed``, and ``x_noroshi.cancelled_at`` says why.
    """
    key = view.former.api_id or public_id(writer.state.site.key, "maintenance", view.key)
    return {
        "id": key,
        "name": writer.reader.plain(view.title),
        "status": stage(view),
        "created_at": stamp(view.announced_at),
        "updated_at": stamp(maintenance_changed_at(view)),
        "monitoring_at": None,
        "resolved_at": stamp_or_null(_over_at(view)),
        "impact": "maintenance",
        "shortlink": writer.link(work_path(view)),
        "started_at": stamp(view.announced_at),
        "page_id": public_id(writer.state.site.key),
        "incident_updates": _updates(writer, key, view),
        "components": writer.catalogue.of(view.components, view.regions),
        "scheduled_for": stamp(view.scheduled_for),
        "scheduled_until": stamp(view.scheduled_until),
        "x_noroshi": {
            "number": view.number,
            "name": lines(view.title),
            "regions": list(view.regions),
            "revision": view.revision,
            "cancelled_at": stamp_or_null(view.cancelled_at),
        },
    }


def _over_at(view: MaintenanceView) -> datetime | None:
    """When it was completed or cancelled; recordings of completed work have it, open work null."""
    if view.cancelled_at or view.status != "completed":
        return view.cancelled_at
    return view.ended_at or maintenance_changed_at(view)


def stage(view: MaintenanceView) -> str:
    """The status that v2 gives ``view``."""
    return "completed" if view.cancelled_at else view.status


def _updates(writer: Writer, parent: str, view: MaintenanceView) -> list[Json]:
    if not view.updates:
        return [_announcement(writer, parent, view)]
    return [_notice(writer, parent, said) for said in reversed(view.updates)]


def _notice(writer: Writer, parent: str, said: UpdateView) -> Json:
    at = stamp(said.at)
    return update(parent, said.number) | {
        "status": said.status,
        "body": writer.body(said.body_markdown),
        "created_at": at,
        "updated_at": at,
        "display_at": at,
        "x_noroshi": {"number": said.number, "body": bodies(said.body_markdown)},
    }


def _announcement(writer: Writer, parent: str, view: MaintenanceView) -> Json:
    said = stamp(view.announced_at)
    return update(parent, 1) | {
        "status": "scheduled",
        "body": writer.body(view.body_markdown),
        "created_at": said,
        "updated_at": stamp(maintenance_changed_at(view)),
        "display_at": said,
        "x_noroshi": {"number": 1, "body": bodies(view.body_markdown)},
    }
