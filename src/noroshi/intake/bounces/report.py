"""What a returned mail says, whoever wrote it. Nothing here is believed yet.

Who the report is about is settled elsewhere, by a signature that only this installation can make
(``noroshi.actions.take_in_mail``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class MailKind(StrEnum):
    """What a mail in the bounce mailbox is."""

    BOUNCE = "bounce"
    DELAY = "delay"
    """Not delivered yet; the relay goes on. Or a notice that it was relayed."""
    COMPLAINT = "complaint"
    AUTOMATIC = "automatic"
    """A vacation reply and the like: nothing follows from it."""
    OTHER = "other"


@dataclass(frozen=True, kw_only=True)
class Failed:
    """One recipient of a report. ``original`` is the address before it was forwarded, if told."""

    address: str
    original: str = ""
    action: str = "failed"
    code: str = ""
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class MailReport:
    """A mail of the bounce mailbox, taken apart.

    ``candidates`` are all addresses that may be a signed return path of ours, ``message_ids``
    those of the returned mail and of the mail itself; both in order of appearance.
    """

    kind: MailKind
    failed: tuple[Failed, ...] = ()
    candidates: tuple[str, ...] = ()
    message_ids: tuple[str, ...] = ()
    own_id: str = field(default="")
    feedback: str = ""
    """The type of a complaint: "abuse", "fraud", "not-spam" ..."""
