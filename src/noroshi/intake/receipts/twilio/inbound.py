"""Text messages that people send back: a "stop" is one in any spelling (CTIA, and Japanese words)."""

from __future__ import annotations

import unicodedata
from typing import Final

from noroshi.intake.receipts.contract import Call, Fetch, Receiver, Told
from noroshi.intake.receipts.twilio.signature import checked_fields

_STOP: Final = frozenset({
    "stop", "stopall", "end", "cancel", "unsubscribe", "quit", "revoke", "optout",
    "停止", "配信停止", "解除", "配信解除",
})  # fmt: skip
_HELP: Final = frozenset({"help", "info", "ヘルプ"})
_HELPING: Final = (
    "You asked us to tell you of incidents. STOP ends it. 障害のお知らせをお送りしています。"
    "停止するにはSTOPと返信してください。"
)
_REPLY: Final = "You will get no more messages from us. 配信を停止しました。"


class TwilioInbound:
    """The source of incoming messages of a "twilio" account."""

    def read(self, call: Call, receiver: Receiver, fetch: Fetch) -> Told:
        """See ``ReceiptSource.read``."""
        del fetch
        fields = checked_fields(call, receiver)
        told_by_twilio = fields.get("OptOutType", "").upper() == "STOP"
        if not (told_by_twilio or says_stop(fields.get("Body", ""))):
            asks = _word(fields.get("Body", "")) in _HELP and not fields.get("OptOutType")
            return Told(answer=_HELPING if asks else "")
        number = fields.get("From", "")[:50]
        # Twilio has confirmed it to the person already when it says that it was a STOP.
        return Told(leaving=(number,) if number else (), answer="" if told_by_twilio else _REPLY)


def says_stop(message: str) -> bool:
    """Whether a message asks for no more messages, in any case, width and with any spaces."""
    return _word(message) in _STOP


def _word(message: str) -> str:
    plain = unicodedata.normalize("NFKC", message[:200]).casefold()
    return "".join(letter for letter in plain if letter.isalnum())
