"""One connection to the relay: opened when needed, one mail per transaction, reused."""

from __future__ import annotations

import re
from typing import Final

import aiosmtplib

from noroshi.delivery.address import mail_address
from noroshi.delivery.contract import DeliveryFailed, Parcel, Receipt
from noroshi.delivery.providers.smtp.config import SmtpConfig
from noroshi.delivery.providers.smtp.replies import lost, not_sent, refused
from noroshi.domain.delivery import FailureKind

_DOT_LINES: Final = re.compile(rb"(?m)^\.")
_HARMLESS: Final = frozenset({FailureKind.TEMPORARY, FailureKind.THROTTLED})
_BROKEN: Final = (aiosmtplib.SMTPServerDisconnected, aiosmtplib.SMTPTimeoutError, OSError)


class Line:
    """A connection that heals itself between two mails. Not for concurrent use."""

    def __init__(self, config: SmtpConfig) -> None:
        self._config = config
        self._client: aiosmtplib.SMTP | None = None
        self._fresh = True

    async def send(self, parcel: Parcel) -> Receipt:
        """Hand over one mail.

        A relay may close a connection between two mails (idle, or enough mails); that is noticed
        before anything of this mail was taken, so it is tried once more on a new connection.

        Raises:
            DeliveryFailed: not taken, or unknown after the final dot.
        """
        try:
            return await self._transaction(parcel)
        except DeliveryFailed as failed:
            if self._fresh or self._client is not None or failed.kind not in _HARMLESS:
                raise
        return await self._transaction(parcel)

    async def close(self) -> None:
        """Say goodbye, if there is still somebody to say it to."""
        client, self._client = self._client, None
        if client is None:
            return
        try:
            await client.quit(timeout=5)
        except (aiosmtplib.SMTPException, OSError):
            client.close()

    async def _transaction(self, parcel: Parcel) -> Receipt:
        client = await self._connected()
        try:
            receipt = await self._exchange(client, parcel)
        except DeliveryFailed as failed:
            await self._recover(client, failed)
            raise
        except BaseException:
            # Cancelled in the middle: nobody knows which answer would come next.
            self._drop(client)
            raise
        self._fresh = False
        return receipt

    async def _connected(self) -> aiosmtplib.SMTP:
        if self._client is not None and self._client.is_connected:
            return self._client
        self._fresh = True
        client = _client(self._config)
        try:
            await _connect(client)
        except BaseException:
            client.close()
            raise
        self._client = client
        return client

    async def _exchange(self, client: aiosmtplib.SMTP, parcel: Parcel) -> Receipt:
        times = self._config.timeouts
        try:
            await self._envelope(client, parcel)
            reply = await client.execute_command(b"DATA", timeout=times.data)
        except _BROKEN as error:
            raise not_sent(f"the connection broke ({type(error).__name__})") from None
        if reply.code != 354:
            raise refused(reply.code, reply.message, at="DATA")
        protocol = client.protocol
        if protocol is None:
            raise not_sent("the connection broke before the mail")
        try:
            protocol.write(_DOT_LINES.sub(b"..", parcel.content) + b".\r\n")
            reply = await protocol.read_response(timeout=times.final_dot)
        except (aiosmtplib.SMTPException, OSError) as error:
            raise lost(f"no answer to the final dot ({type(error).__name__})") from None
        if reply.code != 250:
            raise refused(reply.code, reply.message, at="final dot")
        return Receipt(code=str(reply.code), detail=reply.message[:200])

    async def _envelope(self, client: aiosmtplib.SMTP, parcel: Parcel) -> None:
        to = mail_address(parcel.address)
        options = []
        if to.needs_smtputf8:
            if not client.supports_extension("smtputf8"):
                detail = "the relay cannot carry this address (no SMTPUTF8)"
                raise DeliveryFailed(FailureKind.PERMANENT, detail, code="smtputf8")
            options = ["SMTPUTF8"]
        times = self._config.timeouts
        sender = parcel.return_path or self._config.sender
        await _command(client, "MAIL FROM", sender, times.mail, *options)
        await _command(client, "RCPT TO", to.text, times.rcpt)

    async def _recover(self, client: aiosmtplib.SMTP, failed: DeliveryFailed) -> None:
        """Leave the connection ready for the next mail, or close it."""
        doubtful = failed.kind in {FailureKind.UNKNOWN, FailureKind.THROTTLED}
        if doubtful or not client.is_connected or failed.code == "connection":
            self._drop(client)
            return
        try:
            await client.rset(timeout=self._config.timeouts.connect)
        except (aiosmtplib.SMTPException, OSError):
            self._drop(client)

    def _drop(self, client: aiosmtplib.SMTP) -> None:
        client.close()
        self._client = None


async def _command(
    client: aiosmtplib.SMTP, verb: str, address: str, seconds: float, *options: str
) -> None:
    line = " ".join((f"{verb}:<{address}>", *options))
    reply = await client.execute_command(line.encode(), timeout=seconds)
    if not 200 <= reply.code < 300:
        raise refused(reply.code, reply.message, at=verb.partition(" ")[0])


def _client(config: SmtpConfig) -> aiosmtplib.SMTP:
    return aiosmtplib.SMTP(
        hostname=config.host,
        port=config.port,
        username=config.username or None,
        password=config.password.reveal() or None,
        # The machine's own name may need a slow or missing resolver, and nobody needs it.
        local_hostname=config.sender.rpartition("@")[2],
        timeout=config.timeouts.connect,
        use_tls=config.tls is not None and not config.starttls,
        start_tls=config.starttls,
        tls_context=config.tls,
    )


async def _connect(client: aiosmtplib.SMTP) -> None:
    try:
        await client.connect()
        if client.is_ehlo_or_helo_needed:
            await client.ehlo()
    except aiosmtplib.SMTPAuthenticationError as error:
        raise not_sent(f"the relay refused the login ({error.code})") from None
    except aiosmtplib.SMTPResponseException as error:
        raise _not_permanent(refused(error.code, error.message, at="connect")) from None
    except (aiosmtplib.SMTPException, OSError) as error:
        raise not_sent(f"no connection to the relay ({type(error).__name__})") from None


def _not_permanent(failed: DeliveryFailed) -> DeliveryFailed:
    """A relay that greets with a refusal refuses us, not this recipient."""
    if failed.kind is FailureKind.PERMANENT:
        return DeliveryFailed(FailureKind.TEMPORARY, failed.detail, code=failed.code)
    return failed
