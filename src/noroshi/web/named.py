"""The names of messages and of what they are about, in the reader's language."""

from __future__ import annotations

from typing import Protocol

from noroshi.domain import named
from noroshi.domain.incident import Subject
from noroshi.domain.message import MessageKind
from noroshi.web.reader import language


class Said(Protocol):
    """A message, or whatever knows its kind and its number."""

    @property
    def kind(self) -> MessageKind: ...

    @property
    def number(self) -> int: ...


class Told(Protocol):
    """What messages are about."""

    @property
    def subject(self) -> Subject: ...

    @property
    def number(self) -> int: ...


def message_name(message: Said) -> str:
    """ "Update 3", "Notice 3", "Final report"."""
    return message_called(message.kind, message.number)


def message_inside(message: Said) -> str:
    """The same inside a sentence: "update 3"."""
    return named.message_name(message.kind, message.number, language(), inside=True)


def message_called(kind: MessageKind, number: int) -> str:
    """The name of a message of which only kind and number are at hand."""
    return named.message_name(kind, number, language())


def subject_name(subject: Told) -> str:
    """ "Incident 12", "Maintenance 12"."""
    return subject_called(subject.subject, subject.number)


def subject_called(subject: Subject, number: int) -> str:
    """The same from its parts."""
    return named.subject_name(subject, number, language())
