"""``status.json`` and ``history.json``: small answers for scripts that know nothing of Statuspage.

``status.json`` is the state now in one flat object; ``history.json`` the days and incidents behind
it. Both speak the page's own words: component states, no invented levels.
"""

from __future__ import annotations

from noroshi.pages.api_v2.components import lines
from noroshi.pages.api_v2.files import rolled_up, status_of
from noroshi.pages.compact import as_json
from noroshi.pages.entries import iso, tree_address
from noroshi.pages.places import incident_path, maintenance_path, report_path
from noroshi.pages.recency import last_change
from noroshi.pages.render import Renderer
from noroshi.pages.shapes import worst
from noroshi.pages.state import ComponentView, IncidentView, MaintenanceView
from noroshi.pages.uptime import first_day, last_day

Json = dict[str, object]


def status_json(renderer: Renderer) -> bytes:
    """The state now. ``ok`` is true when nothing is broken and no incident is open."""
    state, reader = renderer.state, renderer.reader
    burning = [view for view in state.newest_first if view.is_open]
    promises = [view.next_update_by for view in burning if view.next_update_by]
    rolled = rolled_up(state)
    return as_json(
        {
            "page": reader.plain({reader.language: state.site.company}),
            "url": tree_address(state, reader),
            "language": reader.language,
            "ok": rolled in {"operational", "under_maintenance"} and not burning,
            "status": rolled,
            "indicator": status_of(state)[0],
            "text": reader.words.component[rolled],
            "as_of": iso(state.built_at),
            "changed_at": iso(last_change(state)),
            "version": state.version,
            "next_update_by": iso(min(promises)) if promises else None,
            "components": {part.key: worst(part.statuses.values()) for part in state.components},
            "incidents": [_burning(renderer, view) for view in burning],
            "maintenances": [
                _planned(renderer, work)
                for work in state.maintenances
                if work.status != "completed" and not work.cancelled_at
            ],
        }
    )


def history_json(renderer: Renderer) -> bytes:
    """90 days of every service, every incident on the page, and what was promised after them.

    ``days`` holds the days that were not plainly operational; a null status is a day that nobody
    watched, and it is left out of ``uptime_percent``.
    """
    state, reader = renderer.state, renderer.reader
    return as_json(
        {
            "page": reader.plain({reader.language: state.site.company}),
            "as_of": iso(state.built_at),
            "version": state.version,
            "time_zone": state.site.time_zone,
            "first_day": first_day(state).isoformat(),
            "last_day": last_day(state).isoformat(),
            "components": [_uptime(renderer, part) for part in state.components],
            "incidents": [_past(renderer, view) for view in state.newest_first],
            "commitments": [
                {
                    "incident": promise.incident,
                    "text": lines(promise.text),
                    "due": promise.due.isoformat(),
                    "done_at": iso(promise.done_at) if promise.done_at else None,
                }
                for promise in sorted(state.commitments, key=lambda c: (c.due, c.incident))
            ],
        }
    )


def _burning(renderer: Renderer, view: IncidentView) -> Json:
    reader = renderer.reader
    return {
        "number": view.number,
        "title": reader.plain(view.title),
        "headline": reader.plain(view.headline),
        "status": view.status,
        "impact": view.impact,
        "since": iso(view.started_at),
        "next_update_by": iso(view.next_update_by) if view.next_update_by else None,
        "components": list(view.components),
        "regions": list(view.regions),
        "url": tree_address(renderer.state, reader) + incident_path(view.number),
    }


def _planned(renderer: Renderer, work: MaintenanceView) -> Json:
    return {
        "number": work.number,
        "title": renderer.reader.plain(work.title),
        "status": work.status,
        "from": iso(work.scheduled_for),
        "until": iso(work.scheduled_until),
        "components": list(work.components),
        "regions": list(work.regions),
        "url": tree_address(renderer.state, renderer.reader) + maintenance_path(work.number),
    }


def _uptime(renderer: Renderer, part: ComponentView) -> Json:
    uptime = renderer.uptime(part)
    known = {day.day: day for day in part.history}
    return {
        "key": part.key,
        "name": renderer.reader.plain(part.name),
        "group": part.group,
        "uptime_percent": float(uptime.percent) if uptime.percent else None,
        "days_not_monitored": uptime.missing,
        "days": [
            {
                "from": run.first.isoformat(),
                "to": run.last.isoformat(),
                "status": None if run.status == "not_monitored" else run.status,
                "outage_seconds": sum(
                    day.outage_seconds for at, day in known.items() if run.first <= at <= run.last
                ),
            }
            for run in uptime.runs
        ],
    }


def _past(renderer: Renderer, view: IncidentView) -> Json:
    base = tree_address(renderer.state, renderer.reader)
    return {
        "number": view.number,
        "title": renderer.reader.plain(view.title),
        "status": view.status,
        "impact": view.impact,
        "started_at": iso(view.started_at),
        "resolved_at": iso(view.resolved_at) if view.resolved_at else None,
        "components": list(view.components),
        "regions": list(view.regions),
        "updates": len(view.updates),
        "url": base + incident_path(view.number),
        "report_url": base + report_path(view.number) if view.report else None,
    }
