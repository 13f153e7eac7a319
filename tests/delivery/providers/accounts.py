"""An account with every provider that is called by HTTP, and a parcel for each channel."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from noroshi.delivery.address import mail_address
from noroshi.delivery.contract import Parcel
from noroshi.delivery.mail import compile_mail
from noroshi.delivery.registry import PROVIDERS
from noroshi.domain.channel import Channel
from noroshi.kernel.secret import Secret
from noroshi.net.vapid import VapidKey, to_base64url
from tests.delivery.mails import ENGLISH, SENT_AT, UNSUBSCRIBE

CANARY = "canary5f2e9c"
RIN = "rin@customer.example"
MESSAGE_ID = "<msg-148-4-12.7@kitsune.example>"
REFERENCE = "12.7"
WEBHOOK_KEY = "whsec_" + base64.b64encode(CANARY.encode() * 3).decode()
VAPID = VapidKey.generate()
BROWSER = ec.generate_private_key(ec.SECP256R1())
BROWSER_AUTH = bytes(range(16))


def settings_of(name: str, base: str) -> dict[str, str]:
    """Settings with a canary wherever a secret goes."""
    own: Mapping[str, Mapping[str, str]] = {
        "ses": {
            "region": "eu-central-1",
            "access_key_id": "AKIDEXAMPLE",
            "secret_access_key": CANARY,
            "configuration_set": "noroshi",
        },
        "sendgrid": {"api_key": f"SG.{CANARY}"},
        "mailgun": {"api_key": f"key-{CANARY}", "domain": "mg.kitsune.example"},
        "postmark": {"server_token": CANARY},
        "twilio": {
            "account_sid": "AC" + "0" * 32,
            "secret": CANARY,
            "sender": "MG" + "1" * 32,
            "callback_url": "https://status.kitsune.example/callbacks/twilio",
            "callback_key": CANARY,
        },
        "webpush": {
            "private_key": VAPID.private.reveal(),
            "subject": "mailto:ops@kitsune.example",
        },
        "webhook": {},
    }
    takes_base = any(each.name == "base_url" for each in PROVIDERS[name].descriptor.fields)
    return {**own[name], **({"base_url": base} if takes_base else {})}


@lru_cache
def mail_for(address: str = RIN) -> bytes:
    """Rin's copy of the sample update."""
    return compile_mail(ENGLISH, date=SENT_AT).copy_for(
        mail_address(address), message_id=MESSAGE_ID, unsubscribe_url=UNSUBSCRIBE
    )


def subscription(endpoint: str) -> str:
    """What Rin's browser gave."""
    point = BROWSER.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    keys = {"p256dh": to_base64url(point), "auth": to_base64url(BROWSER_AUTH)}
    return json.dumps({"endpoint": endpoint, "expirationTime": None, "keys": keys})


NOTICE = json.dumps(
    {
        "title": "カード決済：多くは復旧",
        "body": "We are sorry that some card payments still fail.",
        "url": "https://eu.kitsune-status.example/incidents/148",
        "tag": "incident-148",
    },
    ensure_ascii=False,
).encode()


def parcel_for(name: str, base: str, *, address: str | None = None) -> Parcel:
    """Rin's copy on the channel of the provider."""
    channel = PROVIDERS[name].descriptor.channel
    if channel == Channel.EMAIL:
        return _parcel(_given(address, RIN), mail_for())
    if channel == Channel.SMS:
        return _parcel(
            _given(address, "+819012345678"), "カード決済の多くは復旧しました。".encode()
        )
    if channel == Channel.PUSH:
        return _parcel(_given(address, subscription(f"{base}/push/{CANARY}")), NOTICE)
    endpoint = _given(address, f"{base}/in/{CANARY}")
    return _parcel(endpoint, b'{"page":{}}', secret=Secret(WEBHOOK_KEY))


def _given(address: str | None, otherwise: str) -> str:
    return otherwise if address is None else address


def _parcel(address: str, content: bytes, secret: Secret | None = None) -> Parcel:
    return Parcel(
        recipient_id=7,
        address=address,
        language="en",
        message_id=MESSAGE_ID if secret is None else "msg_148-4-12-7",
        content=content,
        secret=secret,
        return_path="bounces+12.7@kitsune.example",
        reference=REFERENCE,
    )
