"""Every answer goes to the mail it is about, also while the next envelope is already under way.

The lines of the table of error situations in reference: refused RCPT with 503, 554 or 354 to DATA,
4xx and 5xx at any step, 421 at any step, answers that belong to nothing.
"""

from __future__ import annotations

import pytest

from tests.delivery.smtp.scenes import CountingFeed, on, parcel, send, session
from tests.delivery.smtp.server import EXTENSIONS, HANG_UP, Answer, Server, serving

SECOND = "r2@e.example"
SECOND_SENDER = "b+1.2@k.example"
NO_PIPELINING = tuple(each for each in EXTENSIONS if each != "PIPELINING")
BOTH = pytest.mark.parametrize(
    "extensions", [EXTENSIONS, NO_PIPELINING], ids=["pipelined", "plain"]
)


def at(step: str, says: str, *, times: int = 1) -> Answer:
    """Say it about the second mail (or its sender), so many times."""
    left = [says] * times

    def answer(asked: str, address: str) -> str | None:
        mine = asked == step and address in {SECOND, SECOND_SENDER}
        return left.pop() if mine and left else None

    return answer


def run(server: Server, mails: int = 3, **changes: object) -> CountingFeed:
    async def scene() -> CountingFeed:
        async with serving(server):
            feed = CountingFeed(parcel(n) for n in range(1, mails + 1))
            return await send(server, feed, **changes)

    return on("asyncio", scene())


@BOTH
@pytest.mark.parametrize(
    ("step", "says", "kind", "code"),
    [
        ("MAIL", "451 4.3.0 later", "temporary", "451 4.3.0"),
        ("MAIL", "550 5.7.1 not you", "permanent", "550 5.7.1"),
        ("RCPT", "450 4.2.0 greylisted", "temporary", "450 4.2.0"),
        ("RCPT", "550 5.1.1 no such user", "permanent", "550 5.1.1"),
        ("DATA", "451 4.3.2 later", "temporary", "451 4.3.2"),
        ("DATA", "554 5.7.0 no", "permanent", "554 5.7.0"),
        ("dot", "452 4.3.1 disk full", "temporary", "452 4.3.1"),
        ("dot", "554-5.6.0 refused\r\n554 5.6.0 for good", "permanent", "554 5.6.0"),
    ],
)
def test_a_refusal_concerns_its_own_mail_only(
    extensions: tuple[str, ...], step: str, says: str, kind: str, code: str
) -> None:
    server = Server(answer=at(step, says), extensions=extensions)
    feed = run(server)
    assert feed.outcomes == ["accepted", kind, "accepted"]
    assert feed.codes == [code]
    assert server.connections == 1


@BOTH
@pytest.mark.parametrize(
    ("step", "kind"),
    [("MAIL", "accepted"), ("RCPT", "accepted"), ("DATA", "accepted"), ("dot", "throttled")],
)
def test_after_421_what_was_not_sent_is_sent_on_a_new_connection(
    extensions: tuple[str, ...], step: str, kind: str
) -> None:
    server = Server(answer=at(step, "421 4.7.0 slow down"), extensions=extensions)
    feed = run(server)
    assert feed.outcomes == ["accepted", kind, "accepted"]
    assert server.connections == 2


@BOTH
@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
def test_421_to_the_first_mail_of_a_connection_is_told_as_it_is(
    extensions: tuple[str, ...], step: str
) -> None:
    server = Server(answer=at(step, "421 4.7.0 slow down", times=2), extensions=extensions)
    feed = run(server)
    assert feed.outcomes == ["accepted", "throttled", "accepted"]
    assert server.connections == 3


@pytest.mark.parametrize("data", ["503 5.5.1 need RCPT", "554 5.5.1 no valid recipients"])
def test_a_refused_recipient_is_told_by_its_own_answer_and_not_by_that_to_data(data: str) -> None:
    def answer(step: str, address: str) -> str | None:
        if step == "RCPT" and address == SECOND:
            return "550 5.1.1 no such user"
        return data if step == "DATA to nobody" else None

    feed = run(Server(answer=answer))
    assert feed.outcomes == ["accepted", "permanent", "accepted"]
    assert feed.codes == ["550 5.1.1"]
    assert feed.failures[0].detail == "RCPT: 550 5.1.1 no such user"


@pytest.mark.parametrize("dot", ["554 5.5.1 no", "250 2.0.0 Ok"])
def test_a_relay_that_wants_the_body_for_nobody_gets_a_lone_dot(dot: str) -> None:
    def answer(step: str, address: str) -> str | None:
        if step == "RCPT" and address == SECOND:
            return "450 4.2.0 greylisted"
        return {"DATA to nobody": "354 go on", "dot to nobody": dot}.get(step)

    server = Server(answer=answer)
    feed = run(server)
    assert feed.outcomes == ["accepted", "temporary", "accepted"]
    assert server.recipients == ["r1@e.example", "r3@e.example"]
    assert "body of 3 for nobody" in server.commands


def test_an_empty_mail_never_goes_to_a_recipient_whose_sender_was_refused() -> None:
    # The relay is confused: it refuses MAIL and still takes RCPT and DATA.
    refuse = at("MAIL", "451 4.3.0 later")
    server = Server(
        answer=lambda step, address: (
            "250 Ok" if step == "RCPT without MAIL" else refuse(step, address)
        )
    )
    feed = run(server)
    assert feed.outcomes == ["accepted", "temporary", "accepted"]
    assert all(mail.content for mail in server.mails)
    assert "r2@e.example" not in server.recipients


@pytest.mark.parametrize("says", ["250 Ok\r\n250 Ok", "299 hm", "hello", "25", "\x00\x00\x00"])
@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
def test_answers_that_make_no_sense_end_the_connection_and_cost_no_mail(
    step: str, says: str
) -> None:
    if step != "DATA" and says == "299 hm":
        return  # any 2xx is a yes to an envelope (RFC 5321 4.2.1)
    server = Server(answer=at(step, says))
    feed = run(server)
    assert feed.outcomes == ["accepted"] * 3
    assert max(server.recipients.count(each) for each in server.recipients) == 1
    assert server.connections == 2


@pytest.mark.parametrize("says", ["251 hm", "354 go on", "hello", HANG_UP, "999 Ok", "250X"])
def test_only_250_to_the_final_dot_means_taken(says: str) -> None:
    feed = run(Server(answer=at("dot", says)))
    assert feed.outcomes == ["accepted", "unknown", "accepted"]
    assert feed.codes == ["no-answer"]


def test_an_answer_too_many_before_the_body_is_not_taken_for_the_answer_to_it() -> None:
    one_too_many = at("DATA", "354 go on\r\n250 2.0.0 Ok")
    refuse = at("dot", "554 5.6.0 refused")
    server = Server(
        answer=lambda step, address: one_too_many(step, address) or refuse(step, address)
    )
    assert run(server).outcomes == ["accepted", "permanent", "accepted"]
    assert server.confirmed.total() == 2


def test_a_connection_with_an_answer_to_nothing_is_not_used_again() -> None:
    server = Server(answer=at("dot", "250 2.0.0 Ok\r\n250 2.0.0 Ok"))

    async def scene() -> None:
        async with serving(server), session(server) as opened:
            await opened.deliver(parcel(2))
            await opened.deliver(parcel(3))

    on("asyncio", scene())
    assert server.connections == 2


@pytest.mark.parametrize("loop", ["asyncio", "uvloop"])
def test_answers_may_come_byte_by_byte(loop: str) -> None:
    def answer(step: str, address: str) -> str | None:
        return "250-2.0.0 Ok\r\n250-queued\r\n250 as 4F" if step == "dot" else None

    async def scene() -> CountingFeed:
        async with serving(Server(answer=answer, split=True)) as server:
            return await send(server, CountingFeed(parcel(n) for n in range(1, 6)))

    assert on(loop, scene()).outcomes == ["accepted"] * 5


@pytest.mark.parametrize(
    "says", ["250 " + "x" * 70_000, "250-a\r\n" * 200 + "250 a", "250-a\r\n251 b"]
)
def test_an_endless_answer_is_not_collected(says: str) -> None:
    feed = run(Server(answer=at("dot", says)))
    assert feed.outcomes == ["accepted", "unknown", "accepted"]
