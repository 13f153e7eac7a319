"""What a mail to a colleague calls the texts that it is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from noroshi.domain.incident import Incident, Subject
from noroshi.domain.language import Localised, pick
from noroshi.domain.maintenance_words import PURPOSES
from noroshi.domain.message import Message, MessageState
from noroshi.domain.named import message_name, subject_name, whole_name
from noroshi.jobs.payloads import NotifyColleague
from noroshi.storage import maintenances, messages

_OF_MESSAGES: Final = (
    "approval_asked",
    "all_approved",
    "rejected",
    "clock_not_ready",
    "clock_not_published",
)
_TOGETHER: Final = {"approval_asked", "all_approved"}
"""Notices of planned work are approved at once, so nobody is written to about each of them."""

_ALL_NOTICES: Final[Localised] = {"en": "the notices", "ja": "お知らせ"}
_PURPOSE: Final[Localised] = {"en": "{name} ({purpose})", "ja": "{name}（{purpose}）"}
_OPEN: Final[Mapping[Subject, Localised]] = {
    Subject.INCIDENT: {"en": "Open the incident", "ja": "インシデントを開く"},
    Subject.MAINTENANCE: {"en": "Open the maintenance", "ja": "メンテナンスを開く"},
}
_GOES_OUT: Final[Mapping[Subject, Localised]] = {
    Subject.INCIDENT: {
        "en": "It goes out when you publish it.",
        "ja": "公開すると、ステータスページに掲載され、各チャネルへ送信されます。",
    },
    Subject.MAINTENANCE: {
        "en": "Nobody outside knows of planned work until you announce it; what follows goes out "
        "in its time.",
        "ja": "告知するまで、社外には公開されません。告知後のお知らせは、それぞれの時刻に送信されます。",
    },
}


def names_in_mail(incident: Incident, language: str, job: NotifyColleague) -> dict[str, str]:
    """The slots of a mail that name things: the texts, and what its button opens."""
    whole = _whole(incident, language, job) if job.kind.startswith(_OF_MESSAGES) else ""
    return {
        "whole": whole,
        "Whole": whole[:1].upper() + whole[1:],
        "open": pick(_OPEN[incident.subject], language),
        "goes_out": pick(_GOES_OUT[incident.subject], language),
    }


def _whole(incident: Incident, language: str, job: NotifyColleague) -> str:
    about = subject_name(incident.subject, incident.number, language, inside=True)
    if incident.subject is Subject.MAINTENANCE and job.kind in _TOGETHER and _several(incident):
        return whole_name(pick(_ALL_NOTICES, language), about, language)
    return whole_name(_message(messages.get(job.about), language), about, language)


def _several(work: Incident) -> bool:
    told = maintenances.notices(work.number)
    return sum(one.message.state is MessageState.IN_APPROVAL for one in told) > 1


def _message(message: Message, language: str) -> str:
    name = message_name(message.kind, message.number, language, inside=True)
    notice = maintenances.notice_of(message.id)
    if notice is None:
        return name
    purpose = pick(PURPOSES[notice.purpose], language)
    return pick(_PURPOSE, language).format(name=name, purpose=purpose)
