"""Incidents and maintenances with every field that recorded payloads carry, null where empty."""

from __future__ import annotations

from noroshi.pages.api_v2.components import Json, affected, component_id, display_name
from noroshi.pages.api_v2.identity import public_id, stamp, stamp_or_null
from noroshi.pages.places import incident_path, report_path
from noroshi.pages.reader import Reader
from noroshi.pages.state import IncidentView, MaintenanceView, PageState, Text, UpdateView
from noroshi.pages.text import clean, one_line


def incident(state: PageState, reader: Reader, view: IncidentView) -> Json:
    """One incident; the promise and the other languages stand under ``x_noroshi``."""
    key = incident_id(state, view)
    return {
        "id": key,
        "name": reader.plain(view.title),
        "status": view.status,
        "created_at": stamp(view.started_at),
        "updated_at": stamp(view.changed_at),
        "monitoring_at": stamp_or_null(view.monitoring_at),
        "resolved_at": stamp_or_null(view.resolved_at),
        "impact": view.impact,
        "shortlink": f"{state.site.base_url}/{incident_path(view.number)}",
        "started_at": stamp(view.started_at),
        "page_id": public_id(state.site.key),
        "incident_updates": [_update(state, reader, key, update) for update in view.newest_first],
        "components": affected(state, reader, view.components, view.regions),
        "reminder_intervals": None,
        "x_noroshi": _extra(state, view),
    }


def incident_id(state: PageState, view: IncidentView) -> str:
    """The incident's id in the API."""
    return public_id(state.site.key, "incident", view.key)


def maintenance(state: PageState, reader: Reader, view: MaintenanceView) -> Json:
    """One maintenance; its announcement is its only update."""
    key = public_id(state.site.key, "maintenance", view.key)
    under_way = view.status != "scheduled"
    return {
        "id": key,
        "name": reader.plain(view.title),
        "status": view.status,
        "created_at": stamp(view.announced_at),
        "updated_at": stamp(view.announced_at),
        "monitoring_at": None,
        "resolved_at": stamp(view.scheduled_until) if view.status == "completed" else None,
        "impact": "maintenance",
        "shortlink": f"{state.site.base_url}/#maintenance-{view.number}",
        "started_at": stamp(view.scheduled_for if under_way else view.announced_at),
        "page_id": public_id(state.site.key),
        "incident_updates": [_announcement(reader, key, view)],
        "components": affected(state, reader, view.components, view.regions),
        "scheduled_for": stamp(view.scheduled_for),
        "scheduled_until": stamp(view.scheduled_until),
    }


def _extra(state: PageState, view: IncidentView) -> Json:
    report = view.report
    return {
        "next_update_by": stamp_or_null(view.next_update_by if view.is_open else None),
        "number": view.number,
        "name": _lines(view.title),
        "headline": _lines(view.headline),
        "report_due_by": stamp_or_null(None if report else view.report_due_by),
        "report_published_at": stamp_or_null(report.published_at if report else None),
        "report_url": f"{state.site.base_url}/{report_path(view.number)}" if report else None,
    }


def _update(state: PageState, reader: Reader, parent: str, view: UpdateView) -> Json:
    source = view.body_markdown
    changes = [
        {
            "code": component_id(state, change.component, change.region),
            "name": display_name(state, reader, change.component, change.region),
            "old_status": change.old_status,
            "new_status": change.new_status,
        }
        for change in view.affected
    ]
    return {
        "id": public_id(parent, "update", view.number),
        "status": view.status,
        "body": clean(source.get(reader.language, "") or next(iter(source.values()), "")),
        "incident_id": parent,
        "created_at": stamp(view.at),
        "updated_at": stamp(view.at),
        "display_at": stamp(view.at),
        "affected_components": changes or None,
        "deliver_notifications": True,
        "custom_tweet": None,
        "tweet_id": None,
        "x_noroshi": {"body": {code: clean(text) for code, text in sorted(source.items())}},
    }


def _announcement(reader: Reader, parent: str, view: MaintenanceView) -> Json:
    body = view.body_markdown
    return {
        "id": public_id(parent, "update", 1),
        "status": view.status,
        "body": clean(body.get(reader.language, "") or next(iter(body.values()), "")),
        "incident_id": parent,
        "created_at": stamp(view.announced_at),
        "updated_at": stamp(view.announced_at),
        "display_at": stamp(view.announced_at),
        "affected_components": None,
        "deliver_notifications": True,
        "custom_tweet": None,
        "tweet_id": None,
    }


def _lines(text: Text) -> dict[str, str]:
    return {code: one_line(value) for code, value in sorted(text.items())}
