"""The DNS record that publishes a DKIM key (RFC 6376 3.6, RFC 8463 4), and a look at a found one."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from noroshi.delivery.mail.dkim.keys import Algorithm, DkimKey

_LONGEST_STRING: Final = 255  # octets in one string of a TXT record (RFC 1035 3.3)
_TAG: Final = re.compile(r"\s*([A-Za-z][A-Za-z0-9_]*)\s*=(.*)", re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class DnsRecord:
    """A TXT record to publish."""

    name: str
    value: str

    @property
    def strings(self) -> tuple[str, ...]:
        """The value in the strings of at most 255 characters that a zone file asks for."""
        value = self.value
        return tuple(
            value[at : at + _LONGEST_STRING] for at in range(0, len(value), _LONGEST_STRING)
        )


class Published(StrEnum):
    """What a TXT record found under a key's name says of that key."""

    SAME = "same"
    OTHER_KEY = "other_key"
    REVOKED = "revoked"
    """An empty p=: whoever verifies must fail (RFC 6376 3.6.1)."""
    TESTING = "testing"
    """The right key, but t=y asks receivers to treat its mail as unsigned."""
    NOT_FOR_THIS = "not_for_this"
    """The right key, but h=, k= or s= shuts out SHA-256, the algorithm or mail."""
    NO_KEY = "no_key"
    """Not a DKIM key record."""


def dns_record(key: DkimKey) -> DnsRecord:
    """What to publish so that receivers can verify ``key``'s signatures."""
    kind = "rsa" if key.algorithm is Algorithm.RSA else "ed25519"
    return DnsRecord(
        name=f"{key.selector}._domainkey.{key.domain}",
        value=f"v=DKIM1; k={kind}; p={base64.b64encode(_public(key)).decode()}",
    )


def compare_record(key: DkimKey, found: str) -> Published:
    """Judge one TXT value, its strings joined without anything between. Never raises."""
    tags = _tags(found)
    if "p" not in tags or tags.get("v", "DKIM1") != "DKIM1":
        return Published.NO_KEY
    published = "".join(tags["p"].split())
    if not published:
        return Published.REVOKED
    if not _same_key(key, published):
        return Published.OTHER_KEY
    return _usable(key, tags)


def _usable(key: DkimKey, tags: dict[str, str]) -> Published:
    kind = key.algorithm.partition("-")[0]
    fits = (
        tags.get("k", "rsa") == kind
        and "sha256" in _listed(tags.get("h", "sha256"))
        and {"*", "email"} & _listed(tags.get("s", "*"))
    )
    if not fits:
        return Published.NOT_FOR_THIS
    return Published.TESTING if "y" in _listed(tags.get("t", "")) else Published.SAME


def _listed(value: str) -> set[str]:
    return {each.strip() for each in value.split(":")}


def _tags(text: str) -> dict[str, str]:
    found = (_TAG.fullmatch(part) for part in text.split(";"))
    return {tag[1]: tag[2].strip() for tag in found if tag}


def _same_key(key: DkimKey, published: str) -> bool:
    try:
        octets = base64.b64decode(published, validate=True)
    except (binascii.Error, ValueError):
        return False
    return octets in _publics(key)


def _public(key: DkimKey) -> bytes:
    public = key.private.public_key()
    if key.algorithm is Algorithm.RSA:
        return public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return public.public_bytes(Encoding.Raw, PublicFormat.Raw)


def _publics(key: DkimKey) -> set[bytes]:
    """The forms in which receivers take the key; for RSA some publish the bare PKCS#1 one."""
    if not isinstance(key.private, RSAPrivateKey):
        return {_public(key)}
    bare = key.private.public_key().public_bytes(Encoding.DER, PublicFormat.PKCS1)
    return {_public(key), bare}
