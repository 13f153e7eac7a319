"""SES against moto's server, and its signature against Amazon's own client."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from urllib.request import Request, urlopen

import boto3
import pytest
from moto.server import ThreadedMotoServer

from noroshi.delivery.contract import DeliveryFailed, Receipt
from noroshi.delivery.registry import provider
from noroshi.domain.delivery import FailureKind
from tests.delivery.mails import read_back
from tests.delivery.providers.accounts import MESSAGE_ID, RIN, mail_for, parcel_for, settings_of
from tests.delivery.providers.servers import Delivered, tools_for

SENDER = "status@kitsune.example"


@pytest.fixture(scope="module")
def moto() -> Iterator[int]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    _, port = server.get_host_and_port()
    yield port
    server.stop()


def send(port: int) -> Delivered:
    settings = {**settings_of("ses", f"http://api.example:{port}"), "configuration_set": ""}

    async def scene() -> Delivered:
        async with provider("ses", settings, tools_for(port)).open() as session:
            try:
                return await session.deliver(parcel_for("ses", ""))
            except DeliveryFailed as failed:
                return failed

    return asyncio.run(scene())


def verify(port: int) -> None:
    client = boto3.client(
        "sesv2",
        region_name="eu-central-1",
        endpoint_url=f"http://127.0.0.1:{port}",
        aws_access_key_id="AKIDEXAMPLE",
        aws_secret_access_key="x",
    )
    client.create_email_identity(EmailIdentity=SENDER)
    client.close()


def taken(port: int) -> list[dict[str, object]]:
    url = f"http://127.0.0.1:{port}/moto-api/data.json"
    with urlopen(Request(url)) as answer:
        data = json.load(answer)
    return list(data.get("sesv2", {}).get("RawMessage", []) or data["ses"]["RawMessage"])


def test_a_sender_who_is_not_verified_makes_us_wait_and_then_the_mail_is_taken(moto: int) -> None:
    refused = send(moto)
    assert isinstance(refused, DeliveryFailed)
    assert refused.kind is FailureKind.TEMPORARY
    verify(moto)
    receipt = send(moto)
    assert isinstance(receipt, Receipt)
    assert receipt.detail
    (mail,) = taken(moto)
    assert set(mail["destinations"]) == {RIN}  # type: ignore[call-overload]
    raw = str(mail["raw_data"])
    assert read_back(raw.encode())["Message-ID"] == MESSAGE_ID
    assert raw.encode() == mail_for()
