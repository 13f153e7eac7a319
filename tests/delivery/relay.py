"""A real SMTP server in the test's own loop, with scripted refusals."""

from __future__ import annotations

import asyncio
import ssl
import warnings
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

OK = "250 OK"
Answer = Callable[[str], str]
"""What to answer for an address: a reply, or "hang up"."""


def fine(address: str) -> str:
    return OK


@dataclass
class Relay:
    """Answers per command, and everything that was received."""

    mail: Answer = fine
    rcpt: Answer = fine
    data_command: Answer = fine
    data: Answer = fine
    port: int = 0
    connections: int = 0
    received: list[tuple[str, bytes]] = field(default_factory=list)
    mail_options: list[list[str]] = field(default_factory=list)
    slow_by: float = 0
    without: tuple[str, ...] = ()

    # Names and parameters are the server's.
    async def handle_EHLO(  # noqa: N802
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        hostname: str,
        responses: list[str],
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.mail_options.append(options)
        envelope.mail_from = address
        return self._answer(server, self.mail(address))

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self._answer(server, self.rcpt(address))
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        await asyncio.sleep(self.slow_by)
        to = envelope.rcpt_tos[0]
        answer = self.data(to)
        if answer.startswith("250") or answer == "take and hang up":
            assert isinstance(envelope.content, bytes)
            self.received.append((to, envelope.content))
        return self._answer(server, answer)

    @staticmethod
    def _answer(server: SMTP, answer: str) -> str:
        if answer.endswith("hang up"):
            cut(server)
            return OK
        if answer.startswith("421"):
            asyncio.get_running_loop().call_later(0.02, cut, server)
        return answer


class ScriptedSmtp(SMTP):
    """The server, with a say in what it answers to the command DATA itself."""

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        relay = self.event_handler
        assert isinstance(relay, Relay)
        answer = relay._answer(self, relay.data_command(""))
        if answer.startswith("250"):
            await super().smtp_DATA(arg)
        else:
            await self.push(answer)


def cut(server: SMTP) -> None:
    """End the connection without a word, if there still is one."""
    if isinstance(server.transport, asyncio.Transport):
        server.transport.abort()


def times(answer: str, count: int, then: str = OK) -> Answer:
    """``answer`` the first ``count`` times, ``then`` afterwards."""
    left = [answer] * count
    return lambda address: left.pop() if left else then


def only(address: str, answer: str) -> Answer:
    """``answer`` for one address, and 250 for everybody else."""
    return lambda asked: answer if asked == address else OK


@asynccontextmanager
async def running(
    relay: Relay,
    *,
    tls: ssl.SSLContext | None = None,
    at_once: bool = False,
    login: bool = False,
    utf8: bool = True,
) -> AsyncIterator[Relay]:
    """The relay, listening on the loopback address; encrypted by STARTTLS or ``at_once``."""
    protocols: list[SMTP] = []

    def check(
        server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object
    ) -> AuthResult:
        right = data == LoginPassword(b"noroshi", b"right")
        return AuthResult(success=right, handled=right)

    def factory() -> SMTP:
        with warnings.catch_warnings():
            # It does not know that a connection may be encrypted before it gets it.
            warnings.filterwarnings("ignore", message="Requiring AUTH while not requiring TLS")
            protocol = ScriptedSmtp(
                relay,
                hostname="relay.example",
                enable_SMTPUTF8=utf8,
                tls_context=None if at_once else tls,
                require_starttls=tls is not None and not at_once,
                auth_required=login,
                auth_require_tls=not at_once,
                auth_exclude_mechanism=relay.without,
                authenticator=check if login else None,
            )
        protocols.append(protocol)
        return protocol

    server = await asyncio.get_running_loop().create_server(
        factory, "127.0.0.1", 0, ssl=tls if at_once else None
    )
    relay.port = server.sockets[0].getsockname()[1]
    try:
        yield relay
    finally:
        server.close()
        for protocol in protocols:
            cut(protocol)
        await asyncio.sleep(0.01)
