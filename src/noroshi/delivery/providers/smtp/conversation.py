"""The talk over one connection, from the first mail on: one write and one round trip a mail.

The write has the body of one mail and the envelope (MAIL, RCPT, DATA) of the following one, which
is taken from the feed at that moment; four replies come back (RFC 2920 3.1 allows the pair). All of
it happens inside ``data_received``: no task and no future a mail.

What is certain at any moment:

    _next   its envelope was written, nothing of its body: it was not sent
    _body   its body and final dot were written: only the relay knows, until its reply is there
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Protocol

from noroshi.delivery.contract import DeliveryFailed
from noroshi.delivery.providers.smtp.envelope import Envelopes, body_of
from noroshi.delivery.providers.smtp.reader import Garbled, Reply, ReplyReader
from noroshi.delivery.providers.smtp.replies import CLOSING, lost, not_sent, not_written, refused
from noroshi.delivery.providers.smtp.steps import ENVELOPE, ROUND, Step, limits

if TYPE_CHECKING:
    from noroshi.delivery.contract import Parcel
    from noroshi.delivery.providers.smtp.config import Timeouts
    from noroshi.delivery.providers.smtp.desk import Desk


# The replies to a round in which all went well, and nothing else.
_all_well: Final = re.compile(rb"250 .*+\n250 .*+\n250 .*+\n354 .*+\n").fullmatch


class Owner(Protocol):
    """Who opened the connection and does something else with it when it is over."""

    def proved(self) -> None:
        """The relay has judged a first mail on this connection, so it works."""
        ...

    def flows(self) -> None:
        """The relay takes a mail, so it may be worth it to connect to it more often."""
        ...

    def rests(self) -> None:
        """There was no mail to take; ``pull`` when there may be one."""
        ...

    def ended(self, unsent: Parcel | None, failure: DeliveryFailed, *, blamed: bool) -> None:
        """The connection is of no more use. ``unsent``: a mail of which no body was sent, to be
        sent on another connection. ``blamed``: no mail ever got through on this one."""
        ...


class Conversation(asyncio.Protocol):
    """Mails over one connection that has been greeted, encrypted and logged in to."""

    def __init__(
        self,
        transport: asyncio.Transport,
        envelopes: Envelopes,
        *,
        desk: Desk,
        owner: Owner,
        pipelining: bool,
        timeouts: Timeouts,
    ) -> None:
        self.is_over = False
        self.proven = False
        loop = asyncio.get_running_loop()
        self.gone: asyncio.Future[None] = loop.create_future()
        self._transport = transport
        self._envelopes = envelopes
        self._take = desk.take
        self._settle = desk.settle
        self._owner = owner
        self._pipelining = pipelining
        self._timeouts = timeouts
        self._limits = limits(timeouts)
        self._reader = ReplyReader()
        self._expected: list[Step] = []
        self._later: list[tuple[Step, bytes]] = []
        self._body: Parcel | None = None
        self._next: Parcel | None = None
        self._refusal: DeliveryFailed | None = None
        self._rcpt_taken = False
        self._reset_due = False
        self._fresh = True
        self._steady = False
        self._leaving = False
        self._blocked = False
        self._backlog = 0
        self._moved = True
        self._since = loop.time()
        self._handlers: dict[Step, Callable[[Reply], None]] = {
            Step.RESET: self._on_reset,
            Step.MAIL: self._on_mail,
            Step.RCPT: self._on_rcpt,
            Step.DATA: self._on_data,
            Step.DOT: self._on_dot,
            Step.LONE_DOT: self._on_lone_dot,
            Step.QUIT: self._on_quit,
        }

    # --- what the owner asks --------------------------------------------------------------------

    @property
    def is_idle(self) -> bool:
        """Nothing is under way."""
        return self._body is None and self._next is None

    def pull(self) -> None:
        """Begin another mail, if there is one and there is room for it."""
        if self._has_room():
            envelope = self._draw()
            if envelope:
                self._send_envelope(envelope)
            elif not self.is_over:
                self._rest()

    def offer(self, parcel: Parcel) -> None:
        """Begin with this mail. Only at the start."""
        envelope = self._envelope_of(parcel)
        if envelope:
            self._send_envelope(envelope)
        else:
            self.pull()

    def quit(self) -> None:
        """Say goodbye. Only when idle."""
        self._leaving = True
        if not self.is_over and Step.QUIT not in self._expected:
            self._write(b"QUIT\r\n")
            self._expected.append(Step.QUIT)

    def abandon(self, why: str) -> None:
        """End at once."""
        self._end(not_sent(why), hold=False)

    def tick(self, now: float) -> None:
        """Look whether the relay has been silent for too long; called about every second."""
        if self._moved or self._wrote_some():
            self._moved = False
            self._since = now
            return
        waited = now - self._since
        if not self._expected:
            if waited >= self._timeouts.idle:
                self.quit()
            return
        step = self._expected[0]
        limit = self._timeouts.block if self._blocked else self._limits[step]
        if waited >= limit:
            self._end(not_sent(f"no answer to {step} within {limit:g} seconds"), hold=False)

    # --- what the transport says ----------------------------------------------------------------

    def data_received(self, data: bytes) -> None:
        """Replies, or parts of them."""
        if self._steady and self._body is not None and _all_well(data) is not None:
            taken, self._body = self._body, None
            self._settle(taken, None)
            if not self.is_over:
                self._send_body()
        elif not self.is_over:
            self._read(data)

    def connection_lost(self, exc: Exception | None) -> None:
        """The relay or the network ended it, or we did."""
        why = f" ({type(exc).__name__})" if exc else ""
        self._end(not_sent(f"the relay closed the connection{why}"))
        if not self.gone.done():
            self.gone.set_result(None)

    def pause_writing(self) -> None:
        """The transport has more waiting than it likes."""
        self._blocked = True
        self._backlog = self._transport.get_write_buffer_size()

    def resume_writing(self) -> None:
        """The transport has room again."""
        self._blocked = False
        self._moved = True
        self.pull()

    # --- replies --------------------------------------------------------------------------------

    def _read(self, data: bytes) -> None:
        self._steady = False
        try:
            for reply in self._reader.feed(data):
                self._moved = True
                self._hear(reply)
                if self.is_over:
                    return
        except Garbled as error:
            self._end(not_sent(f"the relay sent {error}"))
            return
        self.pull()
        self._steady = self.proven and not self._reader.midway and self._expected == ROUND

    def _hear(self, reply: Reply) -> None:
        if reply.code == CLOSING:
            at = self._expected[0] if self._expected else "idle"
            failure = refused(reply.code, reply.text, at=at)
            self._end(failure, answer=failure)
        elif not self._expected:
            raise Garbled(f"an answer to nothing ({reply.code})")
        else:
            self._handlers[self._expected.pop(0)](reply)

    def _on_reset(self, reply: Reply) -> None:
        if not 200 <= reply.code < 300:
            raise Garbled(f"a refusal to start anew ({reply.code})")
        self._send_later()

    def _on_mail(self, reply: Reply) -> None:
        self._rcpt_taken = False
        self._on_envelope(Step.MAIL, reply)

    def _on_rcpt(self, reply: Reply) -> None:
        self._rcpt_taken = 200 <= reply.code < 300
        self._on_envelope(Step.RCPT, reply)

    def _on_envelope(self, step: Step, reply: Reply) -> None:
        if 200 <= reply.code < 300:
            self._send_later()
            return
        if reply.code < 400:
            raise Garbled(f"an answer out of step ({reply.code} to {step})")
        if self._refusal is None:
            self._refusal = refused(reply.code, reply.text, at=step)
        if not self._pipelining:
            self._later.clear()
            self._fail_next(self._refusal)

    def _on_data(self, reply: Reply) -> None:
        if reply.code >= 400:
            failure = refused(reply.code, reply.text, at=Step.DATA)
            self._fail_next(self._refusal or failure)
        elif reply.code != 354 or self._reader.midway:
            raise Garbled(f"an answer out of step ({reply.code} to DATA)")
        elif self._refusal is None:
            self._send_body()
            self._owner.flows()
        elif self._rcpt_taken:
            # A lone dot could reach somebody as an empty mail.
            raise Garbled("354 after a refused MAIL")
        else:
            self._write(b".\r\n")
            self._expected.append(Step.LONE_DOT)
            self._fail_next(self._refusal)
            self._reset_due = False

    def _on_dot(self, reply: Reply) -> None:
        if reply.code != 250 and reply.code < 400:
            raise Garbled(f"an answer out of step ({reply.code} to the final dot)")
        parcel, self._body = self._body, None
        self._prove()
        accepted = reply.code == 250
        if parcel is not None:
            failure = None if accepted else refused(reply.code, reply.text, at=Step.DOT)
            self._settle(parcel, failure)

    def _on_lone_dot(self, reply: Reply) -> None:
        """Whatever it says, nobody was to get this."""

    def _on_quit(self, reply: Reply) -> None:
        self._end(not_sent(f"closed ({reply.code})"))

    def _prove(self) -> None:
        if not self.proven:
            self.proven = True
            self._owner.proved()

    # --- mails ----------------------------------------------------------------------------------

    def _has_room(self) -> bool:
        if self._next is not None or self.is_over or self._leaving or self._blocked:
            return False
        return self._pipelining or not self._expected

    def _rest(self) -> None:
        if self._body is None:
            self._fresh = False
        self._owner.rests()

    def _draw(self) -> bytes:
        """Take the next mail that this relay can carry; its envelope, or nothing."""
        while (parcel := self._take()) is not None:
            envelope = self._envelope_of(parcel)
            if envelope:
                return envelope
        return b""

    def _envelope_of(self, parcel: Parcel) -> bytes:
        try:
            envelope = self._envelopes.of(parcel)
        except DeliveryFailed as impossible:
            self._settle(parcel, impossible)
            return b""
        except Exception as error:  # noqa: BLE001 (one's bad data must not end the others' line)
            self._settle(parcel, not_written(error))
            return b""
        self._next = parcel
        return envelope

    def _send_envelope(self, envelope: bytes) -> None:
        lines = envelope.splitlines(keepends=True)
        steps = list(zip(ENVELOPE, lines, strict=True))
        if self._reset_due:
            steps.insert(0, (Step.RESET, b"RSET\r\n"))
            self._reset_due = False
        self._moved = True
        if self._pipelining:
            self._write(b"".join(line for _, line in steps))
            self._expected += [step for step, _ in steps]
        else:
            self._later = steps
            self._send_later()

    def _send_later(self) -> None:
        """The next command of a relay that wants them one by one."""
        if self._later:
            step, line = self._later.pop(0)
            self._write(line)
            self._expected.append(step)

    def _send_body(self) -> None:
        """Write the mail that the relay waits for, and the envelope of the one after it."""
        parcel, self._next = self._next, None
        if parcel is None:
            return
        self._body = parcel
        self._fresh = False
        self._moved = True
        envelope = self._draw() if self._has_room_after_body() else b""
        self._write(b"".join((body_of(parcel.content), b".\r\n", envelope)))
        if envelope:
            self._expected = ROUND.copy()
        else:
            self._expected = [Step.DOT]
            self._steady = False
            if self._pipelining:
                self._rest()

    def _has_room_after_body(self) -> bool:
        return self._pipelining and not self._leaving

    def _fail_next(self, failure: DeliveryFailed) -> None:
        """The relay refused the mail whose envelope it has; go on with the one after it."""
        parcel, self._next = self._next, None
        self._refusal = None
        self._reset_due = True
        self._fresh = False
        self._prove()
        if parcel is not None:
            self._settle(parcel, failure)

    # --- the end --------------------------------------------------------------------------------

    def _end(
        self, failure: DeliveryFailed, *, answer: DeliveryFailed | None = None, hold: bool = True
    ) -> None:
        """Close, and say what came of the mails under way. ``answer`` is what the relay said to the
        final dot it has; without one nobody can know. ``hold``: what was not sent may be sent on
        another connection."""
        if self.is_over:
            return
        self.is_over = True
        body, following, refusal = self._body, self._next, self._refusal
        self._body = self._next = None
        self._transport.abort()
        held = hold and not self._fresh and refusal is None
        blamed = not self.proven and (body or following) is not None
        self._owner.ended(following if held else None, failure, blamed=blamed)
        if body is not None:
            self._settle(body, answer or lost(f"no answer to the mail: {failure.detail}"))
        if following is not None and not held:
            self._settle(following, refusal or failure)

    def _write(self, data: bytes) -> None:
        self._moved = True
        self._transport.write(data)

    def _wrote_some(self) -> bool:
        before, self._backlog = self._backlog, self._transport.get_write_buffer_size()
        return self._blocked and self._backlog < before
