"""Messages, and their renditions: one text per audience, channel and language."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from noroshi.domain.channel import Channel
from noroshi.domain.incident import Stage
from noroshi.domain.language import Localised


class MessageState(StrEnum):
    """Where a message stands. Only published messages have left the house."""

    DRAFT = "draft"  # being written
    IN_APPROVAL = "in_approval"  # approvers were asked
    PUBLISHED = "published"  # went to its channels; the text never changes again
    WITHDRAWN = "withdrawn"  # given up before it went out


class MessageKind(StrEnum):
    """An update while the incident lasts, a correction of one, the final report after it, or a
    notice of planned work."""

    UPDATE = "update"
    CORRECTION = "correction"  # reaches exactly those who got the wrong text
    REPORT = "report"
    NOTICE = "notice"  # of maintenance


@dataclass(frozen=True, kw_only=True)
class RenditionKey:
    """Which rendition of a message."""

    audience: str
    channel: Channel
    language: str

    def __str__(self) -> str:
        return f"{self.channel}.{self.audience}.{self.language}"


@dataclass(frozen=True, kw_only=True)
class Rendition:
    """One text, for one audience on one channel in one language."""

    id: int
    message_id: int
    key: RenditionKey
    subject: str
    body: str
    digest: str  # see digest_of
    written_by: str  # last editor
    version: int
    template_digest: str  # digest of the filled template; equal to digest while nobody edited


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """A rendition that the plan could have, and why this message has none."""

    audience: str
    channel: Channel
    reason: Localised
    until: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Message:
    """One thing that is said: an update of an incident, or its final report."""

    id: int
    incident_number: int
    number: int  # 1, 2, 3 … within the incident
    kind: MessageKind
    stage: Stage
    state: MessageState
    next_update_at: datetime | None  # the promise made on the status page
    drafted_by: str
    drafted_at: datetime
    published_at: datetime | None = None
    published_by: str = ""
    left_out: tuple[LeftOut, ...] = ()
    corrects: int | None = None  # id of the message whose texts were wrong
    in_parallel: bool = False  # may be in work beside other messages of its subject
    publish_at: datetime | None = None  # goes out by itself then, if it may
    scheduled_by: str = ""  # who chose that time
    display_at: datetime | None = None  # of an update entered afterwards: when it was so


def digest_of(
    key: RenditionKey,
    *,
    message_id: int,
    stage: Stage,
    subject: str,
    body: str,
    next_update_at: datetime | None,
) -> str:
    """SHA-256 over everything an approver signs, as hex.

    Approval is a signature on bytes: any change of text, language, audience, channel, stage or
    promised time gives another digest, and so voids what was approved.
    """
    signed = {
        "message": message_id,
        "rendition": str(key),
        "stage": str(stage),
        "subject": subject,
        "body": body,
        "next_update_at": next_update_at.isoformat() if next_update_at else None,
    }
    canonical = json.dumps(signed, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def short(digest: str) -> str:
    """The first 16 hex digits in groups of four, for reading aloud."""
    return " ".join(digest[i : i + 4] for i in range(0, 16, 4))
