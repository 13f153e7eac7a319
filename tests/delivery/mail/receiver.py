"""A receiver that verifies DKIM with dkimpy, an implementation that is not ours."""

from __future__ import annotations

import base64
from types import SimpleNamespace

import dkim
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

from noroshi.delivery.mail.dkim import DkimKey, dns_record
from noroshi.kernel.secret import Secret


class VerifyKey:
    """Ed25519 as dkimpy asks PyNaCl for it; the curve alone, the rest of DKIM is dkimpy's own."""

    def __init__(self, key: bytes, encoder: object) -> None:
        self._key = Ed25519PublicKey.from_public_bytes(base64.b64decode(key))

    def verify(self, digest: bytes, signature: bytes) -> None:
        self._key.verify(signature, digest)


if not hasattr(dkim, "nacl"):
    dkim.nacl = SimpleNamespace(
        signing=SimpleNamespace(VerifyKey=VerifyKey),
        encoding=SimpleNamespace(Base64Encoder=None),
        exceptions=SimpleNamespace(BadSignatureError=InvalidSignature),
    )


def pem_of(private: RSAPrivateKey | Ed25519PrivateKey, *, classic: bool = False) -> Secret:
    form = serialization.PrivateFormat.TraditionalOpenSSL
    octets = private.private_bytes(
        serialization.Encoding.PEM,
        form if classic else serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return Secret(octets.decode())


RSA = DkimKey(
    domain="kitsune.example", selector="noroshi1", key=pem_of(generate_private_key(65537, 2048))
)
ED25519 = DkimKey(
    domain="kitsune.example", selector="noroshi2", key=pem_of(Ed25519PrivateKey.generate())
)


def verdicts(copy: bytes, *keys: DkimKey) -> list[bool]:
    """What a receiver says of each signature, from the top, if ``keys`` are published."""
    records = {f"{dns_record(key).name}.": dns_record(key).value for key in keys}

    def look_up(name: bytes, timeout: float = 5) -> bytes:
        return records.get(name.decode(), "").encode()

    mail = dkim.DKIM(copy)
    return [_one(mail, number, look_up) for number in range(len(keys))]


def _one(mail: dkim.DKIM, number: int, look_up: object) -> bool:
    try:
        return bool(mail.verify(idx=number, dnsfunc=look_up))
    except dkim.DKIMException:
        return False
