"""The webhook provider against a real receiver on the loopback address."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from standardwebhooks import Webhook
from standardwebhooks.webhooks import WebhookVerificationError

import noroshi
from noroshi.delivery.contract import DeliveryFailed, Parcel, Receipt, Tools
from noroshi.delivery.http.answers import retry_after
from noroshi.delivery.providers.webhook.signature import signature_headers
from noroshi.delivery.registry import provider
from noroshi.domain.delivery import FailureKind
from noroshi.kernel.clock import SystemClock
from noroshi.kernel.secret import Secret
from noroshi.net import OutboundClient
from tests.delivery.providers.servers import Answer, fake_api, tools_for
from tests.net.servers import TLS, Seen, hang_up, http_server, reply

KEY = "whsec_" + base64.b64encode(bytes(range(32))).decode()
BODY = (
    (Path(noroshi.__file__).parent / "delivery/providers/webhook/fixtures/incident.json")
    .read_text(encoding="utf-8")
    .encode()
)


def parcel(address: str) -> Parcel:
    return Parcel(
        recipient_id=7,
        address=address,
        language="en",
        message_id="msg-148-4-7",
        content=BODY,
        secret=Secret(KEY),
    )


async def deliver(seen: Seen, each: Parcel | None = None) -> Receipt | DeliveryFailed:
    async def loopback(host: str, port: int) -> Sequence[str]:
        return ["127.0.0.1"]

    hosts = {f"hooks.example:{seen.port}"}
    async with OutboundClient(internal_hosts=hosts, resolver=loopback, seconds=2, tls=TLS) as http:
        made = provider("webhook", {}, Tools(clock=SystemClock(), http=http))
        async with made.open() as session:
            try:
                return await session.deliver(each or parcel(f"http://hooks.example:{seen.port}/in"))
            except DeliveryFailed as failed:
                return failed


def test_the_receiver_can_verify_exactly_these_bytes() -> None:
    async def scene() -> None:
        async with http_server(reply("204 No Content")) as seen:
            assert await deliver(seen) == Receipt(code="204")
        _, headers, body = seen.requests[0]
        assert body == BODY
        assert headers["content-type"] == "application/json"
        verified = Webhook(KEY).verify(body, headers)
        assert verified == json.loads(BODY)
        with pytest.raises(WebhookVerificationError):
            Webhook(KEY).verify(body.replace(b"major", b"minor"), headers)
        other = "whsec_" + base64.b64encode(b"x" * 32).decode()
        with pytest.raises(WebhookVerificationError):
            Webhook(other).verify(body, headers)

    asyncio.run(scene())


def test_the_id_stays_the_same_on_every_attempt() -> None:
    async def scene() -> None:
        async with http_server(reply("503 Busy"), reply("200 OK")) as seen:
            assert isinstance(await deliver(seen), DeliveryFailed)
            assert isinstance(await deliver(seen), Receipt)
        ids = {headers["webhook-id"] for _, headers, _ in seen.requests}
        assert ids == {"msg-148-4-7"}

    asyncio.run(scene())


def test_the_timestamp_is_that_of_the_attempt() -> None:
    secret, first = Secret(KEY), datetime(2026, 3, 12, 14, 16, tzinfo=UTC)
    made = [
        signature_headers(secret=secret, webhook_id="msg-1", at=at, body=b"{}")
        for at in (first, first + timedelta(minutes=2))
    ]
    assert [int(each["webhook-timestamp"]) for each in made] == [1773324960, 1773325080]
    assert made[0]["webhook-signature"] != made[1]["webhook-signature"]
    assert made[0]["webhook-signature"] == Webhook(KEY).sign("msg-1", first, "{}")


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        ("301 Moved Permanently", FailureKind.TEMPORARY),
        ("400 Bad Request", FailureKind.TEMPORARY),
        ("404 Not Found", FailureKind.TEMPORARY),
        ("410 Gone", FailureKind.PERMANENT),
        ("429 Too Many Requests", FailureKind.THROTTLED),
        ("500 Internal Server Error", FailureKind.TEMPORARY),
        ("503 Service Unavailable", FailureKind.THROTTLED),
    ],
)
def test_an_answer_gets_its_kind(status: str, kind: FailureKind) -> None:
    async def scene() -> None:
        async with http_server(reply(status, b"", "Retry-After: 120")) as seen:
            failed = await deliver(seen)
        assert isinstance(failed, DeliveryFailed)
        assert (failed.kind, failed.code) == (kind, status[:3])
        asked_to_wait = kind is not FailureKind.PERMANENT
        assert failed.retry_after == (timedelta(minutes=2) if asked_to_wait else None)

    asyncio.run(scene())


def test_an_operator_sees_the_first_words_of_a_refusal_on_one_line() -> None:
    async def scene() -> None:
        body = b"no\r\n\x1b[31mroute\x00 " + b"x" * 100_000
        async with http_server(reply("500 Internal Server Error", body)) as seen:
            failed = await deliver(seen)
        assert isinstance(failed, DeliveryFailed)
        assert failed.detail.startswith("the endpoint answered 500: no [31mroute xxx")
        assert len(failed.detail) < 300
        assert failed.detail.isprintable()

    asyncio.run(scene())


def test_a_whole_session_shares_a_few_connections() -> None:
    async def scene() -> None:
        hosts = [f"h{number}.example" for number in range(5)]
        async with fake_api(Answer(status=204)) as api:
            tools = tools_for(api.port, hosts=hosts)
            made = provider("webhook", {"connections": "6"}, tools)
            async with made.open() as session:
                assert session.width == 6
                places = asyncio.Semaphore(session.width)

                async def one(number: int) -> Receipt:
                    url = f"http://{hosts[number % 5]}:{api.port}/{number}"
                    async with places:
                        return await session.deliver(parcel(url))

                await asyncio.gather(*(one(number) for number in range(120)))
        assert len(api.requests) == 120
        # Five hosts want six connections: idle ones of a host make room for another's.
        assert api.most_at_once <= 6
        signatures = {request.headers["webhook-signature"] for request in api.requests}
        assert len(signatures) == 1

    asyncio.run(scene())


def test_an_answer_that_got_lost_is_unknown() -> None:
    async def scene() -> None:
        async with http_server(hang_up) as seen:
            failed = await deliver(seen)
        assert isinstance(failed, DeliveryFailed)
        assert failed.kind is FailureKind.UNKNOWN

    asyncio.run(scene())


def test_an_endpoint_that_is_not_there_is_temporary() -> None:
    async def scene() -> None:
        async with http_server(b"") as seen:
            pass
        failed = await deliver(seen)
        assert isinstance(failed, DeliveryFailed)
        assert failed.kind is FailureKind.TEMPORARY

    asyncio.run(scene())


@pytest.mark.parametrize(
    "changes",
    [
        {"address": "https://169.254.169.254/latest/meta-data/"},
        {"address": "ftp://hooks.example/"},
        {"secret": None},
        {"secret": Secret("whsec_c2hvcnQ=")},
        {"secret": Secret("whsec_not base64")},
        {"message_id": "has.a.dot"},
        {"content": b"x" * 20_000},
    ],
)
def test_what_cannot_be_sent_is_given_up_before_anything_leaves(
    changes: dict[str, object],
) -> None:
    async def scene() -> None:
        async with http_server(reply("200 OK")) as seen:
            each = parcel(f"http://hooks.example:{seen.port}/")._replace(**changes)  # type: ignore[arg-type]
            failed = await deliver(seen, each)
        assert isinstance(failed, DeliveryFailed)
        assert failed.kind is FailureKind.PERMANENT
        assert seen.connections == 0
        assert "c2hvcnQ" not in str(failed)

    asyncio.run(scene())


NOW = datetime(2026, 3, 12, 14, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "wait"),
    [
        ("90", timedelta(seconds=90)),
        ("0", timedelta(0)),
        ("99999999999", timedelta(hours=1)),
        ("Thu, 12 Mar 2026 14:18:00 GMT", timedelta(minutes=2)),
        ("Thu, 12 Mar 2026 14:00:00 GMT", timedelta(0)),
        ("soon", None),
        ("-5", None),
        ("", None),
        ("Thu, 12 Mar 2026 14:18:00", None),
    ],
)
def test_retry_after_is_read_as_seconds_or_as_a_date(text: str, wait: timedelta | None) -> None:
    assert retry_after(text, NOW) == wait
