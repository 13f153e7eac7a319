"""Taking mail out of an IMAP mailbox (RFC 3501)."""

from __future__ import annotations

import imaplib
import re
from contextlib import suppress
from typing import Any, Final

from noroshi.intake.bounces.mailbox import (
    AT_ONCE,
    SECONDS,
    MailboxAt,
    MailboxOut,
    Reader,
    Visit,
)
from noroshi.intake.bounces.mime import LARGEST

_SIZE: Final = re.compile(rb"RFC822\.SIZE (\d+)")


def visit_imap(at: MailboxAt, reader: Reader) -> Visit:
    """Take in what is new. What is left gets the flag that mail programs show (\\Flagged).

    Raises:
        MailboxOut: the server cannot be reached, or refuses.
    """
    try:
        connection = imaplib.IMAP4_SSL(at.host, at.port, ssl_context=at.tls, timeout=SECONDS)
        try:
            connection.login(at.user, at.password.reveal())
            _expect(connection.select(_quoted(at.folder)))
            done = _Folder(connection, reader).emptied()
            with suppress(imaplib.IMAP4.error):
                connection.logout()
            return done
        finally:
            with suppress(OSError):  # logged out, or the line is dead: closed either way
                connection.shutdown()
    except (imaplib.IMAP4.error, OSError) as error:
        # The server's words may repeat the password that it did not like.
        raise MailboxOut(f"{at.host}:{at.port}: {type(error).__name__}") from None


class _Folder:
    def __init__(self, connection: imaplib.IMAP4_SSL, reader: Reader) -> None:
        self._connection, self._reader = connection, reader
        self._done: list[bytes] = []

    def emptied(self) -> Visit:
        found = _expect(self._connection.uid("SEARCH", "UNDELETED", "UNFLAGGED"))
        left = 0
        for uid in (found[0] or b"").split()[:AT_ONCE]:
            if self._take(uid):
                self._done.append(uid)
                self._flag(uid, r"(\Deleted)")
            else:
                left += 1
                self._flag(uid, r"(\Flagged)")
            if self._reader.is_time_up():
                break
        self._expunge()
        return Visit(taken=len(self._done), left=left)

    def _take(self, uid: bytes) -> bool:
        size = _SIZE.search(b" ".join(_parts(self._fetch(uid, "(RFC822.SIZE)"))))
        if size is None or int(size[1]) > LARGEST:
            return False
        raw = next(
            (part[1] for part in self._fetch(uid, "(BODY.PEEK[])") if isinstance(part, tuple)), b""
        )
        return self._reader.take(raw)

    def _fetch(self, uid: bytes, what: str) -> list[bytes | tuple[bytes, bytes]]:
        return _expect(self._connection.uid("FETCH", uid.decode("ascii"), what))

    def _flag(self, uid: bytes, flag: str) -> None:
        _expect(self._connection.uid("STORE", uid.decode("ascii"), "+FLAGS.SILENT", flag))

    def _expunge(self) -> None:
        if not self._done:
            return
        if "UIDPLUS" in self._connection.capabilities:  # spare what others marked as deleted
            self._connection.uid("EXPUNGE", b",".join(self._done).decode("ascii"))
        else:
            self._connection.expunge()


def _expect(answer: tuple[str, list[Any]]) -> list[Any]:
    status, data = answer
    if status != "OK":
        raise imaplib.IMAP4.error(status)
    return data


def _parts(answer: list[bytes | tuple[bytes, bytes]]) -> list[bytes]:
    return [part[0] if isinstance(part, tuple) else part for part in answer if part]


def _quoted(folder: str) -> str:
    escaped = folder.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
