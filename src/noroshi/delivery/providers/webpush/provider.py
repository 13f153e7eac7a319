"""Notices to browsers: encrypted for the browser, signed for its push service."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from noroshi.delivery.contract import (
    Parcel,
    Provider,
    ProviderType,
    Receipt,
    Tools,
)
from noroshi.delivery.http.answers import for_now, general_failure, refused, words_of
from noroshi.delivery.http.calls import Ask, not_possible
from noroshi.delivery.http.session import HttpProvider
from noroshi.delivery.providers.webpush.config import DESCRIPTOR, PushConfig, read_config
from noroshi.delivery.providers.webpush.encryption import LARGEST_TEXT, encrypt
from noroshi.delivery.providers.webpush.passes import Passes
from noroshi.delivery.push_subscription import read_subscription
from noroshi.domain.delivery import Reason
from noroshi.net import Body, Reply
from noroshi.net.vapid import to_base64url

_TOPIC_BYTES: Final = 24  # 32 letters, as long as a topic may be (RFC 8030 5.4)


class PushDesk:
    """One installation, as push services know it by its key."""

    typed_by_receiver = True

    def __init__(self, config: PushConfig) -> None:
        self._config = config
        self._passes = Passes(config.key, config.subject)

    async def ask(self, parcel: Parcel, now: datetime) -> Ask:
        """One encrypted notice; a new random key each time, as RFC 8291 wants it."""
        if len(parcel.content) > LARGEST_TEXT:
            raise not_possible(f"the notice is larger than {LARGEST_TEXT:,} bytes")
        to = read_subscription(parcel.address)
        headers = {
            "authorization": self._passes.for_origin(to.origin, now),
            "content-encoding": "aes128gcm",
            "ttl": str(self._config.ttl_seconds),
            "urgency": self._config.urgency,
        }
        topic = topic_of(parcel.content)
        if topic:
            headers["topic"] = topic
        body = Body(encrypt(parcel.content, to), "application/octet-stream")
        return Ask(url=to.endpoint, body=body, headers=headers)

    def judge(self, reply: Reply, now: datetime) -> Receipt:
        """2xx is taken; 404 and 410 mean that the subscription has ended (RFC 8030 7.3)."""
        code = str(reply.status)
        if 200 <= reply.status < 300:
            return Receipt(code=code, detail=reply.headers.get("location", "")[:200])
        says = f"the push service answered {code}: {words_of(reply)}".removesuffix(": ")
        if reply.status in {404, 410}:
            raise refused(reply, says, reason=Reason.BAD_ADDRESS)
        if reply.status == 413:
            raise refused(reply, says, reason=Reason.NOT_RENDERED)
        if reply.status in {400, 401, 403}:
            raise for_now(reply, says)
        raise general_failure(reply, now, says)


def topic_of(content: bytes) -> str:
    """The name under which a newer notice replaces an older one that still waits at the push
    service: made from the notice's ``tag``. Empty when it has none."""
    try:
        notice = json.loads(content)
    except ValueError:
        raise not_possible("the notice is not JSON") from None
    tag = notice.get("tag") if isinstance(notice, dict) else None
    if not isinstance(tag, str) or not tag:
        return ""
    return to_base64url(hashlib.sha256(tag.encode()).digest()[:_TOPIC_BYTES])


def _build(settings: Mapping[str, str], tools: Tools) -> Provider:
    config = read_config(settings)
    return HttpProvider(PushDesk(config), tools, config.allowance)


WEBPUSH: Final = ProviderType(descriptor=DESCRIPTOR, build=_build)
