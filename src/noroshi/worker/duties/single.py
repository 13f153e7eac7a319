"""Single messages, which belong to no batch: to a colleague, or to whoever just asked."""

from __future__ import annotations

import zlib
from datetime import datetime

from noroshi.actions.choose_account import choose_account
from noroshi.actions.queries.plan import current_plan
from noroshi.actions.queries.sending import is_copy
from noroshi.delivery.address import mail_address
from noroshi.delivery.contract import Parcel
from noroshi.delivery.mail.compiled import compile_mail
from noroshi.delivery.mail.text import MailText
from noroshi.domain.channel import Channel
from noroshi.worker.duties.tools import Toolbox
from noroshi.worker.threads import in_thread


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
