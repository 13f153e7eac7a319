"""Connections come and go: limits, idleness, silence, outages, the end. No mail is lost in it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress

import pytest

from noroshi.delivery.contract import DeliveryFailed
from noroshi.delivery.providers.smtp.desk import Desk
from noroshi.delivery.providers.smtp.pauses import Pauses
from noroshi.delivery.providers.smtp.session import SmtpSession
from tests.delivery.smtp.scenes import CountingFeed, on, parcel, send, session
from tests.delivery.smtp.server import HANG_UP, SILENCE, Server, serving

LOOPS = pytest.mark.parametrize("loop", ["asyncio", "uvloop"])


async def until(true: Callable[[], bool]) -> None:
    for _ in range(600):
        if true():
            return
        await asyncio.sleep(0.005)
    raise TimeoutError


@LOOPS
def test_many_connections_share_the_mails(loop: str) -> None:
    async def scene() -> tuple[Server, CountingFeed]:
        async with serving(Server()) as server:
            feed = CountingFeed(parcel(n) for n in range(1, 401))
            return server, await send(server, feed, connections=8)

    server, feed = on(loop, scene())
    assert set(feed.outcomes) == {"accepted"}
    assert sorted(server.recipients) == sorted(feed.settled)
    assert server.connections == 8


@LOOPS
@pytest.mark.parametrize("goodbye", [HANG_UP, "421 4.7.0 enough"])
def test_a_limit_of_mails_per_connection_costs_no_mail(loop: str, goodbye: str) -> None:
    async def scene() -> tuple[Server, CountingFeed]:
        async with serving(Server(most_mails=10, goodbye=goodbye)) as server:
            feed = CountingFeed(parcel(n) for n in range(1, 101))
            return server, await send(server, feed, connections=2)

    server, feed = on(loop, scene())
    assert feed.outcomes == ["accepted"] * 100
    assert len(server.mails) == 100
    assert server.connections >= 10


def test_one_mail_needs_one_connection_and_the_next_one_uses_it() -> None:
    async def scene() -> int:
        async with serving(Server()) as server, session(server, connections=8) as opened:
            for number in range(5):
                assert (await opened.deliver(parcel(number))).code == "250"
            return server.connections

    assert on("asyncio", scene()) == 1


def test_mails_by_call_and_mails_from_the_feed_share_the_connections() -> None:
    async def scene() -> tuple[Server, CountingFeed]:
        async with serving(Server()) as server, session(server, connections=2) as opened:
            feed = CountingFeed(parcel(n) for n in range(1, 51))
            opened.begin(feed)
            opened.wake()
            same = parcel(99)
            await asyncio.gather(*(opened.deliver(same) for _ in range(5)))
            await feed.finished.wait()
            return server, feed

    server, feed = on("asyncio", scene())
    assert feed.outcomes == ["accepted"] * 50
    assert server.recipients.count("r99@e.example") == 5


def test_a_feed_that_has_something_again_is_served_at_once() -> None:
    async def scene() -> CountingFeed:
        async with serving(Server()) as server, session(server, connections=2) as opened:
            feed = CountingFeed([])
            feed.total = 30
            opened.begin(feed)
            for number in range(30):
                feed.waiting.append(parcel(number))
                opened.wake()
                await asyncio.sleep(0.001)
            await asyncio.wait_for(feed.finished.wait(), 2)
            return feed

    assert on("asyncio", scene()).outcomes == ["accepted"] * 30


@pytest.mark.parametrize("goodbye", [HANG_UP, "421 4.4.2 idle"])
def test_a_connection_closed_while_idle_is_replaced_without_a_word(goodbye: str) -> None:
    async def scene() -> tuple[int, list[str]]:
        server = Server(most_mails=1, goodbye=goodbye)
        async with serving(server), session(server) as opened:
            for number in (1, 2, 3):
                await opened.deliver(parcel(number))
            return server.connections, server.recipients

    assert on("asyncio", scene()) == (3, [f"r{n}@e.example" for n in (1, 2, 3)])


def test_an_unused_connection_is_closed_with_quit() -> None:
    async def scene() -> list[str]:
        async with serving(Server()) as server, session(server, idle=0.05) as opened:
            await opened.deliver(parcel(1))
            await until(lambda: "QUIT" in server.commands)
            await opened.deliver(parcel(2))
            assert server.connections == 2
            return server.commands

    assert on("asyncio", scene()).count("QUIT") == 2


@pytest.mark.parametrize(
    ("step", "seconds", "kind"),
    [
        ("MAIL", "mail", "temporary"),
        ("RCPT", "rcpt", "temporary"),
        ("DATA", "data", "temporary"),
        ("dot", "final_dot", "unknown"),
        ("connect", "greeting", "temporary"),
    ],
)
def test_silence_ends_after_the_time_for_that_answer(step: str, seconds: str, kind: str) -> None:
    def answer(asked: str, address: str) -> str | None:
        return SILENCE if asked == step else None

    async def scene() -> list[str]:
        async with serving(Server(answer=answer)) as server:
            feed = await send(server, CountingFeed([parcel(1)]), **{seconds: 0.06})
            return feed.outcomes

    assert on("asyncio", scene()) == [kind]


def test_a_slow_answer_to_the_final_dot_is_waited_for() -> None:
    async def scene() -> list[str]:
        async with serving(Server(dot_takes=0.3)) as server:
            return (await send(server, CountingFeed([parcel(1)]), mail=0.15, data=0.15)).outcomes

    assert on("asyncio", scene()) == ["accepted"]


@LOOPS
def test_an_outage_shows_itself_in_few_mails_and_ends_by_itself(loop: str) -> None:
    server = Server()

    async def scene() -> tuple[int, float, CountingFeed]:
        async with serving(Server()) as probe:
            port = probe.port
        server.port = port
        feed = CountingFeed(parcel(n) for n in range(1, 501))
        pauses = {"first_pause": 0.05, "longest_pause": 0.2}
        async with session(server, connections=8, **pauses) as opened:
            opened.begin(feed)
            seconds = await _waking(opened, 100)
            failed = len(feed.settled)
            async with serving(server):
                await until(feed.finished.is_set)
            assert len(feed.failures) <= failed + 8
            return failed, seconds, feed

    failed, seconds, feed = on(loop, scene())
    # Each of eight lines tries after 0, 0.05, 0.1, 0.2, 0.2 ... seconds, shortened by up to half.
    assert 8 <= failed <= 8 * (3 + seconds / 0.1)
    assert set(feed.codes) == {"connection"}
    assert len(server.mails) == feed.outcomes.count("accepted") == 500 - len(feed.failures)


@pytest.mark.parametrize("says", ["421 4.3.2 down", HANG_UP])
def test_a_relay_that_takes_connections_but_no_mail_is_not_stormed(says: str) -> None:
    def answer(step: str, address: str) -> str | None:
        return says if step == "MAIL" else None

    async def scene() -> tuple[int, int, float]:
        async with serving(Server(answer=answer)) as server:
            feed = CountingFeed(parcel(n) for n in range(1, 501))
            pauses = {"first_pause": 0.05, "longest_pause": 0.1}
            async with session(server, connections=4, **pauses) as opened:
                opened.begin(feed)
                seconds = await _waking(opened, 60)
                return server.connections, len(feed.settled), seconds

    connections, failed, seconds = on("asyncio", scene())
    assert connections - 4 <= failed <= connections
    # Each of four lines tries after 0, 0.05, 0.1, 0.1 ... seconds, shortened by up to half.
    assert 4 <= failed <= 4 * (2 + seconds / 0.05)


async def _waking(opened: SmtpSession, times: int) -> float:
    """Wake it so often, as a feed does; how many seconds that took."""
    clock = asyncio.get_running_loop().time
    began = clock()
    for _ in range(times):
        opened.wake()
        await asyncio.sleep(0.003)
    return clock() - began


def test_mails_by_call_hear_of_an_outage_at_once() -> None:
    async def scene() -> list[str]:
        async with serving(Server()) as server:
            pass
        async with session(server, connections=2) as opened:
            calls = (opened.deliver(parcel(n)) for n in range(20))
            answers = await asyncio.gather(*calls, return_exceptions=True)
            return [str(each.kind) for each in answers if isinstance(each, DeliveryFailed)]

    assert on("asyncio", scene()) == ["temporary"] * 20


@pytest.mark.parametrize(
    ("greeting", "kind"),
    [
        ("554 5.7.1 go away", "temporary"),
        ("421 4.7.0 too many connections", "throttled"),
        ("HTTP/1.1 400 Bad Request", "temporary"),
        (HANG_UP, "temporary"),
    ],
)
def test_a_relay_that_greets_with_a_refusal_refuses_us_and_not_the_recipient(
    greeting: str, kind: str
) -> None:
    def answer(step: str, address: str) -> str | None:
        return greeting if step == "connect" else None

    async def scene() -> list[str]:
        async with serving(Server(answer=answer)) as server:
            return (await send(server, CountingFeed([parcel(1)]))).outcomes

    assert on("asyncio", scene()) == [kind]


def test_a_relay_that_allows_fewer_connections_is_used_as_far_as_it_goes() -> None:
    server = Server()

    def answer(step: str, address: str) -> str | None:
        too_many = step == "connect" and server.connections > 2
        return "421 4.7.0 too many connections" if too_many else None

    server.answer = answer

    async def scene() -> CountingFeed:
        async with serving(server):
            feed = CountingFeed(parcel(n) for n in range(1, 301))
            return await send(server, feed, connections=6)

    assert on("asyncio", scene()).outcomes == ["accepted"] * 300


def test_a_mail_that_waits_too_long_for_a_new_connection_goes_back() -> None:
    server = Server(most_mails=1, goodbye=HANG_UP)

    def answer(step: str, address: str) -> str | None:
        return SILENCE if step == "connect" and server.connections == 2 else None

    server.answer = answer

    async def scene() -> CountingFeed:
        async with serving(server):
            return await send(server, CountingFeed([parcel(1), parcel(2)]), resend=0.05)

    feed = on("asyncio", scene())
    assert feed.outcomes == ["accepted", "temporary"]
    assert feed.codes == ["connection"]


@LOOPS
def test_the_end_of_the_session_settles_every_mail(loop: str) -> None:
    def answer(step: str, address: str) -> str | None:
        return SILENCE if step == "dot" and address == "r3@e.example" else None

    async def scene() -> tuple[CountingFeed, float]:
        clock = asyncio.get_running_loop().time
        async with serving(Server(answer=answer)) as server:
            feed = CountingFeed(parcel(n) for n in range(1, 7))
            async with session(server, quit=0.1) as opened:
                opened.begin(feed)
                opened.wake()
                await until(lambda: "r3@e.example" in server.asked_for_body and len(feed.open) == 2)
                began = clock()
            return feed, clock() - began

    feed, seconds = on(loop, scene())
    # The third is in doubt, the fourth had its envelope sent, the others were never taken.
    assert feed.outcomes == ["accepted", "accepted", "unknown", "temporary"]
    assert len(feed.waiting) == 2
    assert not feed.open
    assert seconds < 1


def test_the_end_of_the_session_is_polite() -> None:
    async def scene() -> list[str]:
        async with serving(Server()) as server:
            async with session(server, connections=2) as opened:
                feed = CountingFeed(parcel(n) for n in range(1, 50))
                opened.begin(feed)
                opened.wake()
                await feed.finished.wait()
            await asyncio.sleep(0.01)
            return server.commands

    assert on("asyncio", scene()).count("QUIT") == 2


def test_a_call_that_is_cancelled_leaves_the_connection_in_order() -> None:
    async def scene() -> tuple[list[str], int]:
        server = Server()
        async with serving(server), session(server) as opened:
            first = asyncio.create_task(opened.deliver(parcel(1)))
            second = asyncio.create_task(opened.deliver(parcel(2)))
            await until(lambda: "MAIL FROM" in server.commands)
            first.cancel()
            second.cancel()
            with suppress(asyncio.CancelledError):
                await first
            with suppress(asyncio.CancelledError):
                await second
            assert (await opened.deliver(parcel(3))).code == "250"
            return server.recipients, server.connections

    recipients, connections = on("asyncio", scene())
    assert recipients[-1] == "r3@e.example"
    assert connections == 1


def test_a_call_may_be_cancelled_at_any_moment() -> None:
    async def scene() -> list[str]:
        async with serving(Server()) as server, session(server) as opened:
            for step in range(40):
                call = asyncio.create_task(opened.deliver(parcel(step)))
                for _ in range(step):
                    await asyncio.sleep(0)
                call.cancel()
                await asyncio.gather(call, return_exceptions=True)
                assert call.cancelled() or call.exception() is None
            await opened.deliver(parcel(99))
            return server.recipients

    assert on("asyncio", scene()).count("r99@e.example") == 1


def test_a_call_answered_in_the_moment_in_which_it_is_cancelled_is_no_error() -> None:
    async def scene() -> None:
        desk = Desk()
        copy, answer = desk.ask(parcel(1))
        assert desk.take() is copy
        desk.settle(copy, None)
        desk.withdraw(copy)
        assert answer.result().code == "250"

    on("asyncio", scene())


def test_after_the_end_nothing_is_begun() -> None:
    async def scene() -> str:
        async with serving(Server()) as server:
            async with session(server) as opened:
                pass
            opened.wake()
            with pytest.raises(DeliveryFailed) as caught:
                await opened.deliver(parcel(1))
            assert server.connections == 0
            return str(caught.value.kind)

    assert on("asyncio", scene()) == "temporary"


@LOOPS
def test_a_mail_larger_than_every_buffer_arrives_whole(loop: str) -> None:
    content = b"Subject: x\r\n\r\n" + b".x" * 35 + b"\r\n" + (b".y" * 35 + b"\r\n") * 15_000

    async def scene() -> list[bytes]:
        async with serving(Server(extensions=("PIPELINING",))) as server:
            feed = await send(server, CountingFeed(parcel(n, content=content) for n in (1, 2)))
            assert feed.outcomes == ["accepted"] * 2
            return [mail.content for mail in server.mails]

    assert on(loop, scene()) == [content, content]


def test_pauses_double_up_to_the_longest_and_are_spread() -> None:
    late, early = Pauses(0.5, 30, lambda: 1.0), Pauses(0.5, 30, lambda: 0.0)
    assert [late.next() for _ in range(8)] == [0.5, 1, 2, 4, 8, 16, 30, 30]
    assert [early.next() for _ in range(3)] == [0.25, 0.5, 1]
    late.reset()
    assert late.next() == 0.5
