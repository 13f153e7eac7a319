"""Providers' side of callbacks: keys, certificates and signatures, made on the spot."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15

from noroshi.actions.queries.provider_accounts import sealer
from noroshi.domain.channel import Channel
from noroshi.domain.provider_account import ProviderAccount
from noroshi.intake.receipts.contract import wrong_signature
from noroshi.intake.receipts.ses.sns import signed_text
from noroshi.kernel.secret import Secret
from noroshi.storage import provider_accounts
from tests.cast import World

TOPIC = "arn:aws:sns:eu-central-1:123456789012:receipts"
CERTIFICATE = "https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-1.pem"


def account(world: World, kind: str, channel: Channel = Channel.EMAIL, **settings: str) -> None:
    """An account called like its kind; settings whose names sound secret are sealed."""
    hidden = {n: Secret(v) for n, v in settings.items() if "secret" in n or n == "callback_key"}
    shown = {name: value for name, value in settings.items() if name not in hidden}
    provider_accounts.add(
        ProviderAccount(name=kind, kind=kind, channel=channel, settings=shown),
        sealed=sealer(world.context).seal(hidden),
        at=world.clock.now(),
    )


@lru_cache(maxsize=2)
def rsa_key(name: str = "amazon") -> rsa.RSAPrivateKey:
    """A key of somebody; small, since only its signature matters here."""
    del name
    return rsa.generate_private_key(public_exponent=65_537, key_size=2_048)


def certificate(
    at: datetime, *, key: rsa.RSAPrivateKey | None = None, host: str = "sns.amazonaws.com"
) -> bytes:
    """A certificate that is valid from a day before to a day after ``at``."""
    key = key or rsa_key()
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)])
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(at - timedelta(days=1))
        .not_valid_after(at + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    return built.public_bytes(serialization.Encoding.PEM)


@dataclass
class Web:
    """The web as the check of a call sees it: some files, and what was visited."""

    files: dict[str, bytes] = field(default_factory=dict)
    fetched: list[str] = field(default_factory=list)
    visited: list[str] = field(default_factory=list)

    def fetch(self, url: str) -> bytes:
        """A file, if it is there."""
        self.fetched.append(url)
        if url not in self.files:
            raise wrong_signature()
        return self.files[url]

    def visit(self, url: str) -> None:
        """Note that an address was fetched."""
        self.visited.append(url)


def sns(
    at: datetime,
    event: dict[str, Any] | None = None,
    *,
    version: str = "2",
    key: rsa.RSAPrivateKey | None = None,
    **changed: object,
) -> dict[str, object]:
    """A message of SNS, signed as Amazon does."""
    message: dict[str, object] = {
        "Type": "Notification",
        "MessageId": "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324",
        "TopicArn": TOPIC,
        "Message": json.dumps(event or {}),
        "Timestamp": at.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        "SignatureVersion": version,
        "SigningCertURL": CERTIFICATE,
    } | changed
    digest = hashes.SHA256() if version == "2" else hashes.SHA1()  # noqa: S303
    text = signed_text(message)
    signature = (key or rsa_key()).sign(text, PKCS1v15(), digest)
    return message | {"Signature": base64.b64encode(signature).decode()}


def ses_event(kind: str, reference: str, address: str, **about: object) -> dict[str, Any]:
    """An event of Amazon SES about one mail."""
    recipients = {
        "Delivery": ("delivery", "recipients", [address]),
        "Bounce": ("bounce", "bouncedRecipients", [{"emailAddress": address, **about}]),
        "Complaint": ("complaint", "complainedRecipients", [{"emailAddress": address}]),
    }
    section, listed, who = recipients[kind]
    return {
        "eventType": kind,
        "mail": {"messageId": "0102", "tags": {"noroshi_ref": [reference]}},
        section: {listed: who, "bounceType": "Permanent", "feedbackId": f"f-{address}"},
    }


@lru_cache(maxsize=1)
def sendgrid_key() -> ec.EllipticCurvePrivateKey:
    """SendGrid's key of the account."""
    return ec.generate_private_key(ec.SECP256R1())


def sendgrid_public() -> str:
    """The verification key as SendGrid shows it."""
    public = sendgrid_key().public_key()
    der = public.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return base64.b64encode(der).decode()


def sendgrid_headers(body: bytes, at: datetime) -> dict[str, str]:
    """The headers that SendGrid signs a call with."""
    timestamp = str(int(at.timestamp()))
    signature = sendgrid_key().sign(timestamp.encode() + body, ec.ECDSA(hashes.SHA256()))
    return {
        "X-Twilio-Email-Event-Webhook-Timestamp": timestamp,
        "X-Twilio-Email-Event-Webhook-Signature": base64.b64encode(signature).decode(),
    }


def mailgun(at: datetime, event: dict[str, Any], *, key: str, once: str = "t1") -> bytes:
    """A call of Mailgun."""
    timestamp = str(int(at.timestamp()))
    mac = hmac.new(key.encode(), f"{timestamp}{once}".encode(), hashlib.sha256)
    signed = {"timestamp": timestamp, "token": once, "signature": mac.hexdigest()}
    return json.dumps({"signature": signed, "event-data": event}).encode()
