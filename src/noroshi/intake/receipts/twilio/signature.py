"""X-Twilio-Signature: HMAC-SHA1 over the public address and the fields of the form."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Final
from urllib.parse import parse_qsl

from noroshi.intake.receipts.contract import Call, Receiver, needed, wrong_shape, wrong_signature

_MOST_FIELDS: Final = 200
HEADER: Final = "x-twilio-signature"


def checked_fields(call: Call, receiver: Receiver) -> dict[str, str]:
    """The fields of a form that Twilio signed.

    Raises:
        NotTheirs: it did not.
        Invalid: this is no form.
    """
    key = receiver.settings.get("callback_secret", "")
    if not key and not receiver.settings.get("api_key_sid"):
        key = receiver.settings.get("secret", "")  # then this is the account's auth token
    key = key or needed(receiver, "callback_secret")
    pairs = _pairs(call.body)
    expected = signature(key, call.url, pairs)
    given = call.headers.get(HEADER, "")
    if not hmac.compare_digest(expected.encode(), given.encode("utf-8", "replace")):
        raise wrong_signature()
    return dict(pairs)


def signature(auth_token: str, url: str, pairs: list[tuple[str, str]]) -> str:
    """What Twilio puts into the header for this call."""
    text = url + "".join(f"{name}{value}" for name, value in sorted(set(pairs)))
    mac = hmac.new(auth_token.encode(), text.encode("utf-8", "replace"), hashlib.sha1)
    return base64.b64encode(mac.digest()).decode()


def _pairs(body: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_MOST_FIELDS
        )
    except ValueError:
        raise wrong_shape("it has too many fields") from None
