"""Bodies as Alertmanager sends them, in its version 4 shape."""

from __future__ import annotations

import json
from typing import Any

GROUP = '{}:{alertname="CheckoutErrors"}'


def alert(status: str = "firing", **over: object) -> dict[str, Any]:
    return {
        "status": status,
        "labels": {
            "alertname": "CheckoutErrors",
            "severity": "critical",
            "component": "checkout",
            "region": "europe",
        },
        "annotations": {"summary": "Checkout errors in Europe"},
        "startsAt": "2026-03-12T13:02:00Z",
        "endsAt": "0001-01-01T00:00:00Z",
        "generatorURL": "http://prometheus.kitsune.example/graph",
        "fingerprint": "c0ffee",
    } | over


def body(*alerts: dict[str, Any], **over: object) -> dict[str, Any]:
    return {
        "version": "4",
        "groupKey": GROUP,
        "truncatedAlerts": 0,
        "status": "firing",
        "receiver": "noroshi",
        "groupLabels": {"alertname": "CheckoutErrors"},
        "commonLabels": {},
        "commonAnnotations": {},
        "externalURL": "http://alertmanager.kitsune.example",
        "alerts": list(alerts) or [alert()],
    } | over


def as_bytes(document: object) -> bytes:
    return json.dumps(document).encode()
