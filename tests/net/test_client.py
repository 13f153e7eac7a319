"""The outbound client against real servers on the loopback address."""

from __future__ import annotations

import asyncio
import gzip
import ssl
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from noroshi.net import AnswerLost, NotAllowedAddress, NotReached, OutboundClient, Reply
from noroshi.net.address import Resolver
from tests.net.servers import TLS, Seen, hang_up, http_server, reply, say_nothing

OK = reply("200 OK", b"thanks")


def resolves_to(*addresses: str) -> Resolver:
    async def resolve(host: str, port: int) -> Sequence[str]:
        return addresses

    return resolve


async def call(url: str, seen: Seen, *, seconds: float = 10) -> Reply:
    hosts = {f"127.0.0.1:{seen.port}", f"hooks.example:{seen.port}"}
    async with OutboundClient(
        internal_hosts=hosts, resolver=resolves_to("127.0.0.1"), seconds=seconds, tls=TLS
    ) as client:
        return await client.post(url, content=b"{}", headers={"content-type": "application/json"})


def test_the_body_and_headers_arrive_as_they_were_given() -> None:
    async def scene() -> None:
        async with http_server(OK) as seen:
            answer = await call(f"http://hooks.example:{seen.port}/a?b=c", seen)
        assert (answer.status, answer.body) == (200, b"thanks")
        line, headers, body = seen.requests[0]
        assert line == "POST /a?b=c HTTP/1.1"
        assert headers["host"] == f"hooks.example:{seen.port}"
        assert headers["content-type"] == "application/json"
        assert body == b"{}"

    asyncio.run(scene())


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "307 Temporary", "308 Permanent"])
def test_a_redirect_is_not_followed(status: str) -> None:
    async def scene() -> None:
        async with http_server(OK) as canary:
            away = reply(status, b"", f"Location: http://127.0.0.1:{canary.port}/secret")
            async with http_server(away) as seen:
                answer = await call(f"http://127.0.0.1:{seen.port}/", seen)
        assert answer.status // 100 == 3
        assert canary.connections == 0

    asyncio.run(scene())


BAD_ADDRESSES = (
    "https://127.0.0.1/",
    "https://localhost/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0177.0.0.1/",
    "https://127.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://0.0.0.0/",
    "http://hooks.example/",
    "https://hooks.example:8443/",
    "https://user:secret@hooks.example/",
    "file:///etc/passwd",
    "gopher://hooks.example/",
    "ftp://hooks.example/",
    "//hooks.example/",
    "hooks.example",
    "https://",
    "https:///path",
    "https://./",
    "https://[::1",
    "",
    "https://hooks.example/" + "a" * 3_000,
)


@pytest.mark.parametrize("url", BAD_ADDRESSES)
def test_an_address_that_is_not_for_us_is_refused_before_anything_is_sent(url: str) -> None:
    async def scene() -> None:
        async with OutboundClient(tls=TLS) as client:
            with pytest.raises((NotAllowedAddress, NotReached)):
                await client.post(url, content=b"", headers={})

    asyncio.run(scene())


def test_one_internal_answer_among_public_ones_is_enough_to_refuse() -> None:
    async def scene() -> None:
        client = OutboundClient(resolver=resolves_to("93.184.215.14", "10.0.0.7"), tls=TLS)
        async with client:
            with pytest.raises(NotAllowedAddress, match=r"hooks\.example leads to an internal"):
                await client.get("https://hooks.example/", headers={})

    asyncio.run(scene())


def test_the_allowed_internal_host_is_allowed_on_its_port_only() -> None:
    async def scene() -> None:
        async with http_server(OK) as seen, http_server(OK) as other:
            await call(f"http://127.0.0.1:{seen.port}/", seen)
            with pytest.raises(NotAllowedAddress):
                await call(f"http://127.0.0.1:{other.port}/", seen)
            assert other.connections == 0

    asyncio.run(scene())


def test_no_more_than_64_kilobytes_are_read() -> None:
    async def scene() -> None:
        async with http_server(reply("200 OK", b"x" * 1_000_000)) as seen:
            answer = await call(f"http://127.0.0.1:{seen.port}/", seen)
        assert (len(answer.body), answer.whole) == (64 * 1024, False)

    asyncio.run(scene())


def test_a_packed_answer_is_not_unpacked() -> None:
    bomb = gzip.compress(b"\0" * 10_000_000)

    async def scene() -> None:
        async with http_server(reply("200 OK", bomb, "Content-Encoding: gzip")) as seen:
            answer = await call(f"http://127.0.0.1:{seen.port}/", seen)
        assert len(answer.body) <= len(bomb)

    asyncio.run(scene())


@pytest.mark.parametrize(
    ("behaviour", "words"), [(say_nothing, "did not answer in time"), (hang_up, "broke")]
)
def test_an_answer_that_never_comes_leaves_it_unknown(
    behaviour: Callable[[asyncio.StreamWriter], None], words: str
) -> None:
    async def scene() -> None:
        async with http_server(behaviour) as seen:
            with pytest.raises(AnswerLost, match=words):
                await call(f"http://127.0.0.1:{seen.port}/", seen, seconds=0.5)

    asyncio.run(scene())


def test_a_slow_drip_is_cut_after_the_whole_time() -> None:
    def drip(writer: asyncio.StreamWriter) -> None:
        async def forever() -> None:
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
            while not writer.is_closing():
                writer.write(b"x")
                await asyncio.sleep(0.05)

        dripping.append(asyncio.ensure_future(forever()))

    dripping: list[asyncio.Future[None]] = []

    async def scene() -> None:
        async with http_server(drip) as seen:
            with pytest.raises(AnswerLost):
                await call(f"http://127.0.0.1:{seen.port}/", seen, seconds=0.4)
        for task in dripping:
            task.cancel()

    asyncio.run(scene())


def test_no_connection_means_nothing_was_sent() -> None:
    async def scene() -> None:
        async with http_server(OK) as seen:
            pass
        with pytest.raises(NotReached, match="no connection"):
            await call(f"http://127.0.0.1:{seen.port}/", seen)

    asyncio.run(scene())


def test_errors_never_show_the_path_or_the_headers() -> None:
    async def scene() -> None:
        for behaviour in (hang_up, say_nothing):
            async with http_server(behaviour) as seen:
                with pytest.raises(AnswerLost) as caught:
                    await call(f"http://127.0.0.1:{seen.port}/canary-7f3", seen, seconds=0.3)
                shown = repr(caught.value) + str(caught.value.__cause__)
                assert "canary-7f3" not in shown
        async with OutboundClient(tls=TLS) as client:
            with pytest.raises(NotAllowedAddress) as refused:
                await client.get("https://u:canary-7f3@hooks.example/", headers={})
            assert "canary-7f3" not in repr(refused.value)

    asyncio.run(scene())


@pytest.mark.parametrize(
    "headers", [{"x": "a\r\nbcc: b"}, {"x\n": "a"}, {"host": "evil.example"}, {"x": "é"}]
)
def test_a_header_that_breaks_out_is_refused(headers: dict[str, str]) -> None:
    async def scene() -> None:
        async with http_server(OK) as seen:
            hosts = {f"127.0.0.1:{seen.port}"}
            async with OutboundClient(internal_hosts=hosts, tls=TLS) as client:
                with pytest.raises(NotAllowedAddress):
                    await client.get(f"http://127.0.0.1:{seen.port}/", headers=headers)
        assert seen.connections == 0

    asyncio.run(scene())


def certificate(folder: Path, name: str) -> ssl.SSLContext:
    """A self-signed certificate for ``name`` in ``folder``, and a server context with it."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime(2026, 1, 1, tzinfo=UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=3_650))
        .not_valid_after(now + timedelta(days=36_500))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    chain = folder / "chain.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    chain.write_bytes(built.public_bytes(serialization.Encoding.PEM) + private)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain)
    return context


@pytest.mark.parametrize(("name", "works"), [("hooks.example", True), ("127.0.0.1", False)])
def test_tls_checks_the_name_although_the_address_is_pinned(
    tmp_path: Path, name: str, works: bool
) -> None:
    server_side = certificate(tmp_path, "hooks.example")
    client_side = ssl.create_default_context(cafile=str(tmp_path / "chain.pem"))

    async def scene() -> None:
        async with http_server(OK, tls=server_side) as seen:
            client = OutboundClient(
                internal_hosts={f"{name}:{seen.port}"},
                resolver=resolves_to("127.0.0.1"),
                tls=client_side,
            )
            async with client:
                url = f"https://{name}:{seen.port}/"
                if works:
                    assert (await client.get(url, headers={})).status == 200
                else:
                    with pytest.raises(NotReached):
                        await client.get(url, headers={})

    asyncio.run(scene())
