"""Notices to colleagues: somebody is asked to approve, reminded, or called."""

from __future__ import annotations

from datetime import datetime

from noroshi.actions.notify_colleagues import NO_INCIDENT
from noroshi.actions.queries.links import room_url
from noroshi.actions.queries.plan import current_plan
from noroshi.delivery.contract import Parcel
from noroshi.delivery.mail.text import Mailbox, MailText, mail_message_id
from noroshi.domain.channel import Channel
from noroshi.domain.compose import moments
from noroshi.domain.compose.values import time_zone_of
from noroshi.domain.incident import Incident, Stage, Subject
from noroshi.domain.language import pick
from noroshi.domain.message import MessageState
from noroshi.domain.plan import select
from noroshi.domain.plan.model import Person, Plan
from noroshi.jobs.payloads import NotifyColleague
from noroshi.storage import incidents, messages, promises
from noroshi.worker.duties.check_slots import certificate
from noroshi.worker.duties.clock_slots import CLOCK, clock_slots
from noroshi.worker.duties.naming import names_in_mail
from noroshi.worker.duties.single import mail_parcel, send_single
from noroshi.worker.duties.tools import Toolbox, domain_of
from noroshi.worker.duties.wording import NOTICES
from noroshi.worker.duties.wording_checks import CHECK_NOTICES
from noroshi.worker.duties.wording_clock import CLOCK_NOTICES
from noroshi.worker.threads import in_thread

_STILL_TRUE = {
    "approval_asked": MessageState.IN_APPROVAL,
    "all_approved": MessageState.IN_APPROVAL,
    "rejected": MessageState.DRAFT,
}
"""The state in which a notice about a message still says what is so."""


async def notify_colleague(tools: Toolbox, job: NotifyColleague) -> None:
    """Write to a colleague, unless what it is about is settled by now."""
    parcel = await in_thread(lambda: notice(tools, job))
    if parcel:
        await send_single(tools, Channel.EMAIL, parcel)


def notice(tools: Toolbox, job: NotifyColleague) -> Parcel | None:
    """The notice in the colleague's language; None when what it is about is settled."""
    plan, now = current_plan(), tools.context.clock.now()
    person = select.person(plan, job.person)
    found = _found(tools, plan, person, job)
    if found is None:
        return None
    slots, link = found[0] | {"title": _plain(found[0]["title"])}, found[1]
    known = {**NOTICES, **CLOCK_NOTICES, **CHECK_NOTICES}[job.kind]
    words = known.get(person.language, known["en"])
    company = plan.company.name
    text = MailText(
        subject=words["subject"].format(**slots),
        body_markdown=words["body"].format(**slots),
        language=person.language,
        company=company,
        sender=Mailbox(name=company, address=plan.company.mail_from),
        link=link,
        link_label=words["label"].format(**slots),
        reason_line=f"Noroshi · {company}",
        one_click=False,
    )
    message_id = mail_message_id(
        f"notice-{job.kind.replace('_', '-')}-{job.about}-{int(now.timestamp())}",
        job.incident_number,
        domain_of(plan.company.mail_from),
    )
    return mail_parcel(text, person.email, message_id=message_id, at=now)


def _found(
    tools: Toolbox, plan: Plan, person: Person, job: NotifyColleague
) -> tuple[dict[str, str], str] | None:
    """What the words need, and where the button leads; None when it is settled."""
    now = tools.context.clock.now()
    if job.incident_number == NO_INCIDENT:
        return certificate(tools.context, plan, person, job, now=now)
    incident = incidents.get(job.incident_number)
    slots = _slots(plan, incident, person, job, now=now)
    return (slots, _link(tools, incident, job)) if slots is not None else None


def _link(tools: Toolbox, incident: Incident, job: NotifyColleague) -> str:
    room = room_url(tools.context, job.incident_number)
    if job.kind == "approval_asked" and incident.subject is Subject.MAINTENANCE:
        return f"{room}#read"  # all its texts stand on one page
    if job.kind == "approval_asked":
        return f"{tools.context.public_url}/approvals/"
    return f"{room}report/" if job.kind == "report_due" else room


def _slots(
    plan: Plan, incident: Incident, person: Person, job: NotifyColleague, *, now: datetime
) -> dict[str, str] | None:
    due = incident.report_due_at
    if job.kind in _STILL_TRUE and messages.get(job.about).state is not _STILL_TRUE[job.kind]:
        return None  # decided, taken back, withdrawn or published meanwhile
    if job.kind == "report_due" and incident.stage is Stage.POSTMORTEM:
        return None  # the report is out
    if job.kind.startswith("promise_"):
        waiting = {promise.id: promise for promise in promises.open_ones(incident.number)}
        if job.about not in waiting:
            return None  # kept meanwhile: nobody needs to be called
        due = waiting[job.about].due_at
    more = clock_slots(plan, incident, person, job, now=now) if job.kind.startswith(CLOCK) else {}
    if more is None:
        return None
    zone = time_zone_of(plan, person.language)
    return {
        "number": str(incident.number),
        "title": pick(incident.title, person.language),
        "due": moments.moment(due, person.language, zone=zone, now=now) if due else "",
    } | (names_in_mail(incident, person.language, job) | more)


def _plain(title: str) -> str:
    # The title is data: it must not become a link or an emphasis of its own.
    return "".join(f"\\{char}" if char in r"\`*_[]<>" else char for char in title)
