"""Workers that report at the same moment."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import pytest
from django.db import connections

from noroshi.domain.channel import Channel
from noroshi.domain.provider_account import ProviderAccount
from noroshi.domain.routing.results import Results
from noroshi.storage import provider_accounts, standings

NOW = datetime(2026, 3, 12, 13, tzinfo=UTC)


@pytest.mark.django_db(transaction=True)
def test_workers_that_report_at_the_same_moment_lose_no_count() -> None:
    account = ProviderAccount(name="first", kind="smtp", channel=Channel.EMAIL)
    provider_accounts.add(account, sealed="", at=NOW)

    def work() -> None:
        for _ in range(50):
            standings.count("first", Results(accepted=2, throttled=1), at=NOW)
        connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert standings.get("first").standing.window == Results(accepted=400, throttled=200)
