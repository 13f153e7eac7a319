"""What is written for one mail, by what the relay can do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.delivery.contract import DeliveryFailed
from noroshi.delivery.providers.smtp.capabilities import Capabilities
from noroshi.delivery.providers.smtp.envelope import Envelopes, body_of, xtext
from tests.delivery.smtp.scenes import CountingFeed, on, parcel, send
from tests.delivery.smtp.server import Server, serving

ALL = Capabilities(
    pipelining=True, size=True, largest=1_000, eight_bit=True, smtputf8=True, dsn=True
)
NONE = Capabilities()
EIGHT_BIT = "Subject: x\r\n\r\n障害\r\n".encode()


def envelope(able: Capabilities = ALL, *, dsn: bool = True, **changes: object) -> list[str]:
    mail = parcel(1)._replace(**changes)  # type: ignore[arg-type]
    written = Envelopes("bounces@kitsune.example", able, dsn=dsn).of(mail)
    return written.decode().split("\r\n")


def refusal(able: Capabilities, **changes: object) -> tuple[str, str]:
    with pytest.raises(DeliveryFailed) as caught:
        envelope(able, **changes)
    return str(caught.value.kind), caught.value.code


def test_everything_the_relay_announces_is_used() -> None:
    assert envelope() == [
        "MAIL FROM:<b+1.1@k.example> SIZE=18 RET=HDRS ENVID=1.1",
        "RCPT TO:<r1@e.example> NOTIFY=FAILURE ORCPT=rfc822;r1@e.example",
        "DATA",
        "",
    ]


def test_nothing_is_used_that_the_relay_does_not_announce() -> None:
    assert envelope(NONE)[:2] == ["MAIL FROM:<b+1.1@k.example>", "RCPT TO:<r1@e.example>"]


def test_notices_can_be_left_to_the_relay() -> None:
    assert envelope(dsn=False)[:2] == [
        "MAIL FROM:<b+1.1@k.example> SIZE=18",
        "RCPT TO:<r1@e.example>",
    ]


def test_a_mail_without_a_return_path_comes_back_to_the_account() -> None:
    assert envelope(NONE, return_path="")[0] == "MAIL FROM:<bounces@kitsune.example>"


@pytest.mark.parametrize("reference", ["", "x" * 101, "+" * 40])
def test_a_reference_that_cannot_be_carried_is_left_out(reference: str) -> None:
    assert envelope(reference=reference)[0].endswith("RET=HDRS")


def test_a_reference_is_written_as_xtext() -> None:
    assert envelope(reference="a+b=c d")[0].endswith(" ENVID=a+2Bb+3Dc+20d")


@pytest.mark.parametrize(
    ("address", "rcpt"),
    [
        ("rin+x@e.example", "RCPT TO:<rin+x@e.example> NOTIFY=FAILURE ORCPT=rfc822;rin+2Bx@e.example"),
        ("a..b@e.example", 'RCPT TO:<"a..b"@e.example> NOTIFY=FAILURE ORCPT=rfc822;"a..b"@e.example'),
        ("りん@e.example", "RCPT TO:<りん@e.example> NOTIFY=FAILURE"),
        ("Rin@E.example", "RCPT TO:<Rin@e.example> NOTIFY=FAILURE ORCPT=rfc822;Rin@e.example"),
    ],
)  # fmt: skip
def test_unusual_addresses_are_written_as_the_grammar_wants(address: str, rcpt: str) -> None:
    assert envelope(address=address)[1] == rcpt


def test_letters_outside_ascii_need_smtputf8() -> None:
    assert envelope(address="りん@e.example")[0].endswith(" SMTPUTF8 RET=HDRS ENVID=1.1")
    assert refusal(NONE, address="りん@e.example") == ("permanent", "smtputf8")


def test_eight_bit_mail_needs_8bitmime() -> None:
    assert " BODY=8BITMIME" in envelope(content=EIGHT_BIT)[0]
    assert refusal(NONE, content=EIGHT_BIT) == ("permanent", "8bitmime")


def test_a_mail_larger_than_the_relay_takes_is_not_offered() -> None:
    assert envelope(content=b"x" * 1_000)[0].startswith("MAIL FROM:<b+1.1@k.example> SIZE=1000")
    assert refusal(ALL, content=b"x" * 1_001) == ("permanent", "size")
    assert envelope(Capabilities(size=True), content=b"x" * 9_999)[0].endswith("SIZE=9999")


@pytest.mark.parametrize(
    "address",
    [
        "rin@e.example>\r\nRCPT TO:<mallory@e.example",
        "rin@e.example\r\n",
        "rin@e.example\n",
        "rin@e.example> NOTIFY=NEVER",
        "rin@-e.example",
        f"{'x' * 65}@e.example",
        "",
    ],
)
def test_an_address_can_never_bring_a_command(address: str) -> None:
    assert refusal(ALL, address=address) == ("permanent", "address")


@pytest.mark.parametrize(
    "sender",
    ["b@k.example>\r\nDATA", "b@k.example\n", "りん@k.example", "b", f"{'x' * 250}@k.example"],
)
def test_a_wrong_sender_gives_nobody_up(sender: str) -> None:
    assert refusal(ALL, return_path=sender) == ("temporary", "sender")


@given(st.text(max_size=80))
def test_whatever_the_address_is_there_are_three_lines(text: str) -> None:
    try:
        lines = envelope(address=f"{text}@e.example")
    except DeliveryFailed:
        return
    assert [line[:4] for line in lines] == ["MAIL", "RCPT", "DATA", ""]
    assert all("\n" not in line and "\r" not in line for line in lines)


@pytest.mark.parametrize(
    ("content", "body"),
    [
        (b"a\r\nb\r\n", b"a\r\nb\r\n"),
        (b"a\r\n.b\r\n", b"a\r\n..b\r\n"),
        (b".\r\na\r\n", b"..\r\na\r\n"),
        (b"a\r\n.\r\n", b"a\r\n..\r\n"),
        (b"a\n.\r\n", b"a\n..\r\n"),
        (b"a", b"a\r\n"),
        (b"", b"\r\n"),
        (b"a.b\r\n...\r\n", b"a.b\r\n....\r\n"),
    ],
)
def test_dots_are_doubled_at_the_beginning_of_lines_only(content: bytes, body: bytes) -> None:
    assert body_of(content) == body


@given(st.lists(st.sampled_from([b".", b"\r\n", b"x", b".."]), max_size=12))
def test_the_receiving_side_gets_back_what_was_written(parts: list[bytes]) -> None:
    content = b"".join(parts) + b"\r\n"
    lines = body_of(content).split(b"\r\n")
    assert b"." not in lines
    assert b"\r\n".join(line[line[:1] == b"." :] for line in lines) == content


def test_xtext_leaves_ordinary_letters_alone() -> None:
    assert xtext("Rin.Tanaka@e.example") == "Rin.Tanaka@e.example"


def test_a_mail_that_cannot_be_carried_does_not_hold_up_the_others() -> None:
    async def scene() -> tuple[list[str], int]:
        async with serving(Server(extensions=("PIPELINING", "SIZE 100"))) as server:
            mails = [
                parcel(1),
                parcel(2, content=EIGHT_BIT),
                parcel(3, content=b"x" * 101),
                parcel(4, address="りん4@e.example"),
                parcel(5),
            ]
            feed = await send(server, CountingFeed(mails))
            return feed.outcomes, len(server.mails)

    expected = ["accepted", "permanent", "permanent", "permanent", "accepted"]
    assert on("asyncio", scene()) == (expected, 2)
