"""The SMTP provider against a real server that refuses, stalls and hangs up."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import noroshi
from noroshi.delivery.contract import DeliveryFailed, Parcel, Receipt
from noroshi.delivery.providers.smtp.config import SmtpConfig, Timeouts, read_config
from noroshi.delivery.providers.smtp.provider import SmtpProvider, SmtpSession
from noroshi.delivery.providers.smtp.replies import refused
from noroshi.domain.delivery import FailureKind
from noroshi.kernel.errors import Invalid
from noroshi.kernel.secret import Secret
from tests.delivery.relay import OK, Relay, only, running, times

RIN = "rin@example.com"
CONTENT = b"To: rin@example.com\r\nSubject: x\r\n\r\n.dot\r\nline\r\n..two\r\n"
Scene = Callable[[SmtpSession, Relay], object]


def parcel(address: str = RIN, number: int = 1) -> Parcel:
    return Parcel(
        recipient_id=number,
        address=address,
        language="en",
        message_id=f"<msg-1.{number}@kitsune.example>",
        content=CONTENT,
    )


def config(relay: Relay, **changes: object) -> SmtpConfig:
    plain = SmtpConfig(
        host="127.0.0.1",
        port=relay.port,
        sender="bounces@kitsune.example",
        tls=None,
        starttls=False,
        connections=1,
        timeouts=Timeouts(final_dot=0.2, quit=0.2, tick=0.02, first_pause=0.01),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


async def deliver(relay: Relay, *parcels: Parcel) -> list[Receipt | DeliveryFailed]:
    async with SmtpProvider(config(relay)).open() as session:
        return [await outcome(session, each) for each in parcels]


async def outcome(session: SmtpSession, each: Parcel) -> Receipt | DeliveryFailed:
    try:
        return await session.deliver(each)
    except DeliveryFailed as failed:
        return failed


def kinds(results: list[Receipt | DeliveryFailed]) -> list[str]:
    return [str(r.kind) if isinstance(r, DeliveryFailed) else "ok" for r in results]


def run(relay: Relay, *parcels: Parcel) -> list[Receipt | DeliveryFailed]:
    async def scene() -> list[Receipt | DeliveryFailed]:
        async with running(relay):
            return await deliver(relay, *parcels)

    return asyncio.run(scene())


def test_the_relay_gets_exactly_the_bytes_of_the_parcel() -> None:
    relay = Relay()
    assert kinds(run(relay, parcel())) == ["ok"]
    assert relay.received == [(RIN, CONTENT)]


def test_one_connection_carries_many_mails() -> None:
    relay = Relay()
    run(relay, *(parcel(number=n) for n in range(5)))
    assert (relay.connections, len(relay.received)) == (1, 5)


@pytest.mark.parametrize(
    ("relay", "kind", "code"),
    [
        (Relay(rcpt=only(RIN, "550 5.1.1 no such user")), "permanent", "550 5.1.1"),
        (Relay(rcpt=only(RIN, "450 4.2.0 greylisted")), "temporary", "450 4.2.0"),
        (Relay(mail=times("451 later", 1)), "temporary", "451"),
        (Relay(mail=times("550 5.7.1 sender refused", 1)), "permanent", "550 5.7.1"),
        (Relay(mail=times("535 login", 1)), "temporary", "535"),
        (Relay(data_command=times("451 4.3.2 later", 1)), "temporary", "451 4.3.2"),
        (Relay(data_command=times("554 5.5.1 no", 1)), "permanent", "554 5.5.1"),
        (Relay(data_command=times("503 sequence", 1)), "temporary", "503"),
        (Relay(data_command=times("421 bye", 1)), "throttled", "421"),
        (Relay(data_command=times("hang up", 1)), "temporary", "connection"),
        (Relay(data=times("452 4.3.1 full", 1)), "temporary", "452 4.3.1"),
        (Relay(data=times("554 5.6.0 refused", 1)), "permanent", "554 5.6.0"),
        (Relay(rcpt=times("421 4.7.0 slow down", 1)), "throttled", "421 4.7.0"),
        (Relay(data=times("421 closing", 1)), "throttled", "421"),
        (Relay(mail=times("hang up", 1)), "temporary", "connection"),
        (Relay(rcpt=times("hang up", 1)), "temporary", "connection"),
        (Relay(data=times("hang up", 1)), "unknown", "no-answer"),
        (Relay(data=times("take and hang up", 1)), "unknown", "no-answer"),
    ],
)
def test_a_refusal_is_classed_and_the_next_mail_goes_through(
    relay: Relay, kind: str, code: str
) -> None:
    results = run(relay, parcel(), parcel("hana@example.com", 2))
    assert kinds(results) == [kind, "ok"]
    assert isinstance(results[0], DeliveryFailed)
    assert results[0].code == code
    assert relay.received[-1][0] == "hana@example.com"


def test_a_slow_answer_to_the_final_dot_is_unknown_and_not_sent_twice() -> None:
    relay = Relay(slow_by=0.6)
    assert kinds(run(relay, parcel())) == ["unknown"]
    assert len(relay.received) <= 1


@pytest.mark.parametrize("goodbye", ["421 enough mails on this connection", "hang up"])
def test_a_connection_closed_between_two_mails_costs_no_attempt(goodbye: str) -> None:
    answers = iter([OK, goodbye, OK])
    relay = Relay(mail=lambda address: next(answers))
    assert kinds(run(relay, parcel(), parcel("hana@example.com", 2))) == ["ok", "ok"]
    assert relay.connections == 2


def test_one_refused_recipient_does_not_touch_the_others() -> None:
    relay = Relay(rcpt=only("p3@example.com", "550 5.1.1 unknown"))

    async def scene() -> list[Receipt | DeliveryFailed]:
        async with running(relay), SmtpProvider(config(relay, connections=4)).open() as session:
            people = [parcel(f"p{n}@example.com", n) for n in range(20)]
            return list(await asyncio.gather(*(outcome(session, each) for each in people)))

    results = asyncio.run(scene())
    assert [n for n, result in enumerate(results) if isinstance(result, DeliveryFailed)] == [3]
    assert len(relay.received) == 19
    assert relay.connections <= 4


def test_a_cancelled_mail_leaves_no_answer_behind_for_the_next_one() -> None:
    relay = Relay(data=times("554 refused", 0), slow_by=0.1)

    async def scene() -> list[str]:
        async with running(relay), SmtpProvider(config(relay)).open() as session:
            first = asyncio.create_task(session.deliver(parcel()))
            await asyncio.sleep(0.05)
            first.cancel()
            await asyncio.gather(first, return_exceptions=True)
            return kinds([await outcome(session, parcel("hana@example.com", 2))])

    assert asyncio.run(scene()) == ["ok"]
    assert relay.connections == 1


def test_a_relay_that_is_not_there_is_temporary() -> None:
    async def scene() -> list[str]:
        relay = Relay()
        async with running(relay):
            pass
        return kinds(await deliver(relay, parcel()))

    assert asyncio.run(scene()) == ["temporary"]


@pytest.mark.parametrize(
    ("address", "utf8", "expected", "envelope"),
    [
        ("rin@日本.example", False, "ok", "rin@xn--wgv71a.example"),
        ("りん@example.com", True, "ok", "りん@example.com"),
        ("りん@example.com", False, "permanent", None),
        ('"rin o"@example.com', False, "ok", '"rin o"@example.com'),
        # Sent quoted, which makes it legal; this server takes the quotes off again.
        ("a..b@docomo.ne.jp", False, "ok", "a..b@docomo.ne.jp"),
        ("rin@example.com\r\nRCPT TO:<mallory@example.com>", True, "permanent", None),
        ("rin@localhost", True, "permanent", None),
    ],
)
def test_unusual_addresses_are_sent_where_the_relay_can_and_listed_where_not(
    address: str, utf8: bool, expected: str, envelope: str | None
) -> None:
    relay = Relay()

    async def scene() -> list[str]:
        async with running(relay, utf8=utf8):
            return kinds(await deliver(relay, parcel(address)))

    assert asyncio.run(scene()) == [expected]
    assert [to for to, _ in relay.received] == ([envelope] if envelope else [])


GOOD = {
    "host": "relay.example",
    "port": "587",
    "security": "starttls",
    "username": "",
    "password": "",
    "sender": "bounces@kitsune.example",
    "connections": "8",
    "ca_file": "",
}


def test_tls_below_1_2_is_not_spoken() -> None:
    tls = read_config(GOOD).tls
    assert tls is not None
    assert tls.minimum_version is ssl.TLSVersion.TLSv1_2
    assert tls.check_hostname
    assert tls.verify_mode is ssl.CERT_REQUIRED


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("port", "0"),
        ("port", "mail"),
        ("port", "70000"),
        ("port", "²"),
        ("connections", "1000"),
        ("security", "ssl"),
        ("auth", "cram-md5"),
        ("dsn", "always"),
        ("sender", "nobody"),
        ("sender", "りん@example.com"),
        ("ca_file", "/no/such/file"),
    ],
)
def test_a_wrong_setting_is_named(field: str, value: str) -> None:
    with pytest.raises(Invalid) as caught:
        read_config({**GOOD, field: value})
    assert caught.value.field == field


def test_a_password_never_travels_in_the_clear() -> None:
    with pytest.raises(Invalid) as caught:
        read_config({**GOOD, "security": "none", "username": "noroshi", "password": "x"})
    assert caught.value.field == "security"


def test_the_password_is_in_no_repr() -> None:
    account = SmtpConfig(
        host="h", port=1, sender="s@e.example", tls=None, starttls=False, password=Secret("k9")
    )
    assert "k9" not in repr(account)


def captured_replies() -> list[list[str]]:
    file = Path(noroshi.__file__).parent / "delivery/providers/smtp/fixtures/replies.txt"
    lines = file.read_text(encoding="utf-8").splitlines()
    return [line.split(" | ") for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize(("at", "code", "text", "kind"), captured_replies())
def test_an_answer_of_a_relay_gets_its_kind(at: str, code: str, text: str, kind: str) -> None:
    failed = refused(int(code), text, at=at)
    assert failed.kind is FailureKind(kind)
    assert failed.code.startswith(code)
    assert failed.detail.startswith(f"{at}: {code}")
