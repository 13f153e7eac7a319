"""The settings of an SMTP account, described for forms and read into typed values."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from noroshi.delivery.address import mail_address
from noroshi.delivery.contract import DeliveryFailed, Descriptor, Field, Limits
from noroshi.domain.channel import Channel
from noroshi.kernel.errors import Invalid
from noroshi.kernel.secret import Secret

DESCRIPTOR: Final = Descriptor(
    name="smtp",
    channel=Channel.EMAIL,
    title={"en": "Mail relay (SMTP)", "ja": "メールリレー（SMTP）"},
    help={
        "en": "Hands each mail to your own relay or mail service. The relay signs (DKIM) and "
        "delivers; ask its operator how many connections it allows.",
        "ja": "自社のメールリレーまたはメール配信サービスに1通ずつ引き渡します。DKIM署名と配送は"
        "リレー側で行われます。許可される同時接続数はリレーの管理者にご確認ください。",
    },
    fields=(
        Field(name="host", label={"en": "Host", "ja": "ホスト名"}, required=True),
        Field(name="port", label={"en": "Port", "ja": "ポート"}, default="587"),
        Field(
            name="security",
            label={"en": "Encryption", "ja": "暗号化"},
            help={
                "en": "starttls (587), tls (465), or none for a relay on this machine.",
                "ja": "starttls（587番）、tls（465番）、または none（同じマシン上のリレー）。",
            },
            default="starttls",
            choices=("starttls", "tls", "none"),
        ),
        Field(name="username", label={"en": "User name", "ja": "ユーザー名"}),
        Field(name="password", label={"en": "Password", "ja": "パスワード"}, secret=True),
        Field(
            name="sender",
            label={"en": "Envelope sender", "ja": "エンベロープ送信元"},
            help={
                "en": "Bounces come back to this address.",
                "ja": "不達通知はこのアドレスに届きます。",
            },
            required=True,
        ),
        Field(name="connections", label={"en": "Connections", "ja": "同時接続数"}, default="8"),
        Field(
            name="ca_file",
            label={"en": "Certificate authority file", "ja": "認証局証明書ファイル"},
            help={
                "en": "Only when the relay's certificate is signed by an authority of your own.",
                "ja": "リレーの証明書が社内の認証局によるものである場合のみ指定します。",
            },
        ),
    ),
    limits=Limits(largest_parcel=10 * 1024 * 1024),
)


@dataclass(frozen=True, kw_only=True)
class Timeouts:
    """Seconds to wait for each answer (RFC 5321 4.5.3.2). Too short after the final dot makes
    second copies."""

    connect: float = 30
    mail: float = 300
    rcpt: float = 300
    data: float = 120
    final_dot: float = 600


@dataclass(frozen=True, kw_only=True)
class SmtpConfig:
    """A relay and how to talk to it. ``tls`` is None for a connection in the clear."""

    host: str
    port: int
    sender: str
    tls: ssl.SSLContext | None
    starttls: bool
    username: str = ""
    password: Secret = field(default_factory=lambda: Secret(""))
    connections: int = 8
    timeouts: Timeouts = field(default_factory=Timeouts)


def read_config(settings: Mapping[str, str]) -> SmtpConfig:
    """Typed settings.

    Raises:
        Invalid: a value makes no sense; ``field`` names it.
    """
    security = settings["security"]
    if security not in {"starttls", "tls", "none"}:
        raise Invalid("Encryption is one of starttls, tls and none.", field="security")
    if security == "none" and settings["username"]:
        raise Invalid(
            "A password must not travel in the clear.",
            way_out="Choose starttls or tls, or leave the user name empty.",
            field="security",
        )
    return SmtpConfig(
        host=settings["host"],
        port=_number(settings, "port", most=65_535),
        sender=_sender(settings["sender"]),
        tls=None if security == "none" else _tls(settings["ca_file"]),
        starttls=security == "starttls",
        username=settings["username"],
        password=Secret(settings["password"]),
        connections=_number(settings, "connections", most=200),
    )


def _number(settings: Mapping[str, str], name: str, *, most: int) -> int:
    text = settings[name]
    number = int(text) if text.isascii() and text.isdigit() else 0
    if not 1 <= number <= most:
        raise Invalid(f"The value {text!r} is not a number from 1 to {most}.", field=name)
    return number


def _sender(text: str) -> str:
    try:
        address = mail_address(text)
    except DeliveryFailed as refused:
        raise Invalid(f"The envelope sender is wrong: {refused.detail}.", field="sender") from None
    if address.needs_smtputf8:
        raise Invalid("The envelope sender must be plain ASCII.", field="sender")
    return address.text


def _tls(ca_file: str) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=ca_file or None)
    except (OSError, ssl.SSLError):
        raise Invalid("The certificate authority file cannot be read.", field="ca_file") from None
