"""Single mails: the confirmation of a subscription, and notices to colleagues."""

from __future__ import annotations

import zlib
from datetime import datetime

from noroshi.actions.choose_account import choose_account
from noroshi.actions.confirm_subscription import new_confirmation_token
from noroshi.actions.queries.links import page_url, room_url
from noroshi.actions.queries.plan import current_plan
from noroshi.actions.queries.sending import is_copy
from noroshi.delivery.address import mail_address
from noroshi.delivery.contract import Parcel
from noroshi.delivery.mail.compiled import compile_mail
from noroshi.delivery.mail.text import Mailbox, MailText, mail_message_id
from noroshi.domain.channel import Channel
from noroshi.domain.compose import moments
from noroshi.domain.compose.values import time_zone_of
from noroshi.domain.incident import Incident, Stage
from noroshi.domain.language import pick
from noroshi.domain.message import MessageState
from noroshi.domain.plan import select
from noroshi.domain.plan.model import Person, Plan
from noroshi.jobs.payloads import ConfirmSubscription, NotifyColleague
from noroshi.storage import incidents, messages, promises, subscribers
from noroshi.storage.subscribers import SubscriberState
from noroshi.worker.duties.tools import Toolbox, domain_of
from noroshi.worker.duties.wording import CONFIRM, NOTICES
from noroshi.worker.threads import in_thread

_STILL_TRUE = {
    "approval_asked": MessageState.IN_APPROVAL,
    "all_approved": MessageState.IN_APPROVAL,
    "rejected": MessageState.DRAFT,
}
"""The state in which a notice about a message still says what is so."""


async def confirm_subscription(tools: Toolbox, job: ConfirmSubscription) -> None:
    """Mail the link that confirms, if the subscriber still waits for it."""
    parcel = await in_thread(lambda: confirmation(tools, job.subscriber_id))
    if parcel:
        await _send(tools, parcel)


async def notify_colleague(tools: Toolbox, job: NotifyColleague) -> None:
    """Write to a colleague, unless what it is about is settled by now."""
    parcel = await in_thread(lambda: notice(tools, job))
    if parcel:
        await _send(tools, parcel)


async def _send(tools: Toolbox, parcel: Parcel) -> None:
    if await in_thread(lambda: is_copy(tools.context)):
        return  # the other copy writes to the same people
    account = await in_thread(
        lambda: choose_account(
            tools.context, Channel.EMAIL, ticket=zlib.crc32(parcel.message_id.encode())
        )
    )
    sender = await in_thread(lambda: current_plan().company.mail_from)
    provider = await in_thread(lambda: tools.through(account, sender))
    async with provider.open() as session:
        await session.deliver(parcel)


def confirmation(tools: Toolbox, subscriber_id: int) -> Parcel | None:
    """The mail with a fresh link; None when nobody waits for it any more."""
    subscriber = subscribers.get(subscriber_id)
    if subscriber.state is not SubscriberState.PENDING:
        return None
    plan, now = current_plan(), tools.context.clock.now()
    words = CONFIRM.get(subscriber.language, CONFIRM["en"])
    url = f"{tools.context.public_url}/confirm/{new_confirmation_token(subscriber_id)}"
    company = plan.company.name
    text = MailText(
        subject=words["subject"].format(company=company),
        body_markdown=words["body"].format(company=company, url=url),
        language=subscriber.language,
        company=company,
        sender=Mailbox(name=company, address=plan.company.mail_from),
        link=page_url(tools.context, plan.pages[0]),
        link_label=words["label"],
        reason_line=words["reason"].format(company=company),
        one_click=False,
    )
    message_id = mail_message_id(
        f"confirm-{int(now.timestamp())}", subscriber_id, domain_of(plan.company.mail_from)
    )
    return _parcel(text, subscriber.address, message_id=message_id, at=now)


def notice(tools: Toolbox, job: NotifyColleague) -> Parcel | None:
    """The notice in the colleague's language; None when what it is about is settled."""
    plan, now = current_plan(), tools.context.clock.now()
    person = select.person(plan, job.person)
    incident = incidents.get(job.incident_number)
    slots = _slots(plan, incident, person, job, now=now)
    if slots is None:
        return None
    words = NOTICES[job.kind].get(person.language, NOTICES[job.kind]["en"])
    company = plan.company.name
    text = MailText(
        subject=words["subject"].format(**slots),
        body_markdown=words["body"].format(**slots),
        language=person.language,
        company=company,
        sender=Mailbox(name=company, address=plan.company.mail_from),
        link=_link(tools, job),
        link_label=words["label"],
        reason_line=f"Noroshi · {company}",
        one_click=False,
    )
    message_id = mail_message_id(
        f"notice-{job.kind.replace('_', '-')}-{job.about}-{int(now.timestamp())}",
        incident.number,
        domain_of(plan.company.mail_from),
    )
    return _parcel(text, person.email, message_id=message_id, at=now)


def _link(tools: Toolbox, job: NotifyColleague) -> str:
    room = room_url(tools.context, job.incident_number)
    if job.kind == "approval_asked":
        return f"{tools.context.public_url}/approvals/"
    return f"{room}report/" if job.kind == "report_due" else room


def _slots(
    plan: Plan, incident: Incident, person: Person, job: NotifyColleague, *, now: datetime
) -> dict[str, str] | None:
    due, about = incident.report_due_at, str(job.about)
    if job.kind in _STILL_TRUE:
        message = messages.get(job.about)
        if message.state is not _STILL_TRUE[job.kind]:
            return None  # decided, taken back, withdrawn or published meanwhile
        about = str(message.number)
    if job.kind == "report_due" and incident.stage is Stage.POSTMORTEM:
        return None  # the report is out
    if job.kind.startswith("promise_"):
        waiting = {promise.id: promise for promise in promises.open_ones(incident.number)}
        if job.about not in waiting:
            return None  # kept meanwhile: nobody needs to be called
        due = waiting[job.about].due_at
    zone = time_zone_of(plan, person.language)
    return {
        "number": str(incident.number),
        "about": about,
        "title": _plain(pick(incident.title, person.language)),
        "due": moments.moment(due, person.language, zone=zone, now=now) if due else "",
    }


def _plain(title: str) -> str:
    # The title is data: it must not become a link or an emphasis of its own.
    return "".join(f"\\{char}" if char in r"\`*_[]<>" else char for char in title)


def _parcel(text: MailText, address: str, *, message_id: str, at: datetime) -> Parcel:
    content = compile_mail(text, date=at).copy_for(mail_address(address), message_id=message_id)
    return Parcel(
        recipient_id=0,
        address=address,
        language=text.language,
        message_id=message_id,
        content=content,
    )
