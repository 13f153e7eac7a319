"""A client that keeps its connections: what it shares, what it never shares, and how it waits."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from noroshi.net import (
    Allowance,
    AnswerLost,
    HostBusy,
    NotAllowedAddress,
    NotReached,
    OutboundClient,
    OutboundSession,
)
from noroshi.net.address import Resolver
from tests.delivery.providers.servers import Answer, FakeApi, fake_api
from tests.net.servers import TLS, http_server, reply, say_nothing
from tests.net.test_client import certificate, resolves_to

QUICK = Allowance(connections=4)
HERE = resolves_to("127.0.0.1")


@asynccontextmanager
async def session(
    api: FakeApi,
    *hosts: str,
    allowance: Allowance = QUICK,
    resolver: Resolver = HERE,
) -> AsyncIterator[OutboundSession]:
    allowed = {f"{host}:{api.port}" for host in hosts}
    client = OutboundClient(internal_hosts=allowed, resolver=resolver, tls=TLS)
    async with client.session(allowance) as opened:
        yield opened


async def post(http: OutboundSession, api: FakeApi, host: str, path: str = "/") -> int:
    url = f"http://{host}:{api.port}{path}"
    return (await http.post(url, content=b"{}", headers={})).status


async def four_at_once(http: OutboundSession, api: FakeApi, hosts: Sequence[str]) -> None:
    waiting = iter(hosts)

    async def one_after_the_other() -> None:
        for host in waiting:
            await post(http, api, host)

    await asyncio.gather(*(one_after_the_other() for _ in range(4)))


def test_no_more_connections_are_made_than_allowed_and_all_are_used_again() -> None:
    async def scene() -> FakeApi:
        async with fake_api(Answer(delay=0.001)) as api, session(api, "a.example") as http:
            await four_at_once(http, api, ["a.example"] * 100)
        return api

    api = asyncio.run(scene())
    assert len(api.requests) == 100
    assert api.most_at_once <= 4
    assert api.connections <= 4


def test_many_hosts_share_the_allowance() -> None:
    hosts = [f"h{number}.example" for number in range(12)]

    async def scene() -> FakeApi:
        async with fake_api(Answer(delay=0.001)) as api, session(api, *hosts) as http:
            await four_at_once(http, api, hosts * 3)
        return api

    api = asyncio.run(scene())
    assert len(api.requests) == 36
    assert api.most_at_once <= 4
    assert api.connections <= 16, "idle connections wait for their host to be next again"


def test_two_hosts_on_one_address_never_share_a_connection() -> None:
    async def scene() -> FakeApi:
        hosts = ("a.example", "b.example")
        async with fake_api(Answer()) as api, session(api, *hosts) as http:
            for host in ("a.example", "b.example", "a.example", "A.example.", "b.example"):
                await post(http, api, host)
        return api

    api = asyncio.run(scene())
    assert api.connections == 2
    assert {request.headers["host"] for request in api.requests} == {
        f"a.example:{api.port}",
        f"b.example:{api.port}",
    }


def test_a_connection_checked_for_one_name_is_not_used_for_another(tmp_path: Path) -> None:
    server_side = certificate(tmp_path, "a.example")
    client_side = ssl.create_default_context(cafile=str(tmp_path / "chain.pem"))

    async def scene() -> None:
        async with http_server(reply("200 OK"), tls=server_side) as seen:
            allowed = {f"{host}.example:{seen.port}" for host in "ab"}
            client = OutboundClient(
                internal_hosts=allowed, resolver=resolves_to("127.0.0.1"), tls=client_side
            )
            async with client.session(QUICK) as http:
                url = f"https://a.example:{seen.port}/"
                assert (await http.get(url, headers={})).status == 200
                with pytest.raises(NotReached):
                    await http.get(f"https://b.example:{seen.port}/", headers={})
        assert len(seen.requests) == 1

    asyncio.run(scene())


def test_every_new_connection_is_judged_however_often_the_name_server_changes_its_mind() -> None:
    answers = [["127.0.0.1"], ["10.0.0.7"], ["127.0.0.1", "169.254.169.254"]]
    asked: list[str] = []

    async def rebinding(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return answers[min(len(asked), len(answers)) - 1]

    async def scene() -> None:
        closing = Answer(headers={"Connection": "close"})
        replies = iter([Answer(), Answer(), closing])
        async with fake_api(lambda _: next(replies)) as api:
            # The first name is trusted by settings; the second leads where it likes.
            async with session(api, "a.example", resolver=rebinding) as http:
                for _ in range(3):
                    await post(http, api, "a.example")
                assert asked == ["a.example"], "a kept connection needs no name server"
                for _ in range(2):
                    with pytest.raises(NotAllowedAddress, match="internal address"):
                        await http.get("https://b.example/", headers={})
            assert api.connections == 1

    asyncio.run(scene())


def test_a_redirect_to_an_internal_address_is_not_followed_on_a_kept_connection() -> None:
    async def scene() -> None:
        async with fake_api(Answer()) as canary:
            away = Answer(302, headers={"Location": f"http://127.0.0.1:{canary.port}/"})
            async with fake_api(away) as api, session(api, "a.example") as http:
                for _ in range(2):
                    assert await post(http, api, "a.example") == 302
        assert (canary.connections, api.connections) == (0, 1)

    asyncio.run(scene())


def test_a_second_address_is_tried_when_the_first_one_does_not_answer() -> None:
    async def scene() -> None:
        async with fake_api(Answer()) as api:
            both = resolves_to("::1", "127.0.0.1")  # nobody listens on the first
            async with session(api, "a.example", resolver=both) as http:
                assert await post(http, api, "a.example") == 200

    asyncio.run(scene())


def test_a_name_server_that_never_answers_is_given_up_and_nothing_was_sent() -> None:
    async def silent(host: str, port: int) -> Sequence[str]:
        await asyncio.sleep(60)
        return []

    async def scene() -> None:
        short = Allowance(connect_seconds=0.05, seconds=5)
        async with (
            fake_api(Answer()) as api,
            session(api, "a.example", allowance=short, resolver=silent) as http,
        ):
            with pytest.raises(NotReached):
                await post(http, api, "a.example")
        assert api.connections == 0

    asyncio.run(scene())


def test_a_connection_that_the_server_closed_meanwhile_is_replaced() -> None:
    async def scene() -> None:
        async with http_server(reply("200 OK")) as seen:  # closes after each answer
            allowed = {f"a.example:{seen.port}"}
            client = OutboundClient(
                internal_hosts=allowed, resolver=resolves_to("127.0.0.1"), tls=TLS
            )
            async with client.session(QUICK) as http:
                for _ in range(3):
                    url = f"http://a.example:{seen.port}/"
                    assert (await http.get(url, headers={})).status == 200
                    await asyncio.sleep(0.01)
        assert (len(seen.requests), seen.connections) == (3, 3)

    asyncio.run(scene())


def test_an_answer_that_does_not_come_in_time_is_lost_and_its_connection_is_not_used_again() -> (
    None
):
    async def scene() -> None:
        async with http_server(say_nothing, reply("200 OK")) as seen:
            allowed = {f"a.example:{seen.port}"}
            client = OutboundClient(
                internal_hosts=allowed, resolver=resolves_to("127.0.0.1"), tls=TLS
            )
            async with client.session(Allowance(seconds=0.2)) as http:
                url = f"http://a.example:{seen.port}/"
                with pytest.raises(AnswerLost):
                    await http.get(url, headers={})
                assert (await http.get(url, headers={})).status == 200
        assert seen.connections == 2

    asyncio.run(scene())


def test_a_slow_host_leaves_places_to_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("noroshi.net.places.SLOW_SECONDS", 0.1)

    async def scene() -> None:
        async with fake_api(
            lambda request: Answer(delay=60 if "slow" in request.headers["host"] else 0)
        ) as api:
            hosts = ("slow.example", "quick.example")
            async with session(api, *hosts, allowance=Allowance(connections=8)) as http:
                slow = [asyncio.ensure_future(post(http, api, "slow.example")) for _ in range(4)]
                await asyncio.wait(slow, timeout=0.2)
                for _ in range(10):
                    with pytest.raises(HostBusy):
                        await post(http, api, "slow.example")
                quick = [post(http, api, "quick.example") for _ in range(4)]
                assert await asyncio.gather(*quick) == [200] * 4
                for task in slow:
                    task.cancel()
                await asyncio.gather(*slow, return_exceptions=True)
            assert len(api.requests) == 8

    asyncio.run(scene())


def test_an_account_s_own_provider_may_be_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("noroshi.net.places.SLOW_SECONDS", 0.0)

    async def scene() -> None:
        own = Allowance(connections=4, by_host=False)
        async with fake_api(Answer(delay=0.01)) as api:
            async with session(api, "a.example", allowance=own) as http:
                await four_at_once(http, api, ["a.example"] * 12)
            assert len(api.requests) == 12

    asyncio.run(scene())


def test_callers_who_ask_for_more_wait_until_it_is_their_turn() -> None:
    async def scene() -> FakeApi:
        own = Allowance(connections=3, by_host=False)
        hosts = ("a.example", "b.example")
        async with (
            fake_api(Answer(delay=0.005)) as api,
            session(api, *hosts, allowance=own) as http,
        ):
            await asyncio.gather(*(post(http, api, hosts[number % 2]) for number in range(20)))
        return api

    api = asyncio.run(scene())
    assert (len(api.requests), api.most_at_once) == (20, 3)
