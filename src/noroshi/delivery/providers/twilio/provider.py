"""SMS through Twilio: one form per message."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Final

import phonenumbers

from noroshi.delivery.contract import (
    DeliveryFailed,
    Parcel,
    Provider,
    ProviderType,
    Receipt,
    Tools,
)
from noroshi.delivery.http.accounts import read_allowance
from noroshi.delivery.http.answers import general_failure, json_of, retry_after, words
from noroshi.delivery.http.calls import Ask, bad_address, not_possible
from noroshi.delivery.http.session import HttpProvider
from noroshi.delivery.providers.twilio.codes import MEANINGS
from noroshi.delivery.providers.twilio.config import DESCRIPTOR, TwilioConfig, read_config
from noroshi.net import Reply, basic_auth, form_body
from noroshi.net.callbacks import callback_url

_LONGEST_TEXT: Final = 1_600  # characters; Twilio refuses more (21617)
_E164: Final = re.compile(r"\+[1-9][0-9]{6,14}")


class TwilioDesk:
    """One Twilio account and sender."""

    typed_by_receiver = False

    def __init__(self, config: TwilioConfig) -> None:
        self._config = config

    async def ask(self, parcel: Parcel, now: datetime) -> Ask:
        """The approved text to one number."""
        del now
        fields = {
            "To": phone_number(parcel.address),
            "Body": _text(parcel.content),
            **self._config.sender,
        }
        if self._config.callback_url:
            fields["StatusCallback"] = callback_url(
                self._config.callback_url, parcel.reference, key=self._config.callback_key
            )
        headers = {"authorization": basic_auth(self._config.user, self._config.secret)}
        return Ask(url=self._config.url, body=form_body(fields), headers=headers)

    def judge(self, reply: Reply, now: datetime) -> Receipt:
        """201 is taken; the codes of ``codes.py`` say what a refusal means."""
        answer = json_of(reply)
        if 200 <= reply.status < 300:
            return Receipt(code=str(reply.status), detail=words(answer.get("sid", "")))
        says = f"Twilio answered {reply.status} ({answer.get('code')}): "
        says += words(answer.get("message", ""))
        raise _failure(reply, answer.get("code"), now, says=says)


def _failure(reply: Reply, code: object, now: datetime, *, says: str) -> DeliveryFailed:
    meaning = MEANINGS.get(code) if isinstance(code, int) else None
    if meaning is None:
        return general_failure(reply, now, says)
    wait = retry_after(reply.headers.get("retry-after", ""), now)
    return DeliveryFailed(
        meaning.kind, says, code=str(code), retry_after=wait, reason=meaning.reason
    )


def phone_number(text: str) -> str:
    """A number in E.164.

    Only its form and length are judged: the networks open new ranges before any list knows them.

    Raises:
        DeliveryFailed: permanent; it is no such number.
    """
    number = text.strip()
    if not _E164.fullmatch(number) or not text.isascii():
        raise bad_address("the number is not in international form, such as +819012345678")
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        raise bad_address("the number's country code does not exist") from None
    if not phonenumbers.is_possible_number(parsed):
        raise bad_address("the number is too short or too long for its country")
    return number


def _text(content: bytes) -> str:
    try:
        text = content.decode()
    except UnicodeDecodeError:
        raise not_possible("the text is not UTF-8") from None
    if not text.strip() or len(text) > _LONGEST_TEXT:
        raise not_possible(f"the text is empty or longer than {_LONGEST_TEXT:,} characters")
    return text


def _build(settings: Mapping[str, str], tools: Tools) -> Provider:
    desk = TwilioDesk(read_config(settings))
    return HttpProvider(desk, tools, read_allowance(settings))


TWILIO: Final = ProviderType(descriptor=DESCRIPTOR, build=_build)
