"""From an approved rendition to one person's parcel: exactly the approved words, plus the frame."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from types import MappingProxyType

from noroshi.actions.queries.links import links_of, unsubscribe_base, unsubscribe_tokens
from noroshi.actions.queries.plan import current_plan
from noroshi.actions.texts import signed
from noroshi.delivery.address import mail_address
from noroshi.delivery.chat.note import ChatNote
from noroshi.delivery.chat.slack import slack_body
from noroshi.delivery.chat.teams import teams_body
from noroshi.delivery.contract import Parcel
from noroshi.delivery.ledger import Recipient
from noroshi.delivery.load import ParcelFor
from noroshi.delivery.mail import (
    Copier,
    Mailbox,
    MailText,
    NextUpdate,
    compile_mail,
    list_id,
    stamp,
)
from noroshi.domain.channel import Channel
from noroshi.domain.compose import moments
from noroshi.domain.compose.values import time_zone_of
from noroshi.domain.incident import Incident, Stage, Subject
from noroshi.domain.language import pick
from noroshi.domain.message import Message, Rendition
from noroshi.domain.named import message_name
from noroshi.domain.plan import select
from noroshi.domain.plan.model import Plan
from noroshi.domain.webhook_shape import Shape, shape_of
from noroshi.kernel.errors import Conflict
from noroshi.storage import incidents, maintenances, messages
from noroshi.storage.ledger import PlannedDispatch
from noroshi.worker.duties.own_time import own_times
from noroshi.worker.duties.tools import Toolbox, domain_of
from noroshi.worker.duties.wording import FRAME, STATUS_WORDS, TO_THE_PAGE


def parcel_maker(tools: Toolbox, dispatch: PlannedDispatch) -> ParcelFor:
    """What makes each recipient's copy of the dispatched text.

    Raises:
        Conflict: the stored text is not the one whose digest was approved; nothing may leave.
    """
    text = messages.rendition(dispatch.rendition_id)
    if text.digest != dispatch.digest:
        raise Conflict("The text has changed after it was published; it is not sent.")
    message = messages.get(text.message_id)
    if signed(message, text) != dispatch.digest:
        raise Conflict("The stored words are not those that were approved; they are not sent.")
    incident = incidents.get(message.incident_number)
    if dispatch.channel is Channel.SMS:
        return _same_for_all(text.body.encode(), incident, message, text)
    make = _MAKERS.get(dispatch.channel, _mails)
    return make(tools, current_plan(), incident, message=message, text=text)


def _name(incident: Incident, message: Message, text: Rendition) -> str:
    """What all copies of a text are called; the recipient's number completes it."""
    return f"{incident.number}-{message.number}-{text.id}"


def _mails(
    tools: Toolbox, plan: Plan, incident: Incident, *, message: Message, text: Rendition
) -> ParcelFor:
    at = message.published_at or message.drafted_at
    words = mail_text(tools, plan, incident, message=message, text=text)
    keys = tools.postmark.keys_for(plan.company.mail_from)
    mark = stamp(
        _name(incident, message, text),
        domain_of(plan.company.mail_from),
        unsubscribe=unsubscribe_base(tools.context),
    )
    token = unsubscribe_tokens(tools.context).sign
    back, text_id = tools.postmark.return_path, text.id
    zone = time_zone_of(plan, text.key.language)
    own_time = cache(own_times(message, language=text.key.language, zone=zone).line)

    @cache  # the world has few clocks: one mail is compiled for all who share what they are told
    def copier(line: str) -> Copier:
        return compile_mail(replace(words, own_time=line), date=at, keys=keys).copier(mark)

    copier("")  # what cannot be a mail is refused before anybody is written to

    def parcel(to: Recipient) -> Parcel:
        number, copy = to.id, copier(own_time(to.time_zone))
        return Parcel(
            number,
            to.address,
            to.language,
            mark.message_id(str(number)),
            copy(mail_address(to.address), number, token(str(number))),
            None,
            back(text_id, number),
            f"{text_id}.{number}",
        )

    return parcel


def mail_text(
    tools: Toolbox, plan: Plan, incident: Incident, *, message: Message, text: Rendition
) -> MailText:
    """The approved words with the frame around them."""
    language, company = text.key.language, plan.company
    zone = time_zone_of(plan, language)
    links = links_of(tools.context, plan, incident)
    at = message.published_at or message.drafted_at
    promised = message.next_update_at
    frame = FRAME[language] if language in FRAME else FRAME["en"]
    place = _place(plan, incident, language)
    over = message.stage in {Stage.RESOLVED, Stage.POSTMORTEM}
    status = STATUS_WORDS["operational" if over else str(incident.scope.status)]
    return MailText(
        subject=text.subject,
        body_markdown=text.body,
        language=language,
        company=company.name,
        sender=Mailbox(name=company.name, address=company.mail_from),
        reply_to=Mailbox(name=company.name, address=company.reply_to) if company.reply_to else None,
        link=links.report if message.stage is Stage.POSTMORTEM else links.incident,
        scope=place
        if incident.subject is Subject.MAINTENANCE
        else frame["scope"].format(place=place, status=pick(status, language)),
        reason_line=frame["reason"].format(place=place),
        sent_line=frame["sent"].format(
            at=moments.moment(at, language, zone=zone, now=at),
            message=message_name(message.kind, message.number, language, inside=True),
        ),
        list_id=list_id(text.key.audience, domain_of(company.mail_from)),
        unsubscribe_mailto=tools.postmark.bounce_address,
        next_update=NextUpdate(by=moments.moment(promised, language, zone=zone, now=at))
        if promised
        else None,
    )


def _place(plan: Plan, incident: Incident, language: str) -> str:
    parts = [
        *(select.component(plan, key).name for key in incident.scope.components),
        *(select.region(plan, key).name for key in incident.scope.regions),
    ]
    return FRAME.get(language, FRAME["en"])["comma"].join(pick(part, language) for part in parts)


def _webhooks(
    tools: Toolbox, plan: Plan, incident: Incident, *, message: Message, text: Rendition
) -> ParcelFor:
    """One text in the shape that each endpoint reads."""
    content = webhook_body(tools, plan, incident, message=message, text=text)
    links = links_of(tools.context, plan, incident)
    note = ChatNote(
        title=text.subject,
        body_markdown=text.body,
        link=links.report if message.stage is Stage.POSTMORTEM else links.incident,
        link_label=pick(TO_THE_PAGE, text.key.language),
        language=text.key.language,
    )
    by_shape = {
        shape: _same_for_all(body, incident, message, text)
        for shape, body in (
            (Shape.INCIDENT, content),
            (Shape.SLACK, slack_body(note)),
            (Shape.TEAMS, teams_body(note)),
        )
    }
    return lambda to: by_shape[shape_of(to.address)](to)


def _notices(
    tools: Toolbox, plan: Plan, incident: Incident, *, message: Message, text: Rendition
) -> ParcelFor:
    links = links_of(tools.context, plan, incident)
    body = {
        "title": text.subject,
        "body": text.body,
        "url": links.report if message.stage is Stage.POSTMORTEM else links.incident,
        "tag": f"incident-{incident.number}",
    }
    content = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    return _same_for_all(content, incident, message, text)


def _same_for_all(
    content: bytes, incident: Incident, message: Message, text: Rendition
) -> ParcelFor:
    """Copies that differ in nothing but their receiver."""
    name = _name(incident, message, text)

    def parcel(to: Recipient) -> Parcel:
        return Parcel(
            recipient_id=to.id,
            address=to.address,
            language=to.language,
            message_id=f"msg_{name}-{to.id}",
            content=content,
            secret=to.secret,
            reference=f"{text.id}.{to.id}",
        )

    return parcel


def webhook_body(
    tools: Toolbox, plan: Plan, incident: Incident, *, message: Message, text: Rendition
) -> bytes:
    """The incident as Statuspage's subscribers' webhooks tell it; our extras under x_noroshi."""
    links = links_of(tools.context, plan, incident)
    at = message.published_at or message.drafted_at
    body = {
        "page": {"id": links.page, "status_description": text.subject},
        "incident": {
            "id": f"incident-{incident.number}",
            "name": text.subject,
            "status": message.stage,
            "impact": "maintenance" if incident.subject is Subject.MAINTENANCE else incident.impact,
            "shortlink": links.incident,
            "started_at": incident.started_at.isoformat(),
            "resolved_at": incident.resolved_at.isoformat() if incident.resolved_at else None,
            **_window(incident),
            "incident_updates": [
                {
                    "id": f"incident-{incident.number}-{message.number}",
                    "status": message.stage,
                    "body": text.body,
                    "display_at": at.isoformat(),
                }
            ],
            "x_noroshi": {
                "language": text.key.language,
                "next_update_by": message.next_update_at.isoformat()
                if message.next_update_at
                else None,
            },
        },
    }
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def _window(incident: Incident) -> dict[str, str]:
    """What Statuspage's webhooks say of maintenance beside what they say of incidents."""
    if incident.subject is not Subject.MAINTENANCE:
        return {}
    work = maintenances.get(incident.number)
    told = work.announced or work.window
    return {
        "scheduled_for": told.starts_at.isoformat(),
        "scheduled_until": told.ends_at.isoformat(),
    }


_MAKERS: Mapping[Channel, Callable[..., ParcelFor]] = MappingProxyType(
    {Channel.WEBHOOK: _webhooks, Channel.PUSH: _notices}
)
