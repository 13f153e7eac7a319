"""What happens before the first mail: EHLO, TLS, login. A failure there is never a recipient's."""

from __future__ import annotations

import asyncio
from base64 import b64decode, b64encode
from pathlib import Path

import pytest

from noroshi.delivery.contract import DeliveryFailed
from noroshi.delivery.providers.smtp.capabilities import announced
from noroshi.delivery.providers.smtp.config import read_config
from noroshi.delivery.providers.smtp.provider import SmtpProvider
from noroshi.kernel.secret import Secret
from tests.delivery.relay import Relay, running
from tests.delivery.smtp.scenes import CountingFeed, on, parcel, send
from tests.delivery.smtp.server import EXTENSIONS, Answer, Server, serving
from tests.net.test_client import certificate

LOOPS = pytest.mark.parametrize("loop", ["asyncio", "uvloop"])


def run(server: Server, **changes: object) -> CountingFeed:
    async def scene() -> CountingFeed:
        async with serving(server):
            return await send(server, CountingFeed([parcel(1)]), **changes)

    return on("asyncio", scene())


def secured(loop: str, tmp_path: Path, relay: Relay, **changes: str) -> str:
    """Send a mail to a relay whose certificate is for localhost; "ok", or why not."""
    name = changes.pop("certified", "localhost")
    at_once = changes.get("security") == "tls"
    server_side = certificate(tmp_path, name)
    account = {
        "host": "localhost",
        "username": "noroshi",
        "password": "right",
        "sender": "bounces@kitsune.example",
        "connections": "1",
        "ca_file": str(tmp_path / "chain.pem"),
        **changes,
    }

    async def scene() -> str:
        async with running(relay, tls=server_side, at_once=at_once, login=True):
            provider = SmtpProvider(read_config({**account, "port": str(relay.port)}))
            async with provider.open() as session:
                try:
                    await session.deliver(parcel(1))
                    await session.deliver(parcel(2))
                except DeliveryFailed as failed:
                    return f"{failed.kind}, {failed.code}: {failed.detail}"
                return "ok"

    return on(loop, scene())


@LOOPS
@pytest.mark.parametrize("security", ["starttls", "tls"])
@pytest.mark.parametrize("auth", ["auto", "plain", "login"])
def test_encryption_and_login_work(loop: str, tmp_path: Path, security: str, auth: str) -> None:
    relay = Relay()
    assert secured(loop, tmp_path, relay, security=security, auth=auth) == "ok"
    assert len(relay.received) == 2


@LOOPS
@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_for_another_name_stops_the_mail_but_not_for_ever(
    loop: str, tmp_path: Path, security: str
) -> None:
    relay = Relay()
    why = secured(loop, tmp_path, relay, security=security, certified="other.example")
    assert why.startswith("temporary, connection: the certificate of localhost:")
    assert "Hostname mismatch" in why
    assert relay.received == []


def test_an_unknown_authority_stops_the_mail(tmp_path: Path) -> None:
    relay = Relay()
    why = secured("asyncio", tmp_path, relay, ca_file="")
    assert "self-signed certificate" in why
    assert relay.received == []


def test_a_wrong_password_gives_nobody_up(tmp_path: Path) -> None:
    why = secured("asyncio", tmp_path, Relay(), password="wrong")
    assert why.startswith("temporary, account: the relay refused the login PLAIN: 535 ")


def test_a_login_that_the_relay_does_not_offer_is_named(tmp_path: Path) -> None:
    why = secured("asyncio", tmp_path, Relay(), auth="xoauth2")
    assert why.startswith("temporary, account: the relay does not offer the login xoauth2")


def test_login_is_the_second_choice(tmp_path: Path) -> None:
    relay = Relay(without=("PLAIN",))
    assert secured("asyncio", tmp_path, relay) == "ok"


@pytest.mark.parametrize("loop", ["asyncio", "uvloop"])
@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("220 go ahead", "accepted"),
        ("454 4.7.0 no TLS now", "temporary"),
        # What a person in the middle would put in, to be read as if it had come encrypted.
        ("220 go ahead\r\n250 relay.example", "temporary"),
        ("220 go ahead\r\n250-relay.example", "temporary"),
    ],
)
def test_mail_never_leaves_when_encryption_is_not_as_it_should_be(
    tmp_path: Path, loop: str, answer: str, outcome: str
) -> None:
    server_side = certificate(tmp_path, "localhost")
    settings = {"host": "localhost", "sender": "b@k.example"}
    tls = read_config({**settings, "ca_file": str(tmp_path / "chain.pem")}).tls
    server = Server(
        answer=lambda step, address: answer if step == "STAR" else None,
        extensions=("STARTTLS", *EXTENSIONS),
        tls=server_side,
    )

    async def scene() -> CountingFeed:
        async with serving(server):
            feed = CountingFeed([parcel(1)])
            return await send(server, feed, host="localhost", tls=tls, starttls=True)

    assert on(loop, scene()).outcomes == [outcome]
    assert len(server.mails) == (outcome == "accepted")


def test_a_relay_without_starttls_gets_no_mail_in_the_clear() -> None:
    server = Server()
    feed = run(server, tls=read_config({"host": "h", "sender": "b@k.example"}).tls, starttls=True)
    assert feed.outcomes == ["temporary"]
    assert feed.codes == ["account"]
    assert server.commands == ["EHLO kitsune.example"]


def account(secret: str, auth: str = "auto") -> dict[str, object]:
    return {"username": "noroshi", "password": Secret(secret), "auth": auth}


def test_xoauth2_sends_the_token_and_hears_the_verdict() -> None:
    server = Server(extensions=("AUTH XOAUTH2", *EXTENSIONS))
    assert run(server, **account("t0ken", "xoauth2")).outcomes == ["accepted"]
    (line,) = server.logins
    token = b64decode(line.removeprefix("AUTH XOAUTH2 "))
    assert token == b"user=noroshi\x01auth=Bearer t0ken\x01\x01"


def test_xoauth2_that_fails_tells_why() -> None:
    reason = b64encode(b'{"status":"400"}').decode()

    def answer(step: str, address: str) -> str | None:
        if step != "AUTH":
            return None
        return f"334 {reason}" if address else "535 5.7.8 token expired"

    server = Server(answer=answer, extensions=("AUTH XOAUTH2", *EXTENSIONS))
    feed = run(server, **account("t0ken", "xoauth2"))
    assert feed.outcomes == ["temporary"]
    assert "535 5.7.8 token expired" in feed.failures[0].detail
    assert "t0ken" not in feed.failures[0].detail


def test_a_long_token_waits_to_be_asked_for() -> None:
    answer: Answer = lambda step, line: (  # noqa: E731
        "334 " if step == "AUTH" and line == "AUTH XOAUTH2" else None
    )
    server = Server(answer=answer, extensions=("AUTH=LOGIN XOAUTH2", *EXTENSIONS))
    assert run(server, **account("t" * 900, "xoauth2")).outcomes == ["accepted"]
    assert server.logins[0] == "AUTH XOAUTH2"
    assert all(len(line) < 512 for line in server.commands)


def test_an_old_relay_that_knows_only_helo_is_used_step_by_step() -> None:
    old = _old(Server())
    assert run(old).outcomes == ["accepted"]
    assert old.commands[:2] == ["EHLO kitsune.example", "HELO kitsune.example"]


def test_helo_is_no_way_round_a_login() -> None:
    feed = run(_old(Server()), **account("right"))
    assert feed.outcomes == ["temporary"]


def _old(server: Server) -> Server:
    """EHLO is unknown to it."""
    server.answer = lambda step, address: "502 5.5.1 what" if step == "EHLO" else None
    return server


@pytest.mark.parametrize(
    ("lines", "size", "largest"),
    [(["SIZE 1000"], True, 1000), (["SIZE"], True, 0), (["size x"], True, 0), ([], False, 0)],
)
def test_the_limit_of_a_relay_is_read(lines: list[str], size: bool, largest: int) -> None:
    able = announced(["relay.example", *lines])
    assert (able.size, able.largest) == (size, largest)


def test_what_a_relay_announces_is_read_in_any_case() -> None:
    able = announced(["r", "Pipelining", "8bitmime", "AUTH plain LOGIN", "AUTH=XOAUTH2", "", "DSN"])
    assert able.pipelining
    assert able.eight_bit
    assert able.dsn
    assert not able.smtputf8
    assert able.logins == {"PLAIN", "LOGIN", "XOAUTH2"}


def test_a_relay_that_never_greets_is_given_up(tmp_path: Path) -> None:
    async def scene() -> list[str]:
        async def mute(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.read()
            writer.close()

        server = await asyncio.start_server(mute, "127.0.0.1", 0)
        silent = Server(port=server.sockets[0].getsockname()[1])
        feed = await send(silent, CountingFeed([parcel(1)]), greeting=0.05)
        server.close()
        await asyncio.sleep(0.01)
        return feed.outcomes

    assert on("asyncio", scene()) == ["temporary"]
