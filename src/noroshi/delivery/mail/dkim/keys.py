"""A key that signs mail: read from PEM, refused with the reason where it cannot serve."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from noroshi.kernel.errors import Invalid, Said
from noroshi.kernel.secret import Secret

_SHORTEST: Final = 1024  # RFC 8301 3.2: verifiers must not accept less
_RECOMMENDED: Final = 2048
_LABEL: Final = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_DOMAIN: Final = re.compile(rf"(?=.{{1,200}}\Z){_LABEL}(?:\.{_LABEL})+")
_SELECTOR: Final = re.compile(rf"(?=.{{1,63}}\Z){_LABEL}(?:\.{_LABEL})*")

_NO_DOMAIN: Final = {
    "en": "The DKIM domain is not a domain name.",
    "ja": "DKIMのドメイン名の形式が正しくありません。",
}
_LIKE_A_DOMAIN: Final = {
    "en": "Write the sender's domain, for example example.com.",
    "ja": "送信元のドメイン名を入力してください（例：example.com）。",
}
_NO_SELECTOR: Final = {
    "en": "The DKIM selector may have letters, digits, hyphens and dots only.",
    "ja": "DKIMのセレクターに使えるのは、英数字、ハイフン、ピリオドのみです。",
}
_LIKE_A_SELECTOR: Final = {
    "en": "Write the name under which the public key is published, for example noroshi1.",
    "ja": "公開鍵を登録したセレクター名を入力してください（例：noroshi1）。",
}
_ENCRYPTED: Final = {
    "en": "The DKIM key is protected by a passphrase.",
    "ja": "DKIMの鍵にパスフレーズが設定されています。",
}
_DECRYPT: Final = {
    "en": "Remove the passphrase with: openssl pkey -in dkim.pem -out open.pem",
    "ja": "次のコマンドで解除してください：openssl pkey -in dkim.pem -out open.pem",
}
_PUBLIC: Final = {
    "en": "This is the public half of a DKIM key; signing needs the private one.",
    "ja": "これはDKIMの公開鍵です。署名には秘密鍵が必要です。",
}
_UNREADABLE: Final = {
    "en": "The DKIM key is not a private key in PEM form.",
    "ja": "DKIMの鍵がPEM形式の秘密鍵ではありません。",
}
_WRONG_KIND: Final = {
    "en": "The DKIM key is neither RSA nor Ed25519.",
    "ja": "DKIMの鍵はRSAまたはEd25519である必要があります。",
}
_TOO_SHORT: Final = {
    "en": "The DKIM key has fewer than 1024 bits; receivers do not accept it.",
    "ja": "DKIMの鍵が1024ビット未満のため、受信側で受け付けられません。",
}
_MAKE_ONE: Final = {
    "en": "Make one with: openssl genrsa -out dkim.pem 2048",
    "ja": "次のコマンドで作成してください：openssl genrsa -out dkim.pem 2048",
}
_SHORT: Final = {
    "en": "The DKIM key has fewer than 2048 bits. Receivers still accept it; plan a longer one.",
    "ja": "DKIMの鍵が2048ビット未満です。まだ受け付けられますが、長い鍵への交換をご検討ください。",
}


class Algorithm(StrEnum):
    """How a signature is made; the value is what its a= tag says."""

    RSA = "rsa-sha256"
    ED25519 = "ed25519-sha256"


@dataclass(frozen=True, kw_only=True)
class DkimKey:
    """A private key and where its public half is published: ``selector._domainkey.domain``.

    Raises:
        Invalid: ``field`` (domain, selector or key) cannot serve, and why.
    """

    domain: str
    selector: str
    key: Secret
    private: RSAPrivateKey | Ed25519PrivateKey = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not _DOMAIN.fullmatch(self.domain):
            raise _refused("domain", _NO_DOMAIN, _LIKE_A_DOMAIN)
        if not _SELECTOR.fullmatch(self.selector):
            raise _refused("selector", _NO_SELECTOR, _LIKE_A_SELECTOR)
        object.__setattr__(self, "domain", self.domain.lower())
        object.__setattr__(self, "private", _private(self.key))

    @property
    def algorithm(self) -> Algorithm:
        """Told from the key itself."""
        return Algorithm.RSA if isinstance(self.private, RSAPrivateKey) else Algorithm.ED25519

    @property
    def remark(self) -> Mapping[str, str] | None:
        """What an operator should know about a key that works, in each language."""
        if isinstance(self.private, RSAPrivateKey) and self.private.key_size < _RECOMMENDED:
            return _SHORT
        return None


def check_alignment(key: DkimKey, sender: str) -> None:
    """Refuse a key whose domain is not the sender's, or above or below it (DMARC, RFC 7489 3.1.1).

    Receivers would verify such a signature and still not count it for the sender.

    Raises:
        Invalid: naming both domains.
    """
    domain = sender.rpartition("@")[2].lower()
    if key.domain != domain and not (
        domain.endswith(f".{key.domain}") or key.domain.endswith(f".{domain}")
    ):
        raise _not_aligned(key.domain, domain)


def _not_aligned(ours: str, senders: str) -> Invalid:
    return _refused(
        "domain",
        {
            "en": f"The DKIM key is for {ours}, but mail is sent from {senders}.",
            "ja": f"DKIMの鍵は{ours}用ですが、送信元は{senders}です。",
        },
        {
            "en": f"Use a key for {senders}, or send from an address at {ours}.",
            "ja": f"{senders}用の鍵を使うか、{ours}のアドレスから送信してください。",
        },
    )


def _private(key: Secret) -> RSAPrivateKey | Ed25519PrivateKey:
    # Environment variables often carry a PEM with its line breaks written out.
    pem = key.reveal().strip().replace("\\n", "\n")
    try:
        private = load_pem_private_key(pem.encode(), password=None)
    except TypeError:
        raise _refused("key", _ENCRYPTED, _DECRYPT) from None
    except (ValueError, UnsupportedAlgorithm):
        public = "PUBLIC KEY-----" in pem
        raise _refused("key", _PUBLIC if public else _UNREADABLE, _MAKE_ONE) from None
    if isinstance(private, RSAPrivateKey) and private.key_size >= _SHORTEST:
        return private
    if isinstance(private, Ed25519PrivateKey):
        return private
    short = isinstance(private, RSAPrivateKey)
    raise _refused("key", _TOO_SHORT if short else _WRONG_KIND, _MAKE_ONE)


def _refused(where: str, why: Said, way_out: Said) -> Invalid:
    return Invalid(why, way_out=way_out, field=where)
