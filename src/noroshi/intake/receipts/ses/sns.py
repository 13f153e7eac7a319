"""Messages of Amazon SNS: who signed them (signature versions 1 and 2).

The certificate is fetched from the address in the message, so that address is judged first: https,
a host of SNS from end to end, nothing else (AWS, "Verifying the signatures of Amazon SNS messages").
"""

from __future__ import annotations

import base64
import binascii
import itertools
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA1, SHA256, HashAlgorithm

from noroshi.intake.receipts.contract import (
    Call,
    Fetch,
    Receiver,
    moment,
    needed,
    wrong_signature,
)

BELIEVED_FOR: Final = timedelta(hours=1)
_HOST: Final = re.compile(r"sns\.[a-z0-9-]{1,40}\.amazonaws\.com(?:\.cn)?")
_NAME: Final = re.compile(r"sns(?:\.[a-z0-9-]{1,40})?\.amazonaws\.com(?:\.cn)?")
_NOTIFICATION: Final = ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type")
_SUBSCRIPTION: Final = (
    "Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type",
)  # fmt: skip
_SIGNED: Final[Mapping[str, tuple[str, ...]]] = {
    "Notification": _NOTIFICATION,
    "SubscriptionConfirmation": _SUBSCRIPTION,
    "UnsubscribeConfirmation": _SUBSCRIPTION,
}


def check(message: Mapping[str, Any], call: Call, receiver: Receiver, fetch: Fetch) -> None:
    """Make sure that SNS sent this, for our topic, within the last hour.

    Raises:
        NotTheirs: any of it is not so.
    """
    if message.get("TopicArn") != needed(receiver, "topic_arn"):
        raise wrong_signature()
    if not _is_fresh(message.get("Timestamp"), call.at):
        raise wrong_signature()
    digest = _digest(message.get("SignatureVersion"), receiver)
    url = message.get("SigningCertURL")
    if not isinstance(url, str) or not is_of_sns(url, ending=".pem"):
        raise wrong_signature()
    _verify(_key(fetch(url), at=call.at), message, digest)


def confirmation(message: Mapping[str, Any]) -> str:
    """The address that completes a subscription to our topic.

    Raises:
        NotTheirs: it leads somewhere else.
    """
    url = message.get("SubscribeURL")
    if not isinstance(url, str) or not is_of_sns(url):
        raise wrong_signature()
    query = parse_qs(urlsplit(url).query)
    wanted = {"Action": ["ConfirmSubscription"], "TopicArn": [message["TopicArn"]]}
    if any(query.get(name) != value for name, value in wanted.items()):
        raise wrong_signature()
    return url


def is_of_sns(url: str, *, ending: str = "") -> bool:
    """Whether an address is one of SNS itself, at its usual port, without a name and password."""
    if len(url) > 1_000 or not url.isascii() or not url.isprintable() or "\\" in url:
        return False
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    plain = parts.netloc.lower() == host and port is None
    is_file = not ending or (parts.path.endswith(ending) and "?" not in url)
    known = bool(_HOST.fullmatch(host))
    return parts.scheme == "https" and plain and known and is_file and "#" not in url


def _is_fresh(timestamp: object, now: datetime) -> bool:
    told = moment(timestamp, otherwise=datetime.max.replace(tzinfo=now.tzinfo))
    return abs(now - told) <= BELIEVED_FOR


def _digest(version: object, receiver: Receiver) -> HashAlgorithm:
    if version == "2":
        return SHA256()
    if version == "1" and receiver.settings.get("sns_signature_1") == "yes":
        return SHA1()  # noqa: S303 - the default of topics; taken only when asked for
    raise wrong_signature()


def _key(pem: bytes, *, at: datetime) -> RSAPublicKey:
    try:
        chain = x509.load_pem_x509_certificates(pem[:50_000])
        for below, above in itertools.pairwise(chain):
            below.verify_directly_issued_by(above)
        key = chain[0].public_key()
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        raise wrong_signature() from None
    in_time = all(one.not_valid_before_utc <= at <= one.not_valid_after_utc for one in chain)
    if not in_time or not _is_for_sns(chain[0]) or not isinstance(key, RSAPublicKey):
        raise wrong_signature()
    return key


def _is_for_sns(certificate: x509.Certificate) -> bool:
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
        found = names.value.get_values_for_type(x509.DNSName)
    except (x509.ExtensionNotFound, ValueError):
        found = [
            str(name.value)
            for name in certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
        ]
    return any(_NAME.fullmatch(name) for name in found)


def _verify(key: RSAPublicKey, message: Mapping[str, Any], digest: HashAlgorithm) -> None:
    try:
        signature = base64.b64decode(str(message.get("Signature", "")), validate=True)
        key.verify(signature, signed_text(message), PKCS1v15(), digest)
    except (binascii.Error, ValueError, InvalidSignature):
        raise wrong_signature() from None


def signed_text(message: Mapping[str, Any]) -> bytes:
    """The bytes that SNS signs of a message: names and values, each on a line of its own.

    Raises:
        NotTheirs: a message of a kind that SNS does not have, or without a part of it.
    """
    names = _SIGNED.get(str(message.get("Type")))
    if names is None:
        raise wrong_signature()
    lines: list[str] = []
    for name in names:
        value = message.get(name)
        if value is None and name == "Subject":
            continue
        if not isinstance(value, str):
            raise wrong_signature()
        lines += [name, value]
    return ("\n".join(lines) + "\n").encode("utf-8", "surrogatepass")
