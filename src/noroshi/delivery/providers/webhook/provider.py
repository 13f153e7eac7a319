"""Signed webhooks: one POST per endpoint through the guarded outbound client."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from noroshi.delivery.contract import (
    Descriptor,
    Field,
    Limits,
    Parcel,
    Provider,
    ProviderType,
    Receipt,
    Tools,
)
from noroshi.delivery.http.accounts import connections_field, read_number
from noroshi.delivery.http.answers import general_failure, refused, words_of
from noroshi.delivery.http.calls import Ask, not_possible
from noroshi.delivery.http.session import HttpProvider
from noroshi.delivery.providers.webhook.signature import signature_headers
from noroshi.domain.channel import Channel
from noroshi.domain.delivery import Reason
from noroshi.net import Allowance, Body, Reply

_LARGEST_BODY: Final = 20_000  # Standard Webhooks asks for less than 20 kB

_GONE: Final = frozenset(
    {"no_service", "no_team", "no_active_hooks", "channel_not_found", "channel_is_archived",
     "action_prohibited", "invalid_token"}
)  # fmt: skip

DESCRIPTOR: Final = Descriptor(
    name="webhook",
    channel=Channel.WEBHOOK,
    title={"en": "Signed webhooks", "ja": "署名付きWebhook"},
    help={
        "en": "Posts each update as JSON to the endpoints that subscribers gave, signed after "
        "Standard Webhooks with a key per endpoint. Slack and Microsoft Teams get their own shape.",
        "ja": "登録者が指定したエンドポイントへ、更新内容をJSONで送信します。エンドポイントごとの鍵を"
        "使い、Standard Webhooksに従って署名します。SlackとMicrosoft Teamsには、それぞれの形式で"
        "送信します。",
    },
    fields=(
        connections_field(16, most=200),
        Field(
            name="timeout",
            label={"en": "Time-out in seconds", "ja": "タイムアウト（秒）"},
            help={
                "en": "How long an endpoint may take to answer, 1 to 60 seconds.",
                "ja": "エンドポイントの応答を待つ時間です（1〜60秒）。",
            },
            default="15",
        ),
    ),
    limits=Limits(largest_parcel=_LARGEST_BODY),
)


class WebhookDesk:
    """Needs no account: every endpoint brings its own key."""

    typed_by_receiver = True

    async def ask(self, parcel: Parcel, now: datetime) -> Ask:
        """A signed POST; ``now`` is the time that the receiver compares with its own."""
        if parcel.secret is None or len(parcel.content) >= _LARGEST_BODY:
            raise not_possible("the endpoint has no key, or the body is too large")
        try:
            headers = signature_headers(
                secret=parcel.secret,
                webhook_id=parcel.message_id,
                at=now,
                body=parcel.content,
            )
        except ValueError as error:
            raise not_possible(str(error), code="key") from None
        body = Body(parcel.content, "application/json")
        return Ask(url=parcel.address, body=body, headers=headers)

    def judge(self, reply: Reply, now: datetime) -> Receipt:
        """2xx is taken; 410 ends it (Standard Webhooks 1.0.0); all else is tried again."""
        code = str(reply.status)
        if 200 <= reply.status < 300:
            return Receipt(code=code)
        says = f"the endpoint answered {code}: {words_of(reply)}".removesuffix(": ")
        if reply.status == 410 or says_gone(reply):
            raise refused(reply, says, reason=Reason.BAD_ADDRESS)
        raise general_failure(reply, now, says)


def says_gone(reply: Reply) -> bool:
    """Whether a chat service says that nothing will ever be taken here again: Slack answers 404
    or 403 with one of these words."""
    return reply.status in {403, 404} and words_of(reply).strip() in _GONE


def _build(settings: Mapping[str, str], tools: Tools) -> Provider:
    allowance = Allowance(
        connections=read_number(settings, "connections", most=200),
        connect_seconds=5.0,
        seconds=float(read_number(settings, "timeout", most=60)),
    )
    return HttpProvider(WebhookDesk(), tools, allowance)


WEBHOOK: Final = ProviderType(descriptor=DESCRIPTOR, build=_build)
