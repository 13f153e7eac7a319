"""``api/v2/*.json``, each file whole by itself, because clients fall back from one to another."""

from __future__ import annotations

from collections.abc import Sequence

from noroshi.pages.api_v2.components import Json, catalogue_of, lines
from noroshi.pages.api_v2.identity import public_id, stamp, stamp_or_null
from noroshi.pages.api_v2.incidents import Writer, incident
from noroshi.pages.api_v2.maintenances import maintenance
from noroshi.pages.compact import as_json
from noroshi.pages.reader import Reader
from noroshi.pages.recency import last_change
from noroshi.pages.shapes import component_roll_up
from noroshi.pages.state import IncidentView, PageState

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
    """All eight documents by their path inside the tree of the language of ``reader``."""
    writer = Writer(state=state, reader=reader, catalogue=catalogue_of(state, reader))
    page = {"page": _page(writer)}
    return {
        f"api/v2/{name}.json": as_json(page | rest) for name, rest in _documents(writer).items()
    }


def rolled_up(state: PageState) -> str:
    """The worst state of any component. Work under way shows only where nothing is worse."""
    rolled = component_roll_up(state)
    working = any(w.status in _ACTIVE and not w.cancelled_at for w in state.maintenances)
    return "under_maintenance" if working and rolled == "operational" else rolled


def status_of(state: PageState) -> tuple[str, str]:
    """Statuspage's indicator and its description."""
    return _ROLL_UP[rolled_up(state)]


def _documents(writer: Writer) -> dict[str, Json]:
    state = writer.state
    newest = state.newest_first
    burning = [incident(writer, view) for view in newest if view.is_open]
    latest = sorted(state.maintenances, key=lambda w: (w.scheduled_for, w.number), reverse=True)
    works = [maintenance(writer, view) for view in latest]
    active = [work for work in works if work["status"] in _ACTIVE]
    upcoming = [work for work in works if work["status"] == "scheduled"]
    indicator, description = status_of(state)
    status: Json = {"status": {"indicator": indicator, "description": description}}
    parts: Json = {"components": writer.catalogue.entries}
    return {
        "summary": {
            **parts,
            "incidents": burning,
            "scheduled_maintenances": [w for w in works if w["status"] != "completed"],
            **status,
        },
        "status": status,
        "components": parts,
        "incidents": {"incidents": [incident(writer, view) for view in _listed(newest)]},
        "incidents/unresolved": {"incidents": burning},
        "scheduled-maintenances": {"scheduled_maintenances": works[:_LISTED]},
        "scheduled-maintenances/upcoming": {"scheduled_maintenances": upcoming},
        "scheduled-maintenances/active": {"scheduled_maintenances": active},
    }


def _listed(newest: Sequence[IncidentView]) -> list[IncidentView]:
    """The 50 most recent, and all unresolved ones among them however old they are."""
    by_need = sorted(newest, key=lambda view: not view.is_open)
    kept = {view.key for view in by_need[:_LISTED]}
    return [view for view in newest if view.key in kept]


def _page(writer: Writer) -> Json:
    state, site = writer.state, writer.state.site
    promises = [i.next_update_by for i in state.incidents if i.is_open and i.next_update_by]
    return {
        "id": public_id(site.key),
        "name": writer.reader.plain({"": site.company}),
        "url": site.base_url,
        "time_zone": site.time_zone,
        "updated_at": stamp(last_change(state)),
        "x_noroshi": {
            "as_of": stamp(state.built_at),
            "version": state.version,
            "language": writer.reader.language,
            "languages": list(site.languages),
            "region": site.region_key,
            "regions": {region.key: lines(region.name) for region in state.regions},
            "next_update_by": stamp_or_null(min(promises, default=None)),
            "open_commitments": sum(not c.done_at for c in state.commitments),
        },
    }
