"""What approvers decided about texts. Each decision is about one digest, and is never taken away."""

from __future__ import annotations

from datetime import datetime

from noroshi.domain.approvals import Approval, Decision
from noroshi.storage.models import ApprovalRow


def add(rendition_id: int, approval: Approval) -> None:
    """Keep what a person decided about a digest."""
    ApprovalRow.objects.create(
        rendition_id=rendition_id,
        digest=approval.digest,
        person=approval.person,
        decision=str(approval.decision),
        reason=approval.reason,
        at=approval.at,
    )


def of_text(rendition_id: int) -> list[Approval]:
    """Every decision about any version of the text that was not voided, oldest first."""
    rows = ApprovalRow.objects.filter(rendition_id=rendition_id, voided_at=None)
    return [_approval(row) for row in rows.order_by("at", "id")]


def of_message(message_id: int) -> dict[int, list[Approval]]:
    """The same for every text of a message that has any, by text."""
    rows = ApprovalRow.objects.filter(rendition__message_id=message_id, voided_at=None)
    found: dict[int, list[Approval]] = {}
    for row in rows.order_by("at", "id"):
        found.setdefault(row.rendition_id, []).append(_approval(row))
    return found


def void_of_message(message_id: int, *, at: datetime) -> int:
    """Let no approval of the message's texts count any more; returns how many that were.

    Rejections stand: they say what must be mended.
    """
    rows = ApprovalRow.objects.filter(
        rendition__message_id=message_id, decision=str(Decision.APPROVED), voided_at=None
    )
    return rows.update(voided_at=at)


def void_of_text(rendition_id: int, *, at: datetime) -> int:
    """The same for one text."""
    rows = ApprovalRow.objects.filter(
        rendition_id=rendition_id, decision=str(Decision.APPROVED), voided_at=None
    )
    return rows.update(voided_at=at)


def _approval(row: ApprovalRow) -> Approval:
    return Approval(
        person=row.person,
        digest=row.digest,
        at=row.at,
        decision=Decision(row.decision),
        reason=row.reason,
    )
