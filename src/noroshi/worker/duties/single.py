"""Single messages, which belong to no batch: to a colleague, or to whoever just asked."""

from __future__ import annotations

import logging
import zlib
from collections.abc import Mapping
from datetime import datetime

from noroshi.actions.choose_account import choose_account
from noroshi.actions.queries.plan import current_plan
from noroshi.actions.queries.sending import is_copy
from noroshi.delivery.address import mail_address
from noroshi.delivery.contract import DeliveryFailed, Parcel
from noroshi.delivery.mail.compiled import compile_mail
from noroshi.delivery.mail.text import Mailbox, MailText
from noroshi.domain.channel import Channel
from noroshi.domain.delivery import FailureKind
from noroshi.domain.plan.model import Company
from noroshi.worker.duties.tools import Toolbox
from noroshi.worker.threads import in_thread

_log = logging.getLogger(__name__)
_FOR_GOOD = frozenset({FailureKind.PERMANENT, FailureKind.UNKNOWN})


async def send_single(tools: Toolbox, channel: Channel, parcel: Parcel) -> None:
    """Hand one parcel to an account of the channel.

    Raises:
        DeliveryFailed: it was not taken.
        Invalid, AllDown: no account works at the moment.
    """
    if await in_thread(lambda: is_copy(tools.context)):
        return  # the other copy writes to the same people
    ticket = zlib.crc32(parcel.message_id.encode())
    account = await in_thread(lambda: choose_account(tools.context, channel, ticket=ticket))
    sender = await in_thread(lambda: current_plan().company.mail_from)
    provider = await in_thread(lambda: tools.through(account, sender))
    async with provider.open() as session:
        await session.deliver(parcel)


async def send_untold(tools: Toolbox, channel: Channel, parcel: Parcel) -> None:
    """The same for something that a stranger asked for: that it was refused for good is noted
    here, and told nobody. The answer on the page is the same for every address.

    Raises:
        DeliveryFailed: it may be taken later.
        Invalid, AllDown: no account works at the moment.
    """
    try:
        await send_single(tools, channel, parcel)
    except DeliveryFailed as failed:
        if failed.kind not in _FOR_GOOD:
            raise
        _log.info("what was asked for on a page was not taken: %s", failed.detail)


def asked_mail(
    company: Company,
    words: Mapping[str, Mapping[str, str]],
    language: str,
    *,
    link: str,
    **slots: str,
) -> MailText:
    """A mail to whoever asked for something: ``words`` by language, with their slots filled.

    Nobody can unsubscribe from it: it was asked for once, and comes once.
    """
    known = words.get(language, words["en"])
    said = {name: text.format(company=company.name, **slots) for name, text in known.items()}
    return MailText(
        subject=said["subject"],
        body_markdown=said["body"],
        language=language,
        company=company.name,
        sender=Mailbox(name=company.name, address=company.mail_from),
        link=link,
        link_label=said["label"],
        reason_line=said["reason"],
        one_click=False,
    )


def mail_parcel(text: MailText, address: str, *, message_id: str, at: datetime) -> Parcel:
    """One mail, ready to leave."""
    content = compile_mail(text, date=at).copy_for(mail_address(address), message_id=message_id)
    return Parcel(
        recipient_id=0,
        address=address,
        language=text.language,
        message_id=message_id,
        content=content,
    )
