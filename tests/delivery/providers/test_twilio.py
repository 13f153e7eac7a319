"""What Twilio is handed, and which numbers and texts never reach it."""

from __future__ import annotations

import asyncio
import base64
from urllib.parse import parse_qs, urlsplit

import pytest

from noroshi.delivery.contract import DeliveryFailed
from noroshi.delivery.registry import provider
from noroshi.domain.delivery import FailureKind, Reason
from noroshi.kernel.errors import Invalid
from noroshi.kernel.secret import Secret
from noroshi.net.callbacks import callback_is_ours
from tests.delivery.providers.accounts import CANARY, REFERENCE, parcel_for, settings_of
from tests.delivery.providers.servers import (
    Answer,
    Delivered,
    FakeApi,
    Request,
    deliver,
    fake_api,
    tools_for,
)

TAKEN = Answer(status=201, body={"sid": "SM" + "2" * 32})


def sent(text: str = "カード決済は復旧しました。", **settings: str) -> Request:
    async def scene() -> Request:
        async with fake_api(TAKEN) as api:
            parcel = parcel_for("twilio", "")._replace(content=text.encode())
            await deliver("twilio", {**settings_of("twilio", api.base), **settings}, api, parcel)
        return api.requests[0]

    return asyncio.run(scene())


def form_of(request: Request) -> dict[str, str]:
    return {name: value for name, (value,) in parse_qs(request.body.decode("ascii")).items()}


def refusal(address: str = "+819012345678", content: bytes = b"hello") -> tuple[Delivered, FakeApi]:
    async def scene() -> tuple[Delivered, FakeApi]:
        async with fake_api(TAKEN) as api:
            parcel = parcel_for("twilio", "", address=address)._replace(content=content)
            (result,) = await deliver("twilio", settings_of("twilio", api.base), api, parcel)
        return result, api

    return asyncio.run(scene())


def test_the_text_goes_to_one_number_from_the_service_with_an_address_for_receipts() -> None:
    request = sent()
    account = "AC" + "0" * 32
    assert request.line == f"POST /2010-04-01/Accounts/{account}/Messages.json HTTP/1.1"
    user = base64.b64decode(request.headers["authorization"].removeprefix("Basic ")).decode()
    assert user == f"{account}:{CANARY}"
    form = form_of(request)
    callback = urlsplit(form.pop("StatusCallback"))
    assert form == {
        "To": "+819012345678",
        "Body": "カード決済は復旧しました。",
        "MessagingServiceSid": "MG" + "1" * 32,
    }
    assert callback.path == "/callbacks/twilio"
    (reference,), (signature,) = parse_qs(callback.query).values()
    assert reference == REFERENCE
    assert callback_is_ours(Secret(CANARY), reference, signature)
    assert not callback_is_ours(Secret(CANARY), "12.8", signature)
    assert not callback_is_ours(Secret("other"), reference, signature)
    assert not callback_is_ours(Secret(CANARY), reference, "é")


@pytest.mark.parametrize("sender", ["+815012345678", "Kitsune", "54321"])
def test_a_number_or_a_name_can_be_the_sender(sender: str) -> None:
    form = form_of(sent(sender=sender, callback_url=""))
    assert form["From"] == sender
    assert "MessagingServiceSid" not in form
    assert "StatusCallback" not in form


def test_an_api_key_signs_in_instead_of_the_account() -> None:
    request = sent(api_key_sid="SK" + "3" * 32)
    user = base64.b64decode(request.headers["authorization"].removeprefix("Basic "))
    assert user.startswith(b"SK333")
    assert "Accounts/AC000" in request.line


def test_no_text_can_add_a_field() -> None:
    hostile = "hi&To=%2B15550100&Body=x\r\nFrom: y"
    form = form_of(sent(hostile))
    assert (form["Body"], form["To"]) == (hostile, "+819012345678")


@pytest.mark.parametrize(
    "address",
    [
        "090-1234-5678",
        "09012345678",
        "819012345678",
        "+81 90 1234 5678",
        "+8190",
        "+999123456789",
        "+120255501234",
        "+８１９０１２３４５６７８",
        "+819012345678&To=+15550100",
        "+819012345678,+15550100",
        "whatsapp:+819012345678",
        "",
    ],
)
def test_what_is_no_international_number_is_given_up_before_anything_leaves(address: str) -> None:
    result, api = refusal(address=address)
    assert isinstance(result, DeliveryFailed)
    assert (result.kind, result.reason) == (FailureKind.PERMANENT, Reason.BAD_ADDRESS)
    assert api.connections == 0
    assert "1234" not in result.detail.replace("+819012345678", "")


@pytest.mark.parametrize("content", [b"", b" \n", b"\xff", ("あ" * 1_601).encode()])
def test_a_text_that_is_no_sms_is_given_up(content: bytes) -> None:
    result, api = refusal(content=content)
    assert isinstance(result, DeliveryFailed)
    assert (result.kind, result.reason) == (FailureKind.PERMANENT, Reason.NOT_RENDERED)
    assert api.connections == 0


def test_the_longest_text_is_sent() -> None:
    assert form_of(sent("あ" * 1_600))["Body"] == "あ" * 1_600


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("account_sid", "AC123"),
        ("account_sid", "AC" + "0" * 32 + "/../x"),
        ("api_key_sid", "nonsense"),
        ("sender", "A name that is too long"),
        ("sender", "+81 50"),
        ("secret", "two\nlines"),
        ("callback_url", "javascript:alert(1)"),
        ("callback_key", ""),
        ("base_url", "https://user:pass@api.example"),
        ("connections", "0"),
    ],
)
def test_a_setting_that_makes_no_sense_is_named(field: str, value: str) -> None:
    settings = {**settings_of("twilio", "https://api.example"), field: value}
    with pytest.raises(Invalid) as caught:
        provider("twilio", settings, tools_for())
    assert caught.value.field == field
    assert caught.value.why_in("ja", str) != caught.value.why
    assert "lines" not in str(caught.value)
