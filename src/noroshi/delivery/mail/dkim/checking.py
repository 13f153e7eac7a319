"""Verifies finished bytes as a receiver would, so that no wrong signature ever leaves the house.

Written apart from the signing: it knows no templates and reads everything from the mail.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.hashes import SHA256

from noroshi.delivery.mail.dkim.canonical import (
    fields_of,
    relaxed_body,
    relaxed_field,
    relaxed_value,
)
from noroshi.delivery.mail.dkim.keys import DkimKey

_VALUE: Final = re.compile(rb"(\bb=)[^;]*\Z")  # b= is the last tag that the signing writes


def signature_verifies(copy: bytes, key: DkimKey) -> bool:
    """Whether ``copy`` carries a signature of ``key`` that holds for its headers and its body."""
    head, _, body = copy.partition(b"\r\n\r\n")
    fields = fields_of(head)
    return any(
        name.lower() == b"dkim-signature" and _holds(value, fields, body, key)
        for name, value in fields
    )


def _holds(value: bytes, fields: list[tuple[bytes, bytes]], body: bytes, key: DkimKey) -> bool:
    tags = _tags(value)
    wanted = [str(key.algorithm), key.domain, key.selector]
    if [tags.get(name, "") for name in ("a", "d", "s")] != wanted:
        return False
    digest = base64.b64encode(hashlib.sha256(relaxed_body(body)).digest()).decode()
    if tags.get("bh") != digest:
        return False
    hashed = hashlib.sha256(_signed(fields, tags.get("h", "")))
    hashed.update(b"dkim-signature:" + _VALUE.sub(rb"\1", relaxed_value(value)))
    return _verifies(key, tags.get("b", ""), hashed.digest())


def _tags(value: bytes) -> dict[str, str]:
    parts = (part.partition("=") for part in value.decode("ascii", "replace").split(";"))
    return {name.strip(): "".join(text.split()) for name, _, text in parts}


def _signed(fields: list[tuple[bytes, bytes]], listed: str) -> bytes:
    """The listed fields, each name taken from the bottom up (RFC 6376 5.4.2)."""
    left = list(fields)
    found = []
    for name in listed.lower().encode().split(b":"):
        at = max((i for i, each in enumerate(left) if each[0].lower() == name), default=None)
        if at is not None:
            found.append(relaxed_field(*left.pop(at)))
    return b"".join(found)


def _verifies(key: DkimKey, signature: str, digest: bytes) -> bool:
    public = key.private.public_key()
    try:
        octets = base64.b64decode(signature, validate=True)
        if isinstance(public, Ed25519PublicKey):
            public.verify(octets, digest)
        else:
            public.verify(octets, digest, PKCS1v15(), Prehashed(SHA256()))
    except (InvalidSignature, binascii.Error, ValueError):
        return False
    return True
