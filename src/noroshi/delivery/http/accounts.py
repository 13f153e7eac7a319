"""Settings that the accounts of several providers share, and how they are read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from noroshi.delivery.contract import Field
from noroshi.kernel.errors import Invalid
from noroshi.kernel.secret import Secret
from noroshi.net import Allowance

REFERENCE: Final = "noroshi_ref"
"""The name under which a provider keeps a parcel's reference and brings it back in receipts."""

_TOKEN: Final = re.compile(r"[\x21-\x7e]+")
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_API_SECONDS: Final = 30.0
"""For an account's own provider. Giving up early makes copies of which nobody can say whether
they were taken."""


def connections_field(default: int, *, most: int = 64) -> Field:
    """How many connections the account may use."""
    return Field(
        name="connections",
        label={"en": "Connections", "ja": "同時接続数"},
        help={
            "en": f"How many requests may be under way at once, 1 to {most}.",
            "ja": f"同時に実行するリクエストの数です（1〜{most}）。",
        },
        default=str(default),
    )


def base_url_field(default: str, *, en: str, ja: str) -> Field:
    """Where the provider's API is; ``en`` and ``ja`` say when to change it."""
    return Field(
        name="base_url",
        label={"en": "Address of the API", "ja": "APIのURL"},
        help={"en": en, "ja": ja},
        default=default,
    )


def read_allowance(settings: Mapping[str, str], *, most: int = 64) -> Allowance:
    """Connections as set; time-outs for a provider's API."""
    count = read_number(settings, "connections", most=most)
    return Allowance(connections=count, connect_seconds=10.0, seconds=_API_SECONDS, by_host=False)


def read_number(settings: Mapping[str, str], name: str, *, least: int = 1, most: int) -> int:
    """A whole number.

    Raises:
        Invalid: it is none, or out of range.
    """
    text = settings[name]
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
    if not least <= number <= most:
        raise wrong(
            name,
            en=f"This is not a whole number from {least} to {most}.",
            ja=f"{least}から{most}までの整数を指定してください。",
        )
    return number


def read_base_url(settings: Mapping[str, str], name: str = "base_url") -> str:
    """An address with scheme and host, without a slash at its end.

    Raises:
        Invalid: it is no such address.
    """
    text = settings[name].strip().rstrip("/")
    if not _is_base(text):
        raise wrong(
            name,
            en="This is not the address of an API. Give it like https://api.example.com.",
            ja="APIのURLではありません。https://api.example.com のように指定してください。",
        )
    return text


def _is_base(text: str) -> bool:
    try:
        parts = urlsplit(text)
        whole = parts.scheme in {"https", "http"} and bool(parts.hostname)
    except ValueError:
        return False
    extras = parts.username or parts.query or parts.fragment
    return whole and not extras and bool(_TOKEN.fullmatch(text))


def read_token(settings: Mapping[str, str], name: str) -> Secret:
    """A key or token as it may stand in a header.

    Raises:
        Invalid: it has spaces, line breaks or letters that no key has.
    """
    text = settings[name].strip()
    if text and not _TOKEN.fullmatch(text):
        raise wrong(
            name,
            en="A key has no spaces, line breaks or letters outside ASCII.",
            ja="キーに空白、改行、全角文字は使えません。",
        )
    return Secret(text)


def read_name(settings: Mapping[str, str], name: str) -> str:
    """An identifier of the provider: a domain, a region, the name of a stream.

    Raises:
        Invalid: it has other signs than letters, digits, dots, hyphens and underscores.
    """
    text = settings[name].strip()
    if text and not _NAME.fullmatch(text):
        raise wrong(
            name,
            en="Only letters, digits, dots, hyphens and underscores are possible here.",
            ja="半角の英数字、ピリオド、ハイフン、アンダースコアのみ使えます。",
        )
    return text


def wrong(field: str, *, en: str, ja: str) -> Invalid:
    """A setting that makes no sense, in both languages. Never put a secret into the words."""
    return Invalid({"en": en, "ja": ja}, field=field)
