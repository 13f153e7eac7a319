"""Looks at a service from outside: an HTTP answer, a TCP connection, a TLS certificate.

Every connection goes to an address that was judged (noroshi.net.guard), on every hop of a
redirect. The addresses stand in the plan, so any port may be asked, but no internal host unless
the settings name it.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import urljoin

from noroshi.domain.checks import Fault
from noroshi.domain.plan.watching import LONGEST_WAIT, Check, CheckKind
from noroshi.net.address import Resolver, Rules, judged_addresses, system_resolver
from noroshi.net.backend import MOST_TRIED
from noroshi.net.client import Allowance, OutboundSession, Reply
from noroshi.net.errors import AnswerLost, NotAllowedAddress, NotReached

_MOST_HOPS: Final = 5
_LEADS_ON: Final = frozenset({301, 302, 303, 307, 308})
_EXPIRED: Final = 10  # X509_V_ERR_CERT_HAS_EXPIRED
_HEADERS: Final = {"user-agent": "Noroshi check", "accept": "*/*", "cache-control": "no-cache"}


@dataclass(frozen=True, kw_only=True)
class Look:
    """What was found, and how long it took."""

    took: timedelta
    fault: Fault | None = None
    detail: str = ""
    certificate_until: datetime | None = None


class _Failed(Exception):
    def __init__(self, fault: Fault, detail: str = "") -> None:
        super().__init__(fault)
        self.fault, self.detail = fault, detail


class Prober:
    """Looks once, never longer than the check allows. Use it on one event loop."""

    def __init__(
        self,
        *,
        internal_hosts: Collection[str] = (),
        resolver: Resolver = system_resolver,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        internal = frozenset(host.lower() for host in internal_hosts)
        self._rules = Rules(internal=internal, plain_http=True, any_port=True)
        self._resolver = resolver
        self._tls = tls or ssl.create_default_context()

    async def look(self, check: Check) -> Look:
        """One look. Whatever happens is an answer; nothing is raised."""
        begun = asyncio.get_running_loop().time()
        until: datetime | None = None
        fault: Fault | None = None
        detail = ""
        try:
            async with asyncio.timeout(check.within.total_seconds()):
                until = await self._tried(check)
        except (OSError, NotAllowedAddress, NotReached, AnswerLost, _Failed) as error:
            fault, detail = _read(error)
        took = timedelta(seconds=asyncio.get_running_loop().time() - begun)
        return Look(took=took, fault=fault, detail=detail, certificate_until=until)

    async def _tried(self, check: Check) -> datetime | None:
        if check.kind is CheckKind.HTTP:
            await self._http(check)
            return None
        tls = self._tls if check.kind is CheckKind.TLS else None
        async with self._connection(check, tls) as writer:
            return _ends(writer)

    async def _http(self, check: Check) -> None:
        allowance = Allowance(
            connections=1, seconds=LONGEST_WAIT.total_seconds(), keep_seconds=0, by_host=False
        )
        session = OutboundSession(self._rules, self._resolver, tls=self._tls, allowance=allowance)
        async with session:
            reply = await _followed(session, check)
        _judge(reply, check)

    @asynccontextmanager
    async def _connection(
        self, check: Check, tls: ssl.SSLContext | None
    ) -> AsyncIterator[asyncio.StreamWriter]:
        host = check.host.rstrip(".").lower()
        addresses = await judged_addresses(host, check.port, self._rules, self._resolver)
        writer = await _first(check, addresses[:MOST_TRIED], tls=tls, named=host)
        try:
            yield writer
        finally:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()


async def _first(
    check: Check, addresses: Sequence[str], *, tls: ssl.SSLContext | None, named: str
) -> asyncio.StreamWriter:
    """A connection to the first address that takes one; each has its share of the time."""
    port, share = check.port, check.within.total_seconds() / len(addresses)
    for address in addresses[:-1]:
        try:
            async with asyncio.timeout(share):
                return await _connected(address, port, tls=tls, named=named)
        except ssl.SSLError:
            raise  # it was reached, and this is what is wrong with it
        except OSError:
            continue
    return await _connected(addresses[-1], port, tls=tls, named=named)


async def _connected(
    address: str, port: int, *, tls: ssl.SSLContext | None, named: str
) -> asyncio.StreamWriter:
    name = named if tls else None
    _, writer = await asyncio.open_connection(address, port, ssl=tls, server_hostname=name)
    return writer


async def _followed(session: OutboundSession, check: Check) -> Reply:
    url = check.url
    for _ in range(_MOST_HOPS):
        reply = await session.get(url, headers=_HEADERS)
        onward = reply.headers.get("location", "")
        if not check.follow_redirects or reply.status not in _LEADS_ON:
            return reply
        if not onward:
            break
        try:
            url = urljoin(url, onward)
        except ValueError:
            break
    raise _Failed(Fault.REDIRECTS)


def _judge(reply: Reply, check: Check) -> None:
    if check.expect and reply.status not in check.expect:
        raise _Failed(Fault.STATUS, str(reply.status))
    if not check.expect and not 200 <= reply.status < 300:
        raise _Failed(Fault.STATUS, str(reply.status))
    if check.contains and check.contains.encode() not in reply.body:
        raise _Failed(Fault.KEYWORD)


def _ends(writer: asyncio.StreamWriter) -> datetime | None:
    certificate = writer.get_extra_info("peercert") or {}
    ends = certificate.get("notAfter")
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(ends), tz=UTC) if ends else None


def _read(error: Exception) -> tuple[Fault, str]:
    """What an exception means. TimeoutError and certificates are OSErrors, too."""
    if isinstance(error, _Failed):
        return error.fault, error.detail
    if isinstance(error, NotAllowedAddress):
        return Fault.REFUSED, str(error)
    mistrust = _mistrust(error)
    if mistrust is not None:
        expired = mistrust.verify_code == _EXPIRED
        return (Fault.EXPIRED, "") if expired else (Fault.CERTIFICATE, mistrust.verify_message)
    if isinstance(error, TimeoutError):
        return Fault.TOO_SLOW, ""
    if isinstance(error, ssl.SSLError | AnswerLost):
        return Fault.BROKEN, ""
    return Fault.NO_CONNECTION, _short(error)


def _mistrust(error: BaseException | None) -> ssl.SSLCertVerificationError | None:
    # The HTTP client says no more than "no connection"; why stands in the context.
    for _ in range(10):
        if error is None or isinstance(error, ssl.SSLCertVerificationError):
            return error
        error = error.__cause__ or error.__context__
    return None


def _short(error: Exception) -> str:
    if isinstance(error, OSError):
        return (error.strerror or "").lower()[:100]
    return ""
