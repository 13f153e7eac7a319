"""The settings of a Twilio account, described for forms and read into typed values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from noroshi.delivery.contract import Descriptor, Field, Limits
from noroshi.delivery.http.accounts import (
    base_url_field,
    connections_field,
    read_base_url,
    read_token,
    wrong,
)
from noroshi.domain.channel import Channel
from noroshi.kernel.secret import Secret

_ACCOUNT: Final = re.compile(r"AC[0-9a-fA-F]{32}")
_API_KEY: Final = re.compile(r"(SK[0-9a-fA-F]{32})?")
_SERVICE: Final = re.compile(r"MG[0-9a-fA-F]{32}")
_NUMBER: Final = re.compile(r"\+[1-9][0-9]{6,14}|[0-9]{3,6}")
_NAME: Final = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11}")

DESCRIPTOR: Final = Descriptor(
    name="twilio",
    channel=Channel.SMS,
    title={"en": "Twilio (SMS)", "ja": "Twilio（SMS）"},
    help={
        "en": "Sends each text as an SMS. Subscribers' numbers are in international form with a "
        "plus sign (E.164), such as +819012345678.",
        "ja": "お知らせをSMSで送信します。登録者の電話番号は、+819012345678 のような国際形式"
        "（E.164）で登録してください。",
    },
    fields=(
        Field(
            name="account_sid",
            label={"en": "Account SID", "ja": "アカウントSID"},
            help={"en": "Begins with AC.", "ja": "ACで始まります。"},
            required=True,
        ),
        Field(
            name="api_key_sid",
            label={"en": "API key SID", "ja": "APIキーSID"},
            help={
                "en": "Begins with SK. Empty: the secret below is the account's auth token.",
                "ja": "SKで始まります。空欄の場合、下の値はアカウントの認証トークンとみなします。",
            },
        ),
        Field(
            name="secret",
            label={"en": "API key secret or auth token", "ja": "APIキーの秘密鍵または認証トークン"},
            required=True,
            secret=True,
        ),
        Field(
            name="sender",
            label={"en": "Sender", "ja": "送信元"},
            help={
                "en": "A messaging service (MG…), a number like +815012345678, or a name of up to "
                "11 letters where the receiver's country allows names.",
                "ja": "メッセージングサービス（MG…）、+815012345678 のような番号、または英数字11"
                "文字以内の名前（名前を使える国のみ）を指定します。",
            },
            required=True,
        ),
        Field(
            name="callback_url",
            label={"en": "Address for receipts", "ja": "配信状況の通知先URL"},
            help={
                "en": "Our own public address to which Twilio reports what became of each SMS. "
                "Empty: no reports.",
                "ja": "SMSの配信状況をTwilioから受け取る、当システムの公開URLです。空欄の場合、"
                "通知は受け取りません。",
            },
        ),
        Field(
            name="callback_key",
            label={"en": "Key for receipts", "ja": "配信状況の検証キー"},
            help={
                "en": "Any long random text; it signs the address for receipts of each SMS.",
                "ja": "長いランダムな文字列です。SMSごとの通知先URLの署名に使います。",
            },
            secret=True,
        ),
        base_url_field(
            "https://api.twilio.com",
            en="For Ireland: https://api.dublin.ie1.twilio.com.",
            ja="アイルランドのリージョンでは https://api.dublin.ie1.twilio.com を指定します。",
        ),
        Field(
            name="callback_secret",
            label={"en": "Auth token for receipts", "ja": "配信状況の認証トークン"},
            help={
                "en": "The account auth token; needed only beside an API key.",
                "ja": "Twilioの認証トークンです。APIキーを使う場合のみ必要です。",
            },
            secret=True,
        ),
        connections_field(8),
    ),
    limits=Limits(largest_parcel=6_400),
)


@dataclass(frozen=True, kw_only=True)
class TwilioConfig:
    """An account and how its messages leave. ``sender`` is the form field that names it."""

    url: str
    user: str
    secret: Secret
    sender: Mapping[str, str]
    callback_url: str
    callback_key: Secret


def read_config(settings: Mapping[str, str]) -> TwilioConfig:
    """Typed settings.

    Raises:
        Invalid: a value makes no sense; ``field`` names it.
    """
    account = _matching(settings, "account_sid", _ACCOUNT)
    key_sid = _matching(settings, "api_key_sid", _API_KEY)
    callback = read_base_url(settings, "callback_url") if settings["callback_url"] else ""
    if callback and not settings["callback_key"]:
        raise wrong(
            "callback_key",
            en="An address for receipts needs a key for receipts.",
            ja="配信状況の通知先URLを使う場合は、検証キーも指定してください。",
        )
    return TwilioConfig(
        url=f"{read_base_url(settings)}/2010-04-01/Accounts/{account}/Messages.json",
        user=key_sid or account,
        secret=read_token(settings, "secret"),
        sender=_sender(settings["sender"].strip()),
        callback_url=callback,
        callback_key=Secret(settings["callback_key"]),
    )


def _matching(settings: Mapping[str, str], name: str, pattern: re.Pattern[str]) -> str:
    text = settings[name].strip()
    if not pattern.fullmatch(text):
        raise wrong(
            name,
            en="This is not an SID: two capital letters and 32 digits or letters from a to f.",
            ja="SIDの形式ではありません（大文字2文字と、0〜9またはa〜fの32文字です）。",
        )
    return text


def _sender(text: str) -> Mapping[str, str]:
    if _SERVICE.fullmatch(text):
        return {"MessagingServiceSid": text}
    if _NUMBER.fullmatch(text) or _NAME.fullmatch(text):
        return {"From": text}
    raise wrong(
        "sender",
        en="This is neither a messaging service, nor a number like +815012345678, nor a name of "
        "up to 11 letters and digits.",
        ja="メッセージングサービス、+815012345678 のような番号、英数字11文字以内の名前の"
        "いずれでもありません。",
    )
