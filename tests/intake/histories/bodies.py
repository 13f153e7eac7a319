"""Bodies in the shape of Statuspage's API v2, written for these tests."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

Json = dict[str, object]

NOON = datetime(2026, 3, 12, 12, tzinfo=UTC)
PAGE: Json = {
    "id": "k1tsunec10ud",
    "name": "Kitsune Cloud",
    "url": "https://status.kitsune.example",
    "time_zone": "Asia/Tokyo",
    "updated_at": "2026-03-12T20:00:00.000Z",
}


def stamp(minute: float) -> str:
    """So many minutes after noon, as Statuspage writes it."""
    at = NOON + timedelta(minutes=minute)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def update(minute: float, status: str = "investigating", **more: object) -> Json:
    """One update."""
    fields: Json = {
        "id": f"u{minute}",
        "status": status,
        "body": "We are sorry. Checkout fails for some customers.",
        "incident_id": "inc1",
        "created_at": stamp(minute),
        "updated_at": stamp(minute),
        "display_at": stamp(minute),
        "affected_components": None,
        "deliver_notifications": True,
        "custom_tweet": None,
        "tweet_id": None,
    }
    return fields | more


def incident(*updates: object, **more: object) -> Json:
    """One incident; its updates are given in order of time and written newest first."""
    fields: Json = {
        "id": "inc1",
        "name": "Checkout fails",
        "status": "resolved",
        "created_at": stamp(0),
        "updated_at": stamp(90),
        "monitoring_at": None,
        "resolved_at": stamp(90),
        "impact": "major",
        "shortlink": "https://stspg.example/inc1",
        "started_at": stamp(0),
        "page_id": "k1tsunec10ud",
        "incident_updates": list(reversed(updates)),
        "components": [],
        "reminder_intervals": None,
    }
    return fields | more


def answer(*incidents: object, **more: object) -> Json:
    """What incidents.json answers."""
    return {"page": PAGE, "incidents": list(incidents)} | more


def written(folder: Path, body: object, name: str = "incidents.json") -> Path:
    """The body in a file."""
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    text = body if isinstance(body, str) else json.dumps(body)
    file.write_text(text, encoding="utf-8")
    return file


def without(body: Mapping[str, object], *keys: str) -> Json:
    """The body without these keys."""
    return {key: value for key, value in body.items() if key not in keys}
