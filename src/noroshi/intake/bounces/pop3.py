"""Taking mail out of a POP3 mailbox (RFC 1939)."""

from __future__ import annotations

import poplib

from noroshi.intake.bounces.mailbox import (
    AT_ONCE,
    SECONDS,
    MailboxAt,
    MailboxOut,
    Reader,
    Visit,
)
from noroshi.intake.bounces.mime import LARGEST


def visit_pop3(at: MailboxAt, reader: Reader) -> Visit:
    """Take in what is new. POP3 has no marks, so what is left is remembered by its unique id.

    The server deletes at the end of the visit only: after a crash the mails come again, which
    changes nothing.

    Raises:
        MailboxOut: the server cannot be reached, or refuses.
    """
    try:
        connection = poplib.POP3_SSL(at.host, at.port, context=at.tls, timeout=SECONDS)
        try:
            connection.user(at.user)
            connection.pass_(at.password.reveal())
            done = _emptied(connection, reader)
            connection.quit()
            return done
        finally:
            connection.close()
    except (poplib.error_proto, OSError) as error:
        raise MailboxOut(f"{at.host}:{at.port}: {type(error).__name__}") from None


def _emptied(connection: poplib.POP3_SSL, reader: Reader) -> Visit:
    names = _pairs(connection.uidl()[1])
    sizes = {number: int(size) for number, size in _pairs(connection.list()[1]).items()}
    new = [(number, name) for number, name in names.items() if not reader.is_left(name)]
    taken = left = 0
    for number, name in new[:AT_ONCE]:
        if sizes.get(number, 0) <= LARGEST and reader.take(_mail(connection, number)):
            connection.dele(number)
            taken += 1
        else:
            reader.leave(name)
            left += 1
        if reader.is_time_up():
            break
    return Visit(taken=taken, left=left)


def _mail(connection: poplib.POP3_SSL, number: int) -> bytes:
    return b"\r\n".join(connection.retr(number)[1]) + b"\r\n"


def _pairs(lines: list[bytes]) -> dict[int, str]:
    split = (line.decode("ascii", "replace").split() for line in lines)
    return {int(parts[0]): parts[1] for parts in split if len(parts) > 1 and parts[0].isdigit()}
