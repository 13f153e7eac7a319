"""``api/v2/*.json``, each file whole by itself, because clients fall back from one to another."""

from __future__ import annotations

import json

from noroshi.pages.api_v2.components import Json, components
from noroshi.pages.api_v2.identity import public_id, stamp
from noroshi.pages.api_v2.incidents import incident, maintenance
from noroshi.pages.feeds import last_change
from noroshi.pages.reader import Reader
from noroshi.pages.shapes import component_roll_up
from noroshi.pages.state import PageState

_LISTED = 50

# From recorded payloads; derived from the components, not from the impact of open incidents.
_ROLL_UP = {
    "operational": ("none", "All Systems Operational"),
    "under_maintenance": ("maintenance", "Service Under Maintenance"),
    "degraded_performance": ("minor", "Partially Degraded Service"),
    "partial_outage": ("major", "Partial System Outage"),
    "major_outage": ("critical", "Major Service Outage"),
}
_ACTIVE = {"in_progress", "verifying"}


def api_files(state: PageState, reader: Reader) -> dict[str, bytes]:
    """All eight documents by path, in the page's default language."""
    incidents = [incident(state, reader, view) for view in state.newest_first]
    burning = [entry for entry in incidents if entry["status"] not in {"resolved", "postmortem"}]
    works = _maintenances(state, reader)
    active = [work for work in works if work["status"] in _ACTIVE]
    upcoming = [work for work in works if work["status"] == "scheduled"]
    parts, status = {"components": components(state, reader)}, {"status": _status(state)}
    documents: dict[str, Json] = {
        "summary": {
            **parts,
            "incidents": burning,
            "scheduled_maintenances": [w for w in works if w in active or w in upcoming],
            **status,
        },
        "status": {**status},
        "components": {**parts},
        "incidents": {"incidents": incidents[:_LISTED]},
        "incidents/unresolved": {"incidents": burning},
        "scheduled-maintenances": {"scheduled_maintenances": works[:_LISTED]},
        "scheduled-maintenances/upcoming": {"scheduled_maintenances": upcoming},
        "scheduled-maintenances/active": {"scheduled_maintenances": active},
    }
    page = {"page": _page(state, reader)}
    return {f"api/v2/{name}.json": _bytes(page | rest) for name, rest in documents.items()}


def _page(state: PageState, reader: Reader) -> Json:
    return {
        "id": public_id(state.site.key),
        "name": reader.plain({"": state.site.company}),
        "url": state.site.base_url,
        "time_zone": state.site.time_zone,
        "updated_at": stamp(last_change(state)),
        "x_noroshi": {
            "as_of": stamp(state.built_at),
            "version": state.version,
            "languages": list(state.site.languages),
            "region": state.site.region_key,
        },
    }


def _status(state: PageState) -> Json:
    indicator, description = _ROLL_UP[component_roll_up(state)]
    return {"indicator": indicator, "description": description}


def _maintenances(state: PageState, reader: Reader) -> list[Json]:
    newest = sorted(state.maintenances, key=lambda w: (w.scheduled_for, w.number), reverse=True)
    return [maintenance(state, reader, work) for work in newest]


def _bytes(document: Json) -> bytes:
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return text.encode()
