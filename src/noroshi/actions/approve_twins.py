"""One approval for all reminders of a window whose words are the same, letter by letter."""

from __future__ import annotations

from collections.abc import Iterator

from noroshi.domain.approvals import Approval, Decision
from noroshi.domain.maintenance import Purpose
from noroshi.domain.message import Message, MessageState, Rendition
from noroshi.storage import decisions, maintenances, messages


def approve_twins(message: Message, text: Rendition, approval: Approval) -> list[Rendition]:
    """Let what was approved of a reminder count for its other reminders with the same bytes.

    Each keeps a decision on its own digest, so that publishing checks it like any other.
    """
    twins = list(_twins(message, text)) if approval.decision is Decision.APPROVED else []
    for twin in twins:
        decisions.add(
            twin.id,
            Approval(
                person=approval.person,
                digest=twin.digest,
                at=approval.at,
                decision=approval.decision,
            ),
        )
    return twins


def _twins(message: Message, text: Rendition) -> Iterator[Rendition]:
    notice = maintenances.notice_of(message.id)
    if notice is None or notice.purpose is not Purpose.REMIND:
        return
    for other in maintenances.notices(message.incident_number):
        same_kind = other.purpose is Purpose.REMIND and other.revision == notice.revision
        if not same_kind or other.message.id == message.id:
            continue
        if other.message.state is MessageState.IN_APPROVAL:
            yield from (t for t in messages.renditions(other.message.id) if _same(t, text))


def _same(one: Rendition, other: Rendition) -> bool:
    return (one.key, one.subject, one.body) == (other.key, other.subject, other.body)
