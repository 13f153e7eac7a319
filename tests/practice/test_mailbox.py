"""The mailbox of demos and drills speaks SMTP well enough for a real client."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email.message import EmailMessage
from pathlib import Path

import aiosmtplib
import pytest

from noroshi.practice.mailbox.server import Takes
from noroshi.practice.mailbox.smtp import LARGEST, SmtpServer
from noroshi.practice.mailbox.store import MailStore


@asynccontextmanager
async def calling(directory: Path) -> AsyncIterator[aiosmtplib.SMTP]:
    """A client that is connected to a mailbox in ``directory``."""
    writer = MailStore(directory).writer()
    answer = SmtpServer(Takes(writer)).answer
    server = await asyncio.start_server(answer, "127.0.0.1", 0, limit=LARGEST)
    port = server.sockets[0].getsockname()[1]
    async with aiosmtplib.SMTP(
        hostname="127.0.0.1", port=port, local_hostname="kitsune-cloud.example"
    ) as client:
        yield client
    server.close()
    writer.close()


def mail(to: str) -> EmailMessage:
    """A mail whose lines begin with dots, with a subject that is folded and encoded."""
    message = EmailMessage()
    message["From"], message["To"] = "status@kitsune-cloud.example", to
    message["Subject"] = "欧州の一部のお客さまにおけるカード決済エラー、および続報のお知らせ"
    message["Message-ID"] = "<msg-1-1-1.7@kitsune-cloud.example>"
    message.set_content("First\n.\n..two dots\n" + "long " * 200 + "\n")
    return message


def test_a_mail_is_kept_as_it_was_sent_dots_included(tmp_path: Path) -> None:
    sent = mail("rin@linden.example")

    async def story() -> None:
        async with calling(tmp_path) as client:
            await client.send_message(sent)
            await client.send_message(sent)

    asyncio.run(story())
    store = MailStore(tmp_path)
    first, second = store.all()
    assert (first.to, first.message_id) == ("rin@linden.example", sent["Message-ID"])
    assert first.subject == sent["Subject"]
    for kept in (first, second):
        assert store.read(kept).get_content().splitlines() == sent.get_content().splitlines()


@pytest.mark.parametrize("to", ["gone.rin@linden.example", "busy.rin@linden.example"])
def test_some_addresses_refuse_for_good_and_some_once(tmp_path: Path, to: str) -> None:
    async def story() -> list[int]:
        codes = []
        async with calling(tmp_path) as client:
            for _ in range(2):
                await client.mail("status@kitsune-cloud.example")
                try:
                    codes.append((await client.rcpt(to)).code)
                except aiosmtplib.SMTPRecipientRefused as refused:
                    codes.append(refused.code)
                await client.rset()
        return codes

    assert asyncio.run(story()) == ([550, 550] if to.startswith("gone") else [451, 250])


def test_what_is_out_of_order_or_unknown_is_refused_and_the_conversation_goes_on(
    tmp_path: Path,
) -> None:
    async def story() -> list[int]:
        async with calling(tmp_path) as client:
            words = [b"DATA", b"RCPT TO:nobody", b"BDAT 3", b"NOOP"]
            return [(await client.execute_command(word)).code for word in words]

    assert asyncio.run(story()) == [503, 501, 500, 250]
    assert MailStore(tmp_path).count() == 0
