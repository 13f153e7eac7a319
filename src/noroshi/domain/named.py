"""What people call a thing that is said, and what it is about.

"Update 3 of incident 12" is no name for a reminder of planned work: that is "notice 3 of
maintenance 12". Every sentence that names a message by its number takes the name from here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from noroshi.domain.incident import Subject
from noroshi.domain.language import Localised, pick
from noroshi.domain.message import MessageKind

_MESSAGES: Final[Mapping[MessageKind, Localised]] = {
    MessageKind.UPDATE: {"en": "Update {n}", "ja": "第{n}報"},
    MessageKind.CORRECTION: {"en": "Correction {n}", "ja": "訂正（第{n}報）"},
    MessageKind.REPORT: {"en": "Final report", "ja": "最終報告"},
    MessageKind.NOTICE: {"en": "Notice {n}", "ja": "お知らせ第{n}号"},
}
_SUBJECTS: Final[Mapping[Subject, Localised]] = {
    Subject.INCIDENT: {"en": "Incident {n}", "ja": "インシデント{n}"},
    Subject.MAINTENANCE: {"en": "Maintenance {n}", "ja": "メンテナンス{n}"},
}
_OF: Final[Localised] = {"en": "{message} of {subject}", "ja": "{subject}の{message}"}


def usual_kind(subject: Subject) -> MessageKind:
    """What most messages about it are, where only their number is known."""
    return MessageKind.NOTICE if subject is Subject.MAINTENANCE else MessageKind.UPDATE


def message_name(
    kind: MessageKind, number: int | str, language: str, *, inside: bool = False
) -> str:
    """ "Update 3", "Notice 3". ``inside``: it stands inside a sentence ("update 3")."""
    return _said(_MESSAGES[kind], number, language, inside=inside)


def subject_name(
    subject: Subject, number: int | str, language: str, *, inside: bool = False
) -> str:
    """ "Incident 12", "Maintenance 12". ``inside`` as for messages."""
    return _said(_SUBJECTS[subject], number, language, inside=inside)


def whole_name(message: str, subject: str, language: str) -> str:
    """ "Update 3 of incident 12", from the names of both."""
    return pick(_OF, language).format(message=message, subject=subject)


def _said(words: Localised, number: int | str, language: str, *, inside: bool) -> str:
    said = pick(words, language).format(n=number)
    return said[:1].lower() + said[1:] if inside else said
