"""Looking at real servers on this machine: HTTP, TCP, TLS."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from noroshi.domain.checks import Fault
from noroshi.domain.plan.watching import Check, CheckKind
from noroshi.net.probing import Look, Prober
from tests.components.certificates import certificate
from tests.net.servers import TLS, Answer, hang_up, http_server, reply, say_nothing

HTTP = Check(key="front", component="checkout", kind=CheckKind.HTTP)
PORT = replace(HTTP, kind=CheckKind.TCP, host="127.0.0.1")
OK = reply("200 OK", b"all is well")


def look_at(answer: Answer, check: Check = HTTP, *more: Answer) -> Look:
    """One look at a server that answers so."""

    async def scene() -> Look:
        async with http_server(answer, *more) as seen:
            prober = Prober(internal_hosts=["127.0.0.1"], tls=TLS)
            return await prober.look(replace(check, url=f"http://127.0.0.1:{seen.port}/health"))

    return asyncio.run(scene())


def test_an_answer_of_the_200s_is_a_success_and_its_time_is_measured() -> None:
    found = look_at(OK)
    assert found.fault is None
    assert timedelta(0) < found.took < timedelta(seconds=5)


def test_a_503_is_a_failure_that_names_itself_unless_it_is_expected() -> None:
    broken = reply("503 Service Unavailable")
    assert (look_at(broken).fault, look_at(broken).detail) == (Fault.STATUS, "503")
    assert look_at(broken, replace(HTTP, expect=(503,))).fault is None


def test_the_expected_text_must_be_in_the_answer() -> None:
    assert look_at(OK, replace(HTTP, contains="well")).fault is None
    assert look_at(OK, replace(HTTP, contains="wrong")).fault is Fault.KEYWORD


def test_silence_is_a_failure_after_the_time_limit() -> None:
    found = look_at(say_nothing, replace(HTTP, within=timedelta(milliseconds=80)))
    assert found.fault is Fault.TOO_SLOW
    assert found.took < timedelta(seconds=3)


def test_an_answer_that_breaks_off_is_a_failure() -> None:
    assert look_at(hang_up).fault is Fault.BROKEN


def test_a_redirect_is_followed_only_when_the_plan_says_so() -> None:
    away = reply("302 Found", b"", "Location: /elsewhere")
    assert look_at(away, HTTP, OK).detail == "302"
    following = replace(HTTP, follow_redirects=True)
    assert look_at(away, following, OK).fault is None
    assert look_at(away, following).fault is Fault.REDIRECTS


def test_a_redirect_never_leads_to_an_internal_address() -> None:
    inward = reply("302 Found", b"", "Location: http://169.254.169.254/latest/meta-data")
    found = look_at(inward, replace(HTTP, follow_redirects=True), OK)
    assert found.fault is Fault.REFUSED


def test_a_redirect_to_what_is_no_address_leads_nowhere() -> None:
    away = reply("302 Found", b"", "Location: http://[")
    assert look_at(away, replace(HTTP, follow_redirects=True), OK).fault is Fault.REDIRECTS


def test_an_address_that_cannot_be_reached_from_here_is_not_the_only_one() -> None:
    async def both(host: str, port: int) -> Sequence[str]:
        del host, port
        return ["::1", "127.0.0.1"]

    async def scene() -> Look:
        async with http_server(OK) as seen:  # on 127.0.0.1 only
            check = replace(PORT, host="dual.example", port=seen.port)
            prober = Prober(internal_hosts=["dual.example"], resolver=both, tls=TLS)
            return await prober.look(check)

    assert asyncio.run(scene()).fault is None


def test_nobody_listens() -> None:
    prober = Prober(internal_hosts=["127.0.0.1"], tls=TLS)
    found = asyncio.run(prober.look(replace(PORT, port=_closed_port())))
    assert found.fault is Fault.NO_CONNECTION


def test_an_open_port_is_a_success() -> None:
    async def scene() -> Look:
        async with http_server(OK) as seen:
            prober = Prober(internal_hosts=["127.0.0.1"], tls=TLS)
            return await prober.look(replace(PORT, port=seen.port))

    assert asyncio.run(scene()).fault is None


@pytest.mark.parametrize("kind", CheckKind)
def test_internal_hosts_are_refused_unless_the_settings_name_them(kind: CheckKind) -> None:
    async def scene() -> tuple[Look, int]:
        async with http_server(OK) as seen:
            check = replace(PORT, kind=kind, port=seen.port, url=f"http://127.0.0.1:{seen.port}/")
            return await Prober(tls=TLS).look(check), seen.connections

    found, connections = asyncio.run(scene())
    assert found.fault is Fault.REFUSED
    assert connections == 0


async def _here(host: str, port: int) -> Sequence[str]:
    del host, port
    return ["127.0.0.1"]


def _look_at_certificate(folder: Path, until: datetime, *, host: str, trusted: bool = True) -> Look:
    server_side = certificate(folder, "shop.example", until=until)
    cafile = str(folder / "chain.pem")
    client_side = ssl.create_default_context(cafile=cafile) if trusted else TLS

    async def scene() -> Look:
        async with http_server(OK, tls=server_side) as seen:
            prober = Prober(internal_hosts=[host], resolver=_here, tls=client_side)
            check = replace(PORT, kind=CheckKind.TLS, host=host, port=seen.port)
            return await prober.look(check)

    return asyncio.run(scene())


def test_the_end_of_a_certificate_is_read(tmp_path: Path) -> None:
    until = datetime(2089, 12, 31, tzinfo=UTC)
    found = _look_at_certificate(tmp_path, until, host="shop.example")
    assert found.fault is None
    assert found.certificate_until == until


def test_an_expired_certificate_a_wrong_name_and_a_stranger_are_told_apart(tmp_path: Path) -> None:
    later = datetime(2090, 1, 1, tzinfo=UTC)
    expired = _look_at_certificate(tmp_path, datetime(2025, 1, 1, tzinfo=UTC), host="shop.example")
    assert expired.fault is Fault.EXPIRED
    other = _look_at_certificate(tmp_path, later, host="other.example")
    assert other.fault is Fault.CERTIFICATE
    assert "other.example" in other.detail
    stranger = _look_at_certificate(tmp_path, later, host="shop.example", trusted=False)
    assert stranger.fault is Fault.CERTIFICATE


def test_an_https_answer_with_a_bad_certificate_says_so(tmp_path: Path) -> None:
    server_side = certificate(tmp_path, "shop.example", until=datetime(2090, 1, 1, tzinfo=UTC))

    async def scene() -> Look:
        async with http_server(OK, tls=server_side) as seen:
            prober = Prober(internal_hosts=["shop.example"], resolver=_here, tls=TLS)
            return await prober.look(replace(HTTP, url=f"https://shop.example:{seen.port}/"))

    assert asyncio.run(scene()).fault is Fault.CERTIFICATE


def _closed_port() -> int:
    async def scene() -> int:
        async with http_server(OK) as seen:
            return seen.port

    return asyncio.run(scene())
