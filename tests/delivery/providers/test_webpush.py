"""Notices to browsers: what the browser decrypts, and what its push service sees."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from typing import Any

import http_ece  # type: ignore[import-untyped]
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from noroshi.delivery.contract import DeliveryFailed
from noroshi.delivery.providers.webpush.encryption import LARGEST_TEXT, encrypt
from noroshi.delivery.providers.webpush.passes import Passes
from noroshi.delivery.push_subscription import Subscription
from noroshi.delivery.registry import provider
from noroshi.domain.delivery import FailureKind, Reason
from noroshi.kernel.errors import Invalid
from noroshi.net.vapid import VapidKey, from_base64url, to_base64url
from tests.delivery.providers.accounts import (
    BROWSER,
    BROWSER_AUTH,
    NOTICE,
    VAPID,
    parcel_for,
    settings_of,
    subscription,
)
from tests.delivery.providers.servers import (
    HOST,
    NOW,
    Answer,
    Delivered,
    FakeApi,
    deliver,
    fake_api,
    tools_for,
)


def push(
    *notices: bytes, address: str | None = None, **settings: str
) -> tuple[list[Delivered], FakeApi]:
    async def scene() -> tuple[list[Delivered], FakeApi]:
        async with fake_api(Answer(status=201)) as api:
            base = parcel_for("webpush", api.base, address=address)
            parcels = [base._replace(content=notice) for notice in notices]
            given = {**settings_of("webpush", ""), **settings}
            results = await deliver("webpush", given, api, *parcels)
        return results, api

    return asyncio.run(scene())


def opened(body: bytes) -> bytes:
    text: bytes = http_ece.decrypt(
        body, private_key=BROWSER, auth_secret=BROWSER_AUTH, version="aes128gcm"
    )
    return text


def claims_of(authorization: str) -> dict[str, Any]:
    """The claims of a VAPID header whose signature is right (RFC 8292 3, RFC 7515)."""
    scheme, _, rest = authorization.partition(" ")
    fields = dict(part.strip().split("=", 1) for part in rest.split(","))
    head, claims, signature = fields["t"].split(".")
    raw = from_base64url(signature)
    der = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), from_base64url(fields["k"]))
    key.verify(der, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
    assert (scheme, len(raw)) == ("vapid", 64)
    assert json.loads(from_base64url(head)) == {"typ": "JWT", "alg": "ES256"}
    found: dict[str, Any] = json.loads(from_base64url(claims))
    return found


def test_the_browser_reads_exactly_the_notice_and_nobody_else_can() -> None:
    _, api = push(NOTICE)
    (request,) = api.requests
    assert opened(request.body) == NOTICE
    assert "復旧".encode() not in request.body
    with pytest.raises(http_ece.ECEException):
        http_ece.decrypt(
            request.body,
            private_key=ec.generate_private_key(ec.SECP256R1()),
            auth_secret=BROWSER_AUTH,
            version="aes128gcm",
        )


def test_the_push_service_learns_who_sends_how_long_to_keep_it_and_how_urgent_it_is() -> None:
    _, api = push(NOTICE, ttl="600", urgency="normal")
    headers = api.requests[0].headers
    assert claims_of(headers["authorization"]) == {
        "aud": f"http://{HOST}:{api.port}",
        "exp": int((NOW + timedelta(hours=12)).timestamp()),
        "sub": "mailto:ops@kitsune.example",
    }
    assert headers["authorization"].endswith(f"k={VAPID.public}")
    assert (headers["content-encoding"], headers["ttl"]) == ("aes128gcm", "600")
    assert headers["urgency"] == "normal"


def test_a_newer_notice_on_the_same_matter_replaces_the_older_one() -> None:
    other = NOTICE.replace(b"incident-148", b"incident-149")
    untagged = b'{"title":"x"}'
    _, api = push(NOTICE, NOTICE.replace(b"still", b"no longer"), other, untagged)
    topics = [request.headers.get("topic") for request in api.requests]
    assert topics[0] == topics[1] != topics[2]
    assert topics[3] is None
    assert len(topics[0] or "") == 32
    assert from_base64url(topics[0] or "")


def test_each_copy_has_a_random_key_of_its_own() -> None:
    _, api = push(NOTICE, NOTICE)
    first, second = (request.body for request in api.requests)
    assert first[:16] != second[:16]
    assert first[21:86] != second[21:86]


def test_the_published_example_comes_out_byte_for_byte() -> None:
    """RFC 8291, appendix A."""
    receiver = Subscription(
        endpoint="https://push.example/x",
        public_key=from_base64url(
            "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcx"
            "aOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
        ),
        auth=from_base64url("BTBZMqHH6r4Tts7J_aSIgg"),
    )
    key = from_base64url("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")
    sealed = encrypt(
        b"When I grow up, I want to be a watermelon",
        receiver,
        key=ec.derive_private_key(int.from_bytes(key), ec.SECP256R1()),
        salt=from_base64url("DGv6ra1nlYgDCS1FRnbzlw"),
    )
    assert to_base64url(sealed) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27ml"
        "mlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT"
        "pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


def test_the_largest_notice_fills_the_body_and_one_byte_more_is_refused() -> None:
    frame = b'{"title":"%s"}'
    largest = frame % (b"x" * (LARGEST_TEXT - len(frame) + 2))
    (_, refused), api = push(largest, largest.replace(b"xx", b"xxx", 1))
    assert (len(largest), len(api.requests[0].body)) == (3_993, 4_096)
    assert opened(api.requests[0].body) == largest
    assert isinstance(refused, DeliveryFailed)
    assert (refused.kind, refused.reason) == (FailureKind.PERMANENT, Reason.NOT_RENDERED)
    assert len(api.requests) == 1


def changed(**keys: str) -> str:
    value = json.loads(subscription("https://push.example/x"))
    value["keys"] |= keys
    return json.dumps(value)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "rin@customer.example",
        "{}",
        "[1]",
        '{"endpoint":"https://push.example/x"}',
        '{"endpoint":7,"keys":{"p256dh":"x","auth":"y"}}',
        "[" * 5_000,
        changed(p256dh="not base64 !"),
        changed(p256dh=to_base64url(b"\x04" + b"\x01" * 64)),
        changed(p256dh=to_base64url(b"\x00")),
        changed(auth=to_base64url(b"short")),
        subscription("https://127.0.0.1/push"),
        subscription("https://169.254.169.254/latest"),
        subscription("http://push.example/x"),
        subscription("https://push.example:22/x"),
        subscription("https://u:p@push.example/x"),
        subscription("https://push.example/x\r\nHost: evil.example"),
        subscription("file:///etc/passwd"),
        subscription("https:///nowhere"),
    ],
)
def test_what_is_no_subscription_is_given_up_before_anything_leaves(address: str) -> None:
    (result,), api = push(NOTICE, address=address)
    assert isinstance(result, DeliveryFailed)
    assert (result.kind, result.reason) == (FailureKind.PERMANENT, Reason.BAD_ADDRESS)
    assert api.connections == 0


def test_a_notice_that_is_not_json_is_given_up() -> None:
    (result,), api = push(b"hello")
    assert isinstance(result, DeliveryFailed)
    assert result.reason is Reason.NOT_RENDERED
    assert api.connections == 0


def test_a_pass_is_made_once_for_each_push_service_and_renewed_in_time() -> None:
    passes = Passes(VAPID, "mailto:ops@kitsune.example")
    first = passes.for_origin("https://push.example", NOW)
    assert passes.for_origin("https://push.example", NOW + timedelta(hours=10)) == first
    later = passes.for_origin("https://push.example", NOW + timedelta(hours=11, minutes=1))
    assert later != first
    assert claims_of(later)["exp"] == claims_of(first)["exp"] + 11 * 3_600 + 60
    assert claims_of(passes.for_origin("https://other.example", NOW))["aud"] == (
        "https://other.example"
    )


def test_a_clock_that_was_wrong_leaves_no_pass_that_is_valid_too_long() -> None:
    passes = Passes(VAPID, "mailto:ops@kitsune.example")
    passes.for_origin("https://push.example", NOW + timedelta(days=1))
    right = passes.for_origin("https://push.example", NOW)
    assert claims_of(right)["exp"] == int((NOW + timedelta(hours=12)).timestamp())


def test_strangers_endpoints_cannot_fill_the_memory_with_passes() -> None:
    passes = Passes(VAPID, "mailto:ops@kitsune.example")
    for number in range(1_005):
        passes.for_origin(f"https://{number}.example", NOW)
    assert len(passes._kept) <= 1_000


def test_a_new_key_pair_signs_and_can_be_read_back_from_its_private_half() -> None:
    made = VapidKey.generate()
    again = VapidKey.read(made.private)
    assert again.public == made.public
    assert len(from_base64url(made.public)) == 65
    assert made.private.reveal() not in repr(made)
    token = again.token(audience="https://a.example", subject="mailto:a@b.example", expires=NOW)
    assert claims_of(f"vapid t={token}, k={made.public}")["aud"] == "https://a.example"
    with pytest.raises(InvalidSignature):
        claims_of(f"vapid t={token}, k={VAPID.public}")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("private_key", "abc"),
        ("private_key", "!" * 43),
        ("private_key", to_base64url(b"\x00" * 32)),
        ("private_key", to_base64url(b"\xff" * 32)),
        ("subject", "ops@kitsune.example"),
        ("subject", 'https://kitsune.example/"x'),
        ("ttl", "-1"),
        ("ttl", "9999999"),
        ("urgency", "panic"),
    ],
)
def test_a_setting_that_makes_no_sense_is_named(field: str, value: str) -> None:
    settings = {**settings_of("webpush", ""), "urgency": "high", "ttl": "60", field: value}
    with pytest.raises(Invalid) as caught:
        provider("webpush", settings, tools_for())
    assert caught.value.field == field
    assert value not in str(caught.value)
