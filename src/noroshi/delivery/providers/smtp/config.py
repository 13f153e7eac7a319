"""The settings of an SMTP account, described for forms and read into typed values."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from noroshi.delivery.address import mail_address
from noroshi.delivery.contract import DeliveryFailed, Descriptor, Field, Limits, with_defaults
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
        Field(
            name="auth",
            label={"en": "Login method", "ja": "認証方式"},
            help={
                "en": "auto takes the best one that the relay offers. For xoauth2 the password is "
                "the access token.",
                "ja": "auto では、リレーが対応する方式から自動で選びます。xoauth2 の場合は、"
                "パスワードにアクセストークンを指定します。",
            },
            default="auto",
            choices=("auto", "plain", "login", "xoauth2"),
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
            name="dsn",
            label={"en": "Delivery status notices", "ja": "配送状況通知（DSN）"},
            help={
                "en": "failure asks for a notice when a mail cannot be delivered, if the relay "
                "supports that; never leaves it to the relay.",
                "ja": "failure では、リレーが対応していれば、不達時に通知を返すよう求めます。"
                "never では指定せず、リレーの設定に従います。",
            },
            default="failure",
            choices=("failure", "never"),
        ),
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
    """Seconds. Those for answers are RFC 5321's (4.5.3.2); too short after the final dot makes
    second copies."""

    connect: float = 30
    """Until the connection is there, and again until it is encrypted."""
    greeting: float = 300
    """For each answer before the first mail."""
    mail: float = 300
    rcpt: float = 300
    data: float = 120
    block: float = 180
    """Without any progress in writing."""
    final_dot: float = 600
    quit: float = 5
    idle: float = 30
    """So long an unused connection is kept."""
    resend: float = 0.5
    """So long after a relay closed a connection may a mail that had to wait for the next one still
    start; later the permission to send is asked for again (R16)."""
    first_pause: float = 0.5
    """Before the next try to connect; doubled after each failure."""
    longest_pause: float = 30
    tick: float = 1
    """How often the others are looked at."""


@dataclass(frozen=True, kw_only=True)
class SmtpConfig:
    """A relay and how to talk to it. ``tls`` is None for a connection in the clear."""

    host: str
    port: int
    sender: str
    tls: ssl.SSLContext | None
    starttls: bool
    auth: str = "auto"
    username: str = ""
    password: Secret = field(default_factory=lambda: Secret(""))
    connections: int = 8
    dsn: bool = True
    timeouts: Timeouts = field(default_factory=Timeouts)

    @property
    def own_name(self) -> str:
        """How we introduce ourselves. The machine's own name may need a slow or missing resolver,
        and nobody needs it."""
        return self.sender.rpartition("@")[2]


def read_config(settings: Mapping[str, str]) -> SmtpConfig:
    """Typed settings; what is not given has its default.

    Raises:
        Invalid: a value makes no sense; ``field`` names it.
    """
    settings = with_defaults(DESCRIPTOR, settings)
    security = _choice(settings, "security")
    if security == "none" and settings["username"]:
        raise Invalid(
            {
                "en": "A password must not travel in the clear.",
                "ja": "パスワードを暗号化せずに送ることはできません。",
            },
            way_out={
                "en": "Choose starttls or tls, or leave the user name empty.",
                "ja": "starttls または tls を選ぶか、ユーザー名を空にしてください。",
            },
            field="security",
        )
    return SmtpConfig(
        host=settings["host"],
        port=_number(settings, "port", most=65_535),
        sender=_sender(settings["sender"]),
        tls=None if security == "none" else _tls(settings["ca_file"]),
        starttls=security == "starttls",
        auth=_choice(settings, "auth"),
        username=settings["username"],
        password=Secret(settings["password"]),
        connections=_number(settings, "connections", most=200),
        dsn=_choice(settings, "dsn") == "failure",
    )


def _choice(settings: Mapping[str, str], name: str) -> str:
    (known,) = (each for each in DESCRIPTOR.fields if each.name == name)
    value = settings[name]
    if value not in known.choices:
        choices = ", ".join(known.choices)
        raise Invalid(
            {
                "en": f"{known.label['en']} is one of: {choices}.",
                "ja": f"「{known.label['ja']}」は次のいずれかです：{choices}",
            },
            field=name,
        )
    return value


def _number(settings: Mapping[str, str], name: str, *, most: int) -> int:
    text = settings[name]
    number = int(text) if text.isascii() and text.isdigit() else 0
    if not 1 <= number <= most:
        raise Invalid(
            {
                "en": f"The value {text!r} is not a number from 1 to {most}.",
                "ja": f"値 {text!r} は 1～{most} の数値ではありません。",
            },
            field=name,
        )
    return number


def _sender(text: str) -> str:
    try:
        address = mail_address(text)
    except DeliveryFailed as refused:
        raise Invalid(
            {
                "en": f"The envelope sender is wrong: {refused.detail}.",
                "ja": "エンベロープ送信元のアドレスが正しくありません。",
            },
            field="sender",
        ) from None
    if address.needs_smtputf8:
        raise Invalid(
            {
                "en": "The envelope sender must be plain ASCII.",
                "ja": "エンベロープ送信元にはASCII文字だけを使ってください。",
            },
            field="sender",
        )
    return address.text


def _tls(ca_file: str) -> ssl.SSLContext:
    try:
        context = ssl.create_default_context(cafile=ca_file or None)
    except (OSError, ssl.SSLError):
        raise Invalid(
            {
                "en": "The certificate authority file cannot be read.",
                "ja": "認証局証明書ファイルを読み取れません。",
            },
            field="ca_file",
        ) from None
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
