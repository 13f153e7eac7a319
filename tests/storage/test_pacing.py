"""Exact rate limits across workers: real threads on a real PostgreSQL."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, connections

from noroshi.domain.channel import Channel
from noroshi.domain.provider_account import ProviderAccount
from noroshi.storage import provider_accounts
from noroshi.storage.pacing import Slot, portion, reserve

WORKERS = 8
SECOND = timedelta(seconds=1)
Reserving = Callable[..., Slot]


def starts(
    *, rate: float, span: timedelta, reserving: Reserving = reserve, waits: bool = False
) -> list[datetime]:
    """When messages may start within ``span``, with eight workers asking as fast as they can, or
    each only once the moment of its last slot has come."""
    account = ProviderAccount(name="paced", kind="smtp", channel=Channel.EMAIL)
    provider_accounts.add(account, sealed="", at=datetime(2026, 3, 12, tzinfo=UTC))
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        begin: datetime = cursor.fetchone()[0]
    found: list[datetime] = []

    def work() -> None:
        while True:
            slot = reserving("paced", portion(rate), rate=rate)
            assert slot.starts_at is not None
            if slot.starts_at - begin > span:
                break
            if waits:
                threading.Event().wait(slot.starts_in.total_seconds())
            found.extend(slot.starts_at + n * slot.interval for n in range(portion(rate)))
        connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(at for at in found if at - begin <= span)


def most_in(window: timedelta, at: list[datetime]) -> int:
    """The most starts that any window of this length holds."""
    first, most = 0, 0
    for last, moment in enumerate(at):
        while moment - at[first] >= window:
            first += 1
        most = max(most, last - first + 1)
    return most


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("rate", "waits"), [(7.0, False), (400.0, True)])
def test_eight_workers_together_keep_the_rate_exactly(rate: float, waits: bool) -> None:
    at = starts(rate=rate, span=2 * SECOND, waits=waits)
    assert len(at) <= rate * 2 + 1
    assert len(at) >= rate * 2 * 0.98
    assert most_in(SECOND, at) <= rate + 1


@pytest.mark.django_db(transaction=True)
def test_a_bucket_for_each_worker_would_be_noticed() -> None:
    own = threading.local()

    def alone(name: str, count: int, *, rate: float) -> Slot:
        last = getattr(own, "free", None)
        slot = reserve(name, 1, rate=100_000.0)
        assert slot.starts_at is not None
        begin = max(slot.starts_at, last or slot.starts_at)
        own.free = begin + count * SECOND / rate
        return Slot(interval=SECOND / rate, starts_at=begin)

    at = starts(rate=100.0, span=SECOND, reserving=alone)
    assert len(at) > 2 * (100 + 1)


@pytest.mark.django_db
def test_time_in_which_nobody_sends_is_not_saved_up() -> None:
    account = ProviderAccount(name="paced", kind="smtp", channel=Channel.EMAIL)
    provider_accounts.add(account, sealed="", at=datetime(2026, 3, 12, tzinfo=UTC))
    first = reserve("paced", 10, rate=10.0)
    then = reserve("paced", 10, rate=10.0)
    assert first.starts_in < SECOND / 10
    assert first.starts_at
    assert then.starts_at == first.starts_at + SECOND
    assert then.interval == SECOND / 10


@pytest.mark.django_db
def test_an_account_without_a_limit_is_not_paced() -> None:
    assert reserve("nobody", 100, rate=None) == Slot()
    assert portion(None) >= 100
    assert portion(0.2) == 1
    with pytest.raises(ValueError, match="cannot be reserved"):
        reserve("nobody", 0, rate=1.0)
