"""Every answer in the providers' fixtures, said by a real server, gets its meaning."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

import noroshi
from noroshi.delivery.contract import DeliveryFailed, Receipt
from noroshi.delivery.registry import PROVIDERS
from noroshi.domain.delivery import FailureKind, Reason
from tests.delivery.providers.accounts import CANARY, parcel_for, settings_of
from tests.delivery.providers.servers import Answer, deliver, fake_api

FOLDER = Path(noroshi.__file__).parent / "delivery/providers"
BY_HTTP = sorted(name for name in PROVIDERS if (FOLDER / name / "fixtures/answers.json").exists())
CASES = [
    pytest.param(name, case, id=f"{name}: {case['name']}")
    for name in BY_HTTP
    for case in json.loads((FOLDER / name / "fixtures/answers.json").read_text(encoding="utf-8"))
]


def test_every_provider_but_the_relay_has_its_answers_written_down() -> None:
    assert set(BY_HTTP) == set(PROVIDERS) - {"smtp"}


@pytest.mark.parametrize(("name", "case"), CASES)
def test_an_answer_gets_its_meaning(name: str, case: Mapping[str, Any]) -> None:
    said = Answer(status=case["status"], body=case["body"], headers=case["headers"])

    async def scene() -> None:
        async with fake_api(said) as api:
            settings = settings_of(name, api.base)
            (result,) = await deliver(name, settings, api, parcel_for(name, api.base))
        assert len(api.requests) == 1
        if "kind" not in case:
            assert isinstance(result, Receipt)
            assert result.code == str(case["status"])
            return
        assert isinstance(result, DeliveryFailed)
        assert result.kind == FailureKind(case["kind"])
        assert result.code == case["code"]
        if result.kind is FailureKind.PERMANENT:
            assert result.reason == Reason(case["reason"])
        assert result.retry_after == (timedelta(seconds=case["wait"]) if "wait" in case else None)
        assert len(result.detail) < 400

    asyncio.run(scene())


@pytest.mark.parametrize("name", BY_HTTP)
def test_a_lost_answer_leaves_it_unknown_and_no_connection_says_that_nothing_left(
    name: str,
) -> None:
    async def scene() -> None:
        async with fake_api(Answer(hang_up=True)) as api:
            settings = settings_of(name, api.base)
            (lost,) = await deliver(name, settings, api, parcel_for(name, api.base))
        assert len(api.requests) == 1, "a lost answer must not be followed by a silent second try"
        (closed,) = await deliver(name, settings, api, parcel_for(name, api.base))
        assert isinstance(lost, DeliveryFailed)
        assert lost.kind is FailureKind.UNKNOWN
        assert isinstance(closed, DeliveryFailed)
        assert closed.kind is FailureKind.TEMPORARY

    asyncio.run(scene())


@pytest.mark.parametrize("name", BY_HTTP)
def test_a_provider_leaks_no_secret(
    name: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)

    async def scene() -> str:
        shown = ""
        for said in (Answer(status=401, body="no"), Answer(hang_up=True), Answer(status=500)):
            async with fake_api(said) as api:
                settings = settings_of(name, api.base)
                (result,) = await deliver(name, settings, api, parcel_for(name, api.base))
                shown += repr(result) + str(result) + repr(getattr(result, "failure", ""))
                context = getattr(result, "__context__", None)
                shown += repr(context)
        (result,) = await deliver(name, settings, api, parcel_for(name, api.base))
        return shown + repr(result)

    shown = asyncio.run(scene()) + caplog.text + "".join(capfd.readouterr())
    assert CANARY not in shown
    assert "uthorization" not in shown


@pytest.mark.parametrize("name", BY_HTTP)
def test_a_session_uses_its_connection_again(name: str) -> None:
    async def scene() -> None:
        taken = {"ErrorCode": 0, "MessageID": "x"}
        async with fake_api(Answer(status=200, body=taken)) as api:
            settings = settings_of(name, api.base)
            parcels = [parcel_for(name, api.base)] * 5
            results = await deliver(name, settings, api, *parcels)
        assert all(isinstance(each, Receipt) for each in results)
        assert (len(api.requests), api.connections) == (5, 1)

    asyncio.run(scene())
