"""Statuspage v2 as recorded: which keys each object has, and of which types their values are.

From public recordings of several pages: 2,202 incidents with 6,219 updates, 30 maintenances with 78
updates, 55 summaries with 620 components and one with 1,035, of which 45 are groups.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

STRING, INTEGER, BOOLEAN, NULL = "string", "integer", "boolean", "null"
STAMP = "stamp"
DAY = "day"
ID = "id"

Shape = Mapping[str, Any]

PAGE: Shape = {"id": ID, "name": STRING, "url": STRING, "time_zone": STRING, "updated_at": STAMP}
STATUS: Shape = {
    "indicator": ("none", "minor", "major", "critical", "maintenance"),
    "description": (
        "All Systems Operational",
        "Partially Degraded Service",
        "Minor Service Outage",
        "Partial System Outage",
        "Major Service Outage",
        "Service Under Maintenance",
    ),
}
COMPONENT_STATUS = (
    "operational",
    "degraded_performance",
    "partial_outage",
    "major_outage",
    "under_maintenance",
)
COMPONENT: Shape = {
    "id": ID,
    "name": STRING,
    "status": COMPONENT_STATUS,
    "created_at": STAMP,
    "updated_at": STAMP,
    "position": INTEGER,
    "description": {STRING, NULL},
    "showcase": BOOLEAN,
    "start_date": {DAY, NULL},
    "group_id": {ID, NULL},
    "page_id": ID,
    "group": BOOLEAN,
    "only_show_if_degraded": BOOLEAN,
}
GROUP: Shape = {**COMPONENT, "components": [ID]}
AFFECTED: Shape = {
    "code": ID,
    "name": STRING,
    "old_status": COMPONENT_STATUS,
    "new_status": COMPONENT_STATUS,
}
_UPDATE: Shape = {
    "id": ID,
    "body": STRING,
    "incident_id": ID,
    "created_at": STAMP,
    "updated_at": STAMP,
    "display_at": STAMP,
    "affected_components": {"affected", NULL},
    "deliver_notifications": BOOLEAN,
    "custom_tweet": NULL,
    "tweet_id": {INTEGER, NULL},
}
INCIDENT_STATUS = ("investigating", "identified", "monitoring", "resolved", "postmortem")
MAINTENANCE_STATUS = ("scheduled", "in_progress", "verifying", "completed")
_SHARED: Shape = {
    "id": ID,
    "name": STRING,
    "created_at": STAMP,
    "updated_at": STAMP,
    "shortlink": STRING,
    "started_at": STAMP,
    "page_id": ID,
    "components": ["component"],
}
INCIDENT: Shape = {
    **_SHARED,
    "status": INCIDENT_STATUS,
    "impact": ("none", "minor", "major", "critical"),
    "monitoring_at": {STAMP, NULL},
    "resolved_at": {STAMP, NULL},
    "reminder_intervals": NULL,
    "incident_updates": [{**_UPDATE, "status": INCIDENT_STATUS}],
}
MAINTENANCE: Shape = {
    **_SHARED,
    "status": MAINTENANCE_STATUS,
    "impact": ("maintenance",),
    "monitoring_at": NULL,
    "resolved_at": {STAMP, NULL},
    "scheduled_for": STAMP,
    "scheduled_until": STAMP,
    "incident_updates": [{**_UPDATE, "status": MAINTENANCE_STATUS}],
}
_LIST_OF_INCIDENTS: Shape = {"page": PAGE, "incidents": [INCIDENT]}
_LIST_OF_WORK: Shape = {"page": PAGE, "scheduled_maintenances": [MAINTENANCE]}
DOCUMENTS: Mapping[str, Shape] = {
    "summary": {
        "page": PAGE,
        "components": ["component"],
        "incidents": [INCIDENT],
        "scheduled_maintenances": [MAINTENANCE],
        "status": STATUS,
    },
    "status": {"page": PAGE, "status": STATUS},
    "components": {"page": PAGE, "components": ["component"]},
    "incidents": _LIST_OF_INCIDENTS,
    "incidents/unresolved": _LIST_OF_INCIDENTS,
    "scheduled-maintenances": _LIST_OF_WORK,
    "scheduled-maintenances/upcoming": _LIST_OF_WORK,
    "scheduled-maintenances/active": _LIST_OF_WORK,
}

_PATTERNS = {
    STAMP: re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}(Z|[+-]\d\d:\d\d)"),
    DAY: re.compile(r"\d{4}-\d\d-\d\d"),
    ID: re.compile(r"[a-z0-9]{12}"),
    STRING: re.compile(r"(?s).*"),
}
_TYPES = {INTEGER: int, BOOLEAN: bool, NULL: type(None)}


def misfits(value: object, shape: Any, where: str = "") -> Iterator[str]:
    """Where ``value`` is not of ``shape``; our own extra data is allowed under its one key only."""
    if shape == "component":
        is_group = isinstance(value, dict) and value.get("group") is True
        yield from _misfit_object(value, GROUP if is_group else COMPONENT, where)
    elif isinstance(shape, Mapping):
        yield from _misfit_object(value, shape, where)
    elif isinstance(shape, list):
        yield from _misfit_list(value, shape[0], where)
    elif not _fits(value, shape):
        yield f"{where} is {value!r}"


def _misfit_list(value: object, shape: Any, where: str) -> Iterator[str]:
    if not isinstance(value, list):
        yield f"{where} is no list"
        return
    for part in value:
        yield from misfits(part, shape, f"{where}[]")


def _misfit_object(value: object, shape: Shape, where: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{where} is no object"
        return
    keys = set(value) - {"x_noroshi"}
    yield from (f"{where}.{key} is missing" for key in shape.keys() - keys)
    yield from (f"{where}.{key} is not known" for key in keys - shape.keys())
    for key in keys & shape.keys():
        yield from misfits(value[key], shape[key], f"{where}.{key}")


def _fits(value: object, shape: Any) -> bool:
    if isinstance(shape, set):
        return any(_fits(value, one) for one in shape)
    if isinstance(shape, tuple):
        return value in shape
    if shape == "affected":
        return not list(_misfit_list(value, AFFECTED, ""))
    if shape in _TYPES:
        return type(value) is _TYPES[shape]
    return isinstance(value, str) and bool(_PATTERNS[shape].fullmatch(value))
