"""What the monitoring of the sample company reports."""

from __future__ import annotations

import json

from noroshi.actions.receive_signal import receive_signal
from noroshi.intake.registry import SOURCES
from tests.cast import World

_ALERT = {
    "status": "firing",
    "labels": {
        "alertname": "CheckoutErrors",
        "severity": "critical",
        "component": "checkout",
        "region": "europe",
    },
    "annotations": {"summary": "Checkout errors in Europe"},
    "startsAt": "2026-03-12T13:02:00Z",
    "endsAt": "0001-01-01T00:00:00Z",
    "fingerprint": "c0ffee",
}
_BODY = {
    "version": "4",
    "groupKey": '{}:{alertname="CheckoutErrors"}',
    "status": "firing",
    "receiver": "noroshi",
    "alerts": [_ALERT],
}


def proposed(world: World) -> int:
    """An incident that only the monitoring has seen so far; its number."""
    batch = SOURCES["alertmanager"].parse(json.dumps(_BODY).encode())
    return receive_signal(world.context, source="prometheus", batch=batch).proposed[0]
