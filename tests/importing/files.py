"""Small pages of other products, in the shape of the real ones."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

PAGE = {"name": "Old Kitsune", "url": "https://old.kitsune.example"}


def incident(number: int = 1, **changed: object) -> dict[str, object]:
    """As Statuspage's API gives it, updates newest first."""
    return {
        "id": f"abc{number}",
        "name": f"Checkout fails ({number})",
        "status": "resolved",
        "impact": "major",
        "started_at": "2026-03-01T09:58:00.000Z",
        "resolved_at": "2026-03-01T12:00:00.000Z",
        "shortlink": f"https://stspg.example/abc{number}",
        "components": [{"id": "c1", "name": "Checkout"}, {"id": "c2", "name": "Git Operations"}],
        "incident_updates": [
            update("resolved", "2026-03-01T12:00:00.000Z", "<p>It <b>works</b> again.</p>"),
            update("investigating", "2026-03-01T10:00:00.000Z", "We look into it."),
        ],
    } | changed


def update(status: str, at: str, body: str) -> dict[str, object]:
    """One update of it."""
    return {
        "id": f"u{at}",
        "status": status,
        "body": body,
        "display_at": at,
        "created_at": at,
        "affected_components": [
            {"code": "c1", "name": "Checkout", "new_status": "partial_outage"},
            {"name": "No components were affected by this update."},
        ],
    }


def statuspage(folder: Path, *incidents: Mapping[str, object], **more: object) -> Path:
    """A file as the API gives it."""
    file = folder / "incidents.json"
    file.write_text(json.dumps({"page": PAGE, "incidents": list(incidents)} | more), "utf-8")
    return file


CSTATE = """---
title: Checkout is slow
date: 2026-03-01T09:00:00-00:00
resolved: true
resolvedWhen: 2026-03-01T10:30:00-00:00
severity: disrupted
affected:
  - Checkout
  - LDAP
section: issue
---
<!-- not for readers -->
It was **slow**. [More](https://kitsune.example).
"""

ATOM = """<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom"><id>tag:old.kitsune.example,2005:/history</id>
<entry><id>tag:old,2005:Incident/7</id><published>2026-01-02T01:00:00Z</published>
<updated>2026-01-02T01:00:00Z</updated><title>Incident with Checkout</title>
<link rel="alternate" href="https://old.kitsune.example/incidents/7"/>
<content type="html">&lt;p&gt;&lt;small&gt;Jan &lt;var data-var='date'&gt; 2&lt;/var&gt;,
&lt;var data-var='time'&gt;01:00&lt;/var&gt; UTC&lt;/small&gt;&lt;br&gt;&lt;strong&gt;Resolved&lt;/strong&gt;
- Over.&lt;/p&gt;&lt;p&gt;&lt;small&gt;Dec &lt;var data-var='date'&gt;31&lt;/var&gt;,
&lt;var data-var='time'&gt;23:10&lt;/var&gt; UTC&lt;/small&gt;&lt;br&gt;&lt;strong&gt;Investigating&lt;/strong&gt;
- We look.&lt;/p&gt;</content></entry></feed>
"""

CACHET = {
    "meta": {},
    "data": [
        {
            "id": 3,
            "component_id": 1,
            "name": "Checkout is down",
            "status": 4,
            "visible": 1,
            "message": "**Down** for all.",
            "created_at": "2026-03-01 10:00:00",
            "updated_at": "2026-03-01 11:00:00",
            "updates": [
                {"id": 1, "status": 4, "message": "Fixed.", "created_at": "2026-03-01 11:00:00"}
            ],
        },
        {
            "id": 4,
            "component_id": 0,
            "name": "For colleagues",
            "status": 4,
            "visible": 0,
            "message": "Hidden.",
            "created_at": "2026-03-01 10:00:00",
        },
    ],
}
CACHET_COMPONENTS = {
    "data": [{"id": 1, "name": "Checkout", "status": 1, "created_at": "2020-01-01 00:00:00"}]
}
CACHET_3 = {
    "data": [
        {
            "id": "9",
            "type": "incidents",
            "attributes": {
                "name": "Slow",
                "message": "Slow.",
                "status": {"human": "Fixed", "value": 4},
                "occurred_at": {"string": "2026-03-01T10:00:00+09:00"},
                "updated_at": {"string": "2026-03-01T12:00:00+09:00"},
            },
        }
    ]
}
