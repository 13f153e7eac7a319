"""Mail that is fetched, or handed in: nothing is lost, nothing of a stranger is let in."""

from __future__ import annotations

import asyncio
import smtplib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest

from noroshi.actions.queries.provider_accounts import account_named
from noroshi.actions.take_in_mail import Fate, is_expected, take_in_mail
from noroshi.actions.watch_canaries import canary_leaves
from noroshi.delivery.engine import never
from noroshi.domain.channel import Channel
from noroshi.domain.delivery import State
from noroshi.domain.provider_account import ProviderAccount
from noroshi.intake.bounces.entrance import Entrance, Take, listen
from noroshi.intake.bounces.mailbox import MailboxAt, Visit, mailbox_at
from noroshi.jobs.payloads import FetchBounces
from noroshi.kernel.errors import Invalid
from noroshi.kernel.secret import Secret
from noroshi.storage import provider_accounts
from noroshi.storage.connections import release
from noroshi.worker.duties.bounces import fetch_bounces
from noroshi.worker.duties.tools import Toolbox
from tests.cast import World
from tests.receipts.returned import note, postfix, signed, vacation
from tests.receipts.sent import sent
from tests.receipts.servers import Box, Imap, Pop3, serving


def nobody(*_: object) -> None:
    """No provider is needed here."""


def visit(world: World, at: MailboxAt | None) -> Visit:
    tools = Toolbox(
        context=world.context,
        through=nobody,  # type: ignore[arg-type]
        should_stop=never,
    )
    return fetch_bounces(tools, FetchBounces(), at)


@pytest.mark.django_db
@pytest.mark.parametrize("protocol", [Imap, Pop3])
def test_what_is_taken_in_is_deleted_and_the_rest_stays_for_a_person(
    world: World, tmp_path: Path, protocol: type[Imap | Pop3]
) -> None:
    one = sent(world)
    to = signed(world, one)
    box = Box(mails={4: postfix(to), 7: note(to), 9: vacation(to), 11: b"x" * 1_000_001})
    with serving(protocol, box, tmp_path) as at:
        assert visit(world, at) == Visit(taken=2, left=2)
        assert list(box.mails) == [7, 11]
        assert one.state(one.people[0]) is State.BOUNCED
        assert visit(world, at) == Visit(taken=0, left=0)
    if protocol is Imap:
        assert box.marked("\\Flagged") == [7, 11]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("protocol", "drops_at"), [(Imap, "STORE"), (Imap, "EXPUNGE"), (Pop3, "DELE"), (Pop3, "QUIT")]
)
def test_a_line_that_goes_dead_loses_no_mail_and_repeats_nothing(
    world: World, tmp_path: Path, protocol: type[Imap | Pop3], drops_at: str
) -> None:
    one = sent(world)
    box = Box(mails={1: postfix(signed(world, one))}, drops_at=drops_at)
    with serving(protocol, box, tmp_path) as at:
        visit(world, at)
        assert list(box.mails) == [1]
        box.drops_at = ""
        box.flags.clear()
        assert visit(world, at).taken == 1
    assert box.mails == {}
    assert one.state(one.people[0]) is State.BOUNCED


@pytest.mark.django_db
@pytest.mark.parametrize("protocol", [Imap, Pop3])
def test_a_mail_that_could_not_be_recorded_stays(
    world: World, tmp_path: Path, protocol: type[Imap | Pop3], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Outage(Exception):
        """The database is away."""

    def fail(*_: object, **__: object) -> Fate:
        raise Outage

    monkeypatch.setattr("noroshi.worker.duties.bounces.take_in_mail", fail)
    box = Box(mails={1: b"Subject: x\n\nx"})
    with serving(protocol, box, tmp_path) as at, pytest.raises(Outage):
        visit(world, at)
    assert list(box.mails) == [1]
    assert box.marked("\\Deleted") == []


@pytest.mark.django_db
@pytest.mark.parametrize("protocol", [Imap, Pop3])
def test_a_wrong_password_is_tried_again_later_and_never_logged(
    world: World,
    tmp_path: Path,
    protocol: type[Imap | Pop3],
    caplog: pytest.LogCaptureFixture,
) -> None:
    with serving(protocol, Box(mails={1: b"x"}), tmp_path, knows="wrong") as at:
        assert visit(world, at) == Visit()
    assert "bounce mailbox" in caplog.text
    assert "wrong" not in caplog.text


@pytest.mark.django_db
def test_without_a_mailbox_there_is_nothing_to_fetch(world: World) -> None:
    assert visit(world, None) == Visit()


def test_a_mailbox_is_named_by_an_address_without_its_password() -> None:
    at = mailbox_at("imaps://bounces%40kitsune.example@mail.example/INBOX/Bounces", Secret("s"))
    assert (at.user, at.host, at.port) == ("bounces@kitsune.example", "mail.example", 993)
    assert at.folder == "INBOX/Bounces"
    assert mailbox_at("pop3s://rin@mail.example:9995", Secret("s")).port == 9995
    for url in (
        "imap://rin@mail.example", "imaps://mail.example", "imaps://rin:secret@mail.example",
        "imaps://rin@", "imaps://rin@mail.example:x", "imaps://rin@mail.example/a%0d%0ab", "x",
    ):  # fmt: skip
        with pytest.raises(Invalid):
            mailbox_at(url, Secret("s"))


@contextmanager
def entrance(world: World, take: Take | None = None) -> Iterator[int]:
    """The entrance on a port of this machine; mails are kept in a list, or taken by ``take``."""

    def expected(address: str) -> bool:
        try:
            return is_expected(world.context, address)
        finally:
            release()

    made = Entrance(is_expected=expected, take=take or (lambda _raw, _to: True))
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(listen(made, "127.0.0.1", 0))
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(timeout=5)
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()
        made.close()


def answer(port: int, to: str, raw: bytes, *, lmtp: bool = False) -> int:
    """Hand a mail in; the code of the last answer."""
    kind = smtplib.LMTP if lmtp else smtplib.SMTP
    with kind("127.0.0.1", port) as client:
        client.ehlo_or_helo_if_needed()
        client.mail("")
        code, _ = client.rcpt(to)
        if code != 250:
            return code
        return client.data(raw)[0]


@pytest.mark.django_db
def test_only_mail_for_our_return_paths_is_let_in(world: World) -> None:
    one = sent(world, 1)
    taken: list[tuple[bytes, tuple[str, ...]]] = []

    def take(raw: bytes, recipients: tuple[str, ...]) -> bool:
        taken.append((raw, recipients))
        return b"readable" in raw

    to = signed(world, one)
    with entrance(world, take) as port:
        assert answer(port, to, b"Subject: readable\r\n\r\nx") == 250
        assert answer(port, to, b"Subject: readable\r\n\r\nx", lmtp=True) == 250
        assert answer(port, to, b"Subject: nonsense\r\n\r\nx") == 554
        assert answer(port, "rin0@reader.example", b"x") == 550
        assert answer(port, to.replace("+", "+1"), b"x") == 550
        assert answer(port, to, b"xxxxxxxxx\r\n" * 100_000) == 552
    assert [recipients for _, recipients in taken] == [(to,)] * 3


@pytest.mark.django_db
def test_250_means_that_it_is_recorded(world: World) -> None:
    one = sent(world, 1)

    def fail(raw: bytes, recipients: tuple[str, ...]) -> bool:
        raise OSError("the database is away")

    with entrance(world, fail) as port:
        assert answer(port, signed(world, one), postfix("x@y.example")) == 451


@pytest.mark.django_db
def test_a_test_message_of_ours_is_let_in_and_noted(world: World) -> None:
    token = canary_of(world, "canary@status.example.com")
    raw = f"Message-ID: <canary-{token}@status.example.com>\nSubject: test\n\nx\n".encode()
    assert is_expected(world.context, "Canary@status.example.com")
    assert not is_expected(world.context, "other@status.example.com")
    world.clock.pass_by(minutes=1)
    assert take_in_mail(world.context, raw) is Fate.CANARY
    assert canary_seen_at(world) == world.clock.now()


def canary_of(world: World, address: str) -> str:
    """An account with an address for test messages, and the token of one that has left."""
    account = ProviderAccount(
        name="acme", kind="smtp", channel=Channel.EMAIL, canary_address=address
    )
    provider_accounts.add(account, sealed="", at=world.clock.now())
    leaving = canary_leaves(world.context, "acme")
    assert leaving is not None
    return leaving.token


def canary_seen_at(world: World) -> datetime | None:
    """When the newest test message of the account arrived."""
    return account_named(world.context, "acme").canary.seen_at


@pytest.mark.django_db
def test_the_envelope_alone_proves_whom_a_report_is_about(world: World) -> None:
    one = sent(world, 1)
    raw = postfix("undisclosed@x.example")
    assert take_in_mail(world.context, raw) is Fate.LEFT
    assert take_in_mail(world.context, raw, envelope=(signed(world, one),)) is Fate.RECORDED
    assert one.state(one.people[0]) is State.BOUNCED
