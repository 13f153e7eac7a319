"""The settings of web push, described for forms and read into typed values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from noroshi.delivery.contract import Descriptor, Field, Limits
from noroshi.delivery.http.accounts import connections_field, read_number, wrong
from noroshi.delivery.providers.webpush.encryption import LARGEST_TEXT
from noroshi.domain.channel import Channel
from noroshi.kernel.secret import Secret
from noroshi.net import Allowance
from noroshi.net.vapid import VapidKey

_SUBJECT: Final = re.compile(r"mailto:[^\s@<>\"\\]+@[A-Za-z0-9.-]+|https://[\x21\x23-\x7e]+")
_URGENCIES: Final = ("high", "normal", "low", "very-low")
_MOST_SECONDS: Final = 2_419_200  # four weeks; push services keep nothing longer

DESCRIPTOR: Final = Descriptor(
    name="webpush",
    channel=Channel.PUSH,
    title={"en": "Notices to browsers (web push)", "ja": "ブラウザー通知（Web Push）"},
    help={
        "en": "Sends a notice to each browser whose owner subscribed on the status page, through "
        "the browser maker's push service. The text is encrypted for that browser.",
        "ja": "ステータスページで登録したブラウザーに、各ブラウザーのプッシュサービスを通じて通知を"
        "送信します。本文は宛先のブラウザー向けに暗号化されます。",
    },
    fields=(
        Field(
            name="private_key",
            label={"en": "Private key (VAPID)", "ja": "秘密鍵（VAPID）"},
            help={
                "en": "Made once for an installation. With another key, every browser would have "
                "to subscribe again.",
                "ja": "導入時に一度だけ作成します。変更すると、すべてのブラウザーで再登録が必要に"
                "なります。",
            },
            required=True,
            secret=True,
        ),
        Field(
            name="subject",
            label={"en": "Contact", "ja": "連絡先"},
            help={
                "en": "Where push services reach you if something is wrong: mailto:ops@example.com "
                "or an https address.",
                "ja": "問題が起きたときにプッシュサービスから連絡を受ける宛先です"
                "（mailto:ops@example.com またはhttpsのURL）。",
            },
            required=True,
        ),
        Field(
            name="ttl",
            label={"en": "Keep for (seconds)", "ja": "保持する時間（秒）"},
            help={
                "en": "How long a push service keeps a notice for a browser that is not running.",
                "ja": "ブラウザーが起動していない場合に、プッシュサービスが通知を保持する時間です。",
            },
            default="14400",
        ),
        Field(
            name="urgency",
            label={"en": "Urgency", "ja": "緊急度"},
            help={
                "en": "high wakes a phone that saves power.",
                "ja": "high を選ぶと、省電力中の端末にもすぐに届きます。",
            },
            default="high",
            choices=_URGENCIES,
        ),
        connections_field(16),
    ),
    limits=Limits(largest_parcel=LARGEST_TEXT),
)


@dataclass(frozen=True, kw_only=True)
class PushConfig:
    """How notices leave this installation."""

    key: VapidKey
    subject: str
    ttl_seconds: int
    urgency: str
    allowance: Allowance


def read_config(settings: Mapping[str, str]) -> PushConfig:
    """Typed settings.

    Raises:
        Invalid: a value makes no sense; ``field`` names it.
    """
    if settings["urgency"] not in _URGENCIES:
        raise wrong(
            "urgency",
            en="Urgency is one of high, normal, low and very-low.",
            ja="緊急度は high、normal、low、very-low のいずれかです。",
        )
    return PushConfig(
        key=_key(settings["private_key"]),
        subject=_subject(settings["subject"].strip()),
        ttl_seconds=read_number(settings, "ttl", least=0, most=_MOST_SECONDS),
        urgency=settings["urgency"],
        allowance=Allowance(
            connections=read_number(settings, "connections", most=64),
            connect_seconds=5.0,
            seconds=15.0,
        ),
    )


def _key(text: str) -> VapidKey:
    try:
        return VapidKey.read(Secret(text))
    except ValueError:
        raise wrong(
            "private_key",
            en="This is not a VAPID key: 32 bytes, Base64 in URL form.",
            ja="VAPIDの秘密鍵ではありません（32バイトをURL用Base64で表したものです）。",
        ) from None


def _subject(text: str) -> str:
    if not _SUBJECT.fullmatch(text):
        raise wrong(
            "subject",
            en="Give a contact like mailto:ops@example.com or https://example.com/contact.",
            ja="mailto:ops@example.com または https://example.com/contact のように指定して"
            "ください。",
        )
    return text
