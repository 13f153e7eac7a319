"""What the mail APIs are handed: the approved words, our ids, and nothing else."""

from __future__ import annotations

import asyncio
import base64
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any

import pytest

from noroshi.delivery.contract import DeliveryFailed, Parcel
from noroshi.domain.delivery import FailureKind, Reason
from tests.delivery.mails import ENGLISH, UNSUBSCRIBE, bodies, read_back
from tests.delivery.providers.accounts import (
    MESSAGE_ID,
    REFERENCE,
    RIN,
    mail_for,
    parcel_for,
    settings_of,
)
from tests.delivery.providers.servers import Answer, Delivered, Request, deliver, fake_api

APIS = ("ses", "sendgrid", "mailgun", "postmark")
TEXT, PAGE = (each.replace("\r\n", "\n") for each in bodies(read_back(mail_for())))


def sent_by(name: str) -> Request:
    async def scene() -> Request:
        async with fake_api(Answer(body={"ErrorCode": 0})) as api:
            await deliver(name, settings_of(name, api.base), api, parcel_for(name, api.base))
        return api.requests[0]

    return asyncio.run(scene())


def refusal_of(name: str, parcel: Parcel) -> tuple[Delivered, int]:
    async def scene() -> tuple[Delivered, int]:
        async with fake_api(Answer(body={"ErrorCode": 0})) as api:
            (result,) = await deliver(name, settings_of(name, api.base), api, parcel)
        return result, len(api.requests)

    return asyncio.run(scene())


def parts_of(request: Request) -> dict[str, bytes]:
    head = f"content-type: {request.headers['content-type']}\r\n\r\n".encode()
    form = BytesParser(policy=HTTP).parsebytes(head + request.body)
    found: dict[str, bytes] = {}
    for part in form.iter_parts():
        name = part["content-disposition"].params["name"]
        found[name] = part.get_payload(decode=True)
    return found


def test_sendgrid_gets_the_words_the_headers_and_the_reference() -> None:
    request = sent_by("sendgrid")
    assert request.line == "POST /v3/mail/send HTTP/1.1"
    assert request.headers["authorization"].startswith("Bearer SG.")
    mail = request.json
    assert mail["personalizations"] == [
        {"to": [{"email": RIN}], "custom_args": {"noroshi_ref": REFERENCE}}
    ]
    assert mail["from"] == {"email": "status@kitsune.example", "name": "Kitsune Cloud Status"}
    assert mail["reply_to"]["email"] == "support@kitsune.example"
    assert mail["subject"] == ENGLISH.subject
    assert mail["content"] == [
        {"type": "text/plain", "value": TEXT},
        {"type": "text/html", "value": PAGE},
    ]
    assert mail["headers"]["Message-ID"] == MESSAGE_ID
    assert mail["headers"]["List-Unsubscribe"] == f"<{UNSUBSCRIBE}>"
    assert mail["headers"]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    reserved = {"to", "from", "subject", "reply-to", "cc", "bcc", "content-type"}
    assert not reserved & {name.lower() for name in mail["headers"]}
    assert not any(each["enable"] for each in mail["tracking_settings"].values())


def test_postmark_gets_the_words_the_headers_and_the_reference() -> None:
    request = sent_by("postmark")
    assert request.line == "POST /email HTTP/1.1"
    mail = request.json
    headers = {each["Name"]: each["Value"] for each in mail.pop("Headers")}
    assert mail == {
        "From": "Kitsune Cloud Status <status@kitsune.example>",
        "ReplyTo": "Kitsune Cloud Support <support@kitsune.example>",
        "To": RIN,
        "Subject": ENGLISH.subject,
        "TextBody": TEXT,
        "HtmlBody": PAGE,
        "Metadata": {"noroshi_ref": REFERENCE},
        "MessageStream": "broadcast",
        "TrackOpens": False,
        "TrackLinks": "None",
    }
    assert headers["Message-ID"] == MESSAGE_ID
    assert headers["X-PM-KeepID"] == "true"
    assert headers["List-Unsubscribe"] == f"<{UNSUBSCRIBE}>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_mailgun_gets_the_bytes_as_they_are() -> None:
    request = sent_by("mailgun")
    assert request.line == "POST /v3/mg.kitsune.example/messages.mime HTTP/1.1"
    user = base64.b64decode(request.headers["authorization"].removeprefix("Basic "))
    assert user.startswith(b"api:key-")
    parts = parts_of(request)
    assert parts.pop("message") == mail_for()
    assert parts == {
        "to": RIN.encode(),
        "v:noroshi_ref": REFERENCE.encode(),
        "o:tracking": b"no",
        "o:tracking-clicks": b"no",
        "o:tracking-opens": b"no",
    }


def test_ses_gets_the_bytes_as_they_are() -> None:
    request = sent_by("ses")
    assert request.line == "POST /v2/email/outbound-emails HTTP/1.1"
    signature = request.headers["authorization"]
    assert signature.startswith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/")
    assert "/eu-central-1/ses/aws4_request" in signature
    mail: dict[str, Any] = request.json
    assert base64.b64decode(mail["Content"]["Raw"]["Data"]) == mail_for()
    assert mail["Destination"] == {"ToAddresses": [RIN]}
    assert mail["EmailTags"] == [{"Name": "noroshi_ref", "Value": "12-7"}]
    assert mail["ConfigurationSetName"] == "noroshi"


HOSTILE = (
    "rin@customer.example\r\nBcc: mallory@evil.example",
    "rin@customer.example, mallory@evil.example",
    "rin@customer.example;mallory@evil.example",
    '"rin@customer.example, mallory"@evil.example',
    '"<mallory@evil.example> rin"@customer.example',
    "Rin <rin@customer.example>",
    "rin@customer.example\x00",
    "rin@customer.example&o:tracking=yes",
    "rin@[127.0.0.1]",
    "",
)


@pytest.mark.parametrize("name", APIS)
@pytest.mark.parametrize("address", HOSTILE)
def test_an_address_can_never_become_a_second_receiver_or_a_second_field(
    name: str, address: str
) -> None:
    result, requests = refusal_of(name, parcel_for(name, "", address=address))
    assert isinstance(result, DeliveryFailed)
    assert (result.kind, result.reason) == (FailureKind.PERMANENT, Reason.BAD_ADDRESS)
    assert requests == 0


@pytest.mark.parametrize("name", APIS)
def test_an_old_japanese_carrier_address_is_carried(name: str) -> None:
    async def scene() -> Request:
        async with fake_api(Answer(body={"ErrorCode": 0})) as api:
            parcel = parcel_for(name, api.base, address="rin..t.@docomo.example")
            await deliver(name, settings_of(name, api.base), api, parcel)
        return api.requests[0]

    assert b"rin..t." in asyncio.run(scene()).body


@pytest.mark.parametrize("name", APIS)
def test_a_reference_that_breaks_its_line_stays_inside_its_value(name: str) -> None:
    hostile = '1.2\r\n\r\n--noroshi"},{"x":"y'
    result, requests = refusal_of(name, parcel_for(name, "")._replace(reference=hostile))
    refused = isinstance(result, DeliveryFailed) and result.kind is FailureKind.PERMANENT
    assert refused or name != "mailgun"
    assert requests == (0 if refused else 1)


@pytest.mark.parametrize("name", ["sendgrid", "postmark"])
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"From: a@b.example\r\n\r\nhello",
        b"\x00\xff",
        mail_for().replace(b"sorry", b"sorr=FF"),
        mail_for().replace(b"text/html", b"text/calendar"),
        mail_for().replace(b"utf-8", b"utf-7"),
    ],
)
def test_what_is_not_our_mail_is_given_up_before_anything_leaves(name: str, content: bytes) -> None:
    result, requests = refusal_of(name, parcel_for(name, "")._replace(content=content))
    assert isinstance(result, DeliveryFailed)
    assert (result.kind, result.reason) == (FailureKind.PERMANENT, Reason.NOT_RENDERED)
    assert requests == 0


@pytest.mark.parametrize("name", ["ses", "sendgrid", "postmark"])
def test_a_name_outside_ascii_is_for_another_provider(name: str) -> None:
    result, requests = refusal_of(name, parcel_for(name, "", address="凛@customer.example"))
    assert isinstance(result, DeliveryFailed)
    assert result.reason is Reason.BAD_ADDRESS
    assert requests == 0
