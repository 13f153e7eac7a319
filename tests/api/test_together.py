"""The same report from many senders at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest
from django.test import Client

from noroshi.api import services as api_services
from noroshi.domain.incident import IncidentState
from noroshi.storage import accounts, connections, events, incidents, signals
from noroshi.web import services as web_services
from tests.api.bodies import as_bytes, body
from tests.cast import make_world


@pytest.mark.django_db(transaction=True)
def test_duplicates_sent_at_once_make_one_incident(now: datetime, tmp_path: Path) -> None:
    world = make_world(now, tmp_path)
    api_services.install(api_services.Services(context=world.context))
    web_services.install(web_services.Services(context=world.context))
    token = accounts.make_ingest_token("prometheus", at=now).reveal()

    def send(_: int) -> int:
        try:
            answer = Client().post(
                "/api/signals/alertmanager",
                as_bytes(body()),
                content_type="application/json",
                headers={"Authorization": f"Bearer {token}"},
            )
            return answer.status_code
        finally:
            connections.release()

    with ThreadPoolExecutor(max_workers=6) as senders:
        codes = list(senders.map(send, range(12)))
    assert set(codes) == {202}
    assert len(incidents.listing([IncidentState.PROPOSED])) == 1
    assert [signal.count for signal in signals.of_incident(1)] == [12]
    kinds = [str(event.kind) for event in events.of_incident(1)]
    assert kinds.count("signal_received") == 1
