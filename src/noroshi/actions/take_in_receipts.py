"""Take in a provider's call: who sent it is proven first, then what it says is recorded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from noroshi.actions.context import Context
from noroshi.actions.leave_everywhere import leave_everywhere
from noroshi.actions.queries.disk_room import require_room
from noroshi.actions.queries.provider_accounts import settings_of
from noroshi.actions.record_receipts import Recorded, record_receipts
from noroshi.actions.reject_signal import reject_signal
from noroshi.intake.receipts.contract import (
    LARGEST,
    Call,
    Fetch,
    ReceiptSource,
    Receiver,
    Told,
)
from noroshi.kernel.errors import Conflict, NotFound, Refusal
from noroshi.storage import provider_accounts, receipts
from noroshi.storage.unit_of_work import unit_of_work


class TooLarge(Refusal):
    """The call is larger than any that makes sense."""

    status = 413


class CameBefore(Refusal):
    """A token that counts once came again. 406 tells Mailgun not to try any more."""

    status = 406


@dataclass(frozen=True, kw_only=True)
class Outside:
    """What a source may do outside. ``visit`` fetches an address for the effect of it."""

    certificate: Fetch
    visit: Callable[[str], object]


@dataclass(frozen=True, kw_only=True)
class TakenIn:
    """What a call changed, and the words to answer with."""

    recorded: Recorded
    answer: str = ""


def take_in_receipts(
    context: Context,
    call: Call,
    account: str,
    *,
    sources: Mapping[str, ReceiptSource],
    outside: Outside,
) -> TakenIn:
    """Record what a call says. A repeat changes nothing; a false one is noted once a minute.

    Raises:
        NotFound: there is no such account, or it tells nothing this way.
        NotTheirs: the call is not from the provider.
        Invalid: it has another shape than documented.
        TooLarge: it has more than 256 kB.
        CameBefore: it was replayed.
        NoRoom: the disk is nearly full, and it says nothing that cannot wait.
    """
    source, receiver = _found(context, account, sources)
    try:
        if len(call.body) > LARGEST:
            raise TooLarge("The body has more than {most} bytes.", field="body", most=LARGEST)
        told = source.read(call, receiver, outside.certificate)
    except Refusal as refusal:
        reject_signal(context, source=f"receipts/{account}", why=refusal.why)
        raise
    if not told.leaving:  # whoever leaves is never told to come back later
        require_room(context)
    if told.confirm:
        outside.visit(told.confirm)
    return TakenIn(recorded=_recorded(context, account, told), answer=told.answer)


def _found(
    context: Context, account: str, sources: Mapping[str, ReceiptSource]
) -> tuple[ReceiptSource, Receiver]:
    try:
        known = provider_accounts.get(account)
        settings = settings_of(context, known)
    except (NotFound, Conflict):
        raise _nothing() from None
    source = sources.get(known.kind)
    if source is None:
        raise _nothing()
    return source, Receiver(name=known.name, settings=settings)


def _nothing() -> NotFound:
    return NotFound("No provider reports to this address.")


def _recorded(context: Context, account: str, told: Told) -> Recorded:
    with unit_of_work():
        now = context.clock.now()
        if told.once and not receipts.keep_once(account, told.once, at=now):
            raise CameBefore("This call came before.", field="signature")
        for address in told.leaving:
            leave_everywhere(context, provider_accounts.get(account).channel, address)
        return record_receipts(context, told.events)
