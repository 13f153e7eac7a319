"""Signed webhooks: one POST per endpoint through the guarded outbound client."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

from noroshi.delivery.contract import (
    DeliveryFailed,
    Descriptor,
    Limits,
    Parcel,
    Provider,
    ProviderType,
    Receipt,
    Tools,
)
from noroshi.delivery.providers.webhook.signature import signature_headers
from noroshi.domain.channel import Channel
from noroshi.domain.delivery import FailureKind, Reason
from noroshi.net import AnswerLost, NotAllowedAddress, NotReached, Reply

_WIDTH: Final = 16
_LARGEST_BODY: Final = 20_000  # Standard Webhooks asks for less than 20 kB
_LONGEST_WAIT: Final = timedelta(hours=1)

DESCRIPTOR: Final = Descriptor(
    name="webhook",
    channel=Channel.WEBHOOK,
    title={"en": "Signed webhooks", "ja": "署名付きWebhook"},
    help={
        "en": "Posts each update as JSON to the endpoints that subscribers gave, signed after "
        "Standard Webhooks with a key per endpoint.",
        "ja": "登録者が指定したエンドポイントへ、更新内容をJSONで送信します。エンドポイントごとの鍵を"
        "使い、Standard Webhooksに従って署名します。",
    },
    fields=(),
    limits=Limits(largest_parcel=_LARGEST_BODY),
)


class WebhookSession:
    """Posts parcels; connections are not kept (see ``noroshi.net``)."""

    width = _WIDTH

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    async def deliver(self, parcel: Parcel) -> Receipt:
        """One signed POST; see ``Session.deliver``."""
        try:
            reply = await self._tools.http.post(
                parcel.address, content=parcel.content, headers=self._headers(parcel)
            )
        except NotAllowedAddress as error:
            raise DeliveryFailed(
                FailureKind.PERMANENT, str(error), code="address", reason=Reason.BAD_ADDRESS
            ) from None
        except NotReached as error:
            raise DeliveryFailed(FailureKind.TEMPORARY, str(error), code="connection") from None
        except AnswerLost as error:
            raise DeliveryFailed(FailureKind.UNKNOWN, str(error), code="no-answer") from None
        return _judge(reply, self._tools.clock.now())

    def _headers(self, parcel: Parcel) -> Mapping[str, str]:
        if parcel.secret is None or len(parcel.content) >= _LARGEST_BODY:
            why = "the endpoint has no key, or the body is too large"
            raise DeliveryFailed(
                FailureKind.PERMANENT, why, code="parcel", reason=Reason.NOT_RENDERED
            )
        try:
            signed = signature_headers(
                secret=parcel.secret,
                webhook_id=parcel.message_id,
                at=self._tools.clock.now(),
                body=parcel.content,
            )
        except ValueError as error:
            raise DeliveryFailed(
                FailureKind.PERMANENT, str(error), code="key", reason=Reason.NOT_RENDERED
            ) from None
        return {"content-type": "application/json", "user-agent": "Noroshi", **signed}


def _judge(reply: Reply, now: datetime) -> Receipt:
    code = str(reply.status)
    if 200 <= reply.status < 300:
        return Receipt(code=code)
    detail = f"the endpoint answered {code}"
    if reply.status == 410:
        raise DeliveryFailed(FailureKind.PERMANENT, detail, code=code)
    if reply.status == 429:
        wait = retry_after(reply.headers.get("retry-after", ""), now)
        raise DeliveryFailed(FailureKind.THROTTLED, detail, code=code, retry_after=wait)
    raise DeliveryFailed(FailureKind.TEMPORARY, detail, code=code)


def retry_after(text: str, now: datetime) -> timedelta | None:
    """How long a Retry-After header asks us to wait, one hour at most (RFC 9110 10.2.3)."""
    text = text.strip()
    if text.isascii() and text.isdigit():
        return timedelta(seconds=min(int(text[:9]), _LONGEST_WAIT.total_seconds()))
    try:
        wait = parsedate_to_datetime(text) - now
    except (ValueError, TypeError):
        return None
    return min(max(wait, timedelta(0)), _LONGEST_WAIT)


class WebhookProvider:
    """Needs no account: every endpoint brings its own key."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    @asynccontextmanager
    async def open(self) -> AsyncIterator[WebhookSession]:
        """A session over the house's HTTP client, which the caller opens and closes."""
        yield WebhookSession(self._tools)


def _build(settings: Mapping[str, str], tools: Tools) -> Provider:
    del settings  # there are none
    return WebhookProvider(tools)


WEBHOOK: Final = ProviderType(descriptor=DESCRIPTOR, build=_build)
