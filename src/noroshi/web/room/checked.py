"""A text under the writer's hands: what was found in it, how long it is, what it changes."""

from __future__ import annotations

from dataclasses import dataclass

from noroshi.actions.queries.changes import Changes, changes
from noroshi.actions.queries.composing import previous_of
from noroshi.domain.channel import HAS_SUBJECT, Channel
from noroshi.domain.guardrails.rule import Field, Finding, Level
from noroshi.domain.message import Message, MessageKind, MessageState, Rendition
from noroshi.web.room.marks import marked
from noroshi.web.room.measures import Measure, measured
from noroshi.web.room.numbers import Group, Numbered, grouped, numbered
from noroshi.web.room.reach import Reach
from noroshi.web.room.words import summed


@dataclass(frozen=True, kw_only=True)
class Checked:
    """The words of ``text``, saved or not, and everything the desk says about them.

    ``previous`` is the last message whose text of the same place was published.
    """

    text: Rendition
    found: tuple[Numbered, ...]
    measures: tuple[Measure, ...]
    can_write: bool
    previous: Message | None
    subject_changes: Changes | None
    body_changes: Changes | None

    @property
    def groups(self) -> tuple[Group, ...]:
        """The findings by level, what blocks first."""
        return grouped(self.found)

    @property
    def summary(self) -> str:
        """How many of each level, in words."""
        return summed([each.finding.level for each in self.found])

    @property
    def blocks(self) -> int:
        """How many findings keep the text from going out."""
        return sum(each.is_block for each in self.found)

    @property
    def certain(self) -> int:
        """How many of those have words that would mend them."""
        return sum(each.is_block and each.finding.mend is not None for each in self.found)

    @property
    def has_subject(self) -> bool:
        """Whether a subject is written. A webhook's may be left out."""
        key = self.text.key
        return key.channel in HAS_SUBJECT and (
            key.channel is not Channel.WEBHOOK or bool(self.text.subject)
        )

    @property
    def is_unchanged(self) -> bool:
        """It says exactly what was said before."""
        told = (self.subject_changes, self.body_changes)
        return all(each is None or each.is_nothing for each in told)

    @property
    def subject_marks(self) -> str:
        """The subject with a mark around each finding."""
        return marked(self.text.subject, self.found, Field.SUBJECT)

    @property
    def body_marks(self) -> str:
        """The body with a mark around each finding."""
        return marked(self.text.body, self.found, Field.BODY)


def checked(
    reach: Reach, message: Message, text: Rendition, findings: tuple[Finding, ...]
) -> Checked:
    """Everything the desk says about ``text``, in which ``findings`` were found."""
    earlier = previous_of(message, text.key)
    found = numbered(findings, subject=text.subject, body=text.body)
    return Checked(
        text=text,
        found=tuple(reach.shown(each, message) for each in found),
        measures=measured(text),
        can_write=can_write(message, text),
        previous=earlier[0] if earlier else None,
        subject_changes=changes(earlier[1].subject, text.subject) if earlier else None,
        body_changes=changes(earlier[1].body, text.body) if earlier else None,
    )


def can_write(message: Message, text: Rendition) -> bool:
    """Whether the words can be changed on the sheet."""
    by_parts = message.kind is MessageKind.REPORT and text.key.channel is Channel.STATUS_PAGE
    return message.state in {MessageState.DRAFT, MessageState.IN_APPROVAL} and not by_parts


def is_certain(finding: Finding) -> bool:
    """It keeps the text from going out, and the words that mend it are known."""
    return finding.level is Level.BLOCK and finding.mend is not None
