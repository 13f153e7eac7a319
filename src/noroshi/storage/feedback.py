"""What readers said back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.db.models import F, Value
from django.db.models.functions import Cast, Concat

from noroshi.domain.feedback import Opinion
from noroshi.storage.models import FeedbackRow, IncidentRow


@dataclass(frozen=True, kw_only=True)
class Said:
    """One press of a button: where, by whom (a hash), and what."""

    incident: int
    message: int
    sender: str
    clear: bool | None
    page: str
    language: str
    at: datetime


def put(said: Said) -> int:
    """Keep it. The same reader again replaces their earlier word. Its id."""
    incident_id = IncidentRow.objects.values_list("pk", flat=True).get(number=said.incident)
    row, _ = FeedbackRow.objects.update_or_create(
        incident_id=incident_id,
        message=said.message,
        sender=said.sender,
        defaults={
            "clear": said.clear,
            "page": said.page,
            "language": said.language,
            "at": said.at,
        },
    )
    return int(row.pk)


def explain(feedback_id: int, sender: str, comment: str) -> bool:
    """Put a reader's words to their "no"; whether there was one of theirs."""
    rows = FeedbackRow.objects.filter(pk=feedback_id, sender=sender, clear=False, erased_at=None)
    return bool(rows.update(comment=comment))


def of_incident(number: int) -> list[Opinion]:
    """All opinions about an incident, oldest first."""
    rows = FeedbackRow.objects.filter(incident__number=number)
    return [_opinion(row) for row in rows.order_by("at", "id")]


def affected(number: int) -> int:
    """How many readers said that an incident hits them."""
    return FeedbackRow.objects.filter(incident__number=number, message=0).count()


def erase_comment(feedback_id: int, *, incident: int, at: datetime) -> bool:
    """Take the words away and leave the count; whether there were any."""
    rows = FeedbackRow.objects.filter(pk=feedback_id, incident__number=incident).exclude(comment="")
    return bool(rows.update(comment="", erased_at=at))


def forget_senders(*, before: datetime) -> int:
    """Replace hashes from before a moment by something that says nothing; how many."""
    rows = FeedbackRow.objects.filter(at__lt=before).exclude(sender__startswith="-")
    number = Cast(F("pk"), models.CharField())
    return int(rows.update(sender=Concat(Value("-"), number)))


def _opinion(row: FeedbackRow) -> Opinion:
    return Opinion(
        id=row.pk,
        message=row.message,
        clear=row.clear,
        comment=row.comment,
        language=row.language,
        page=row.page,
        at=row.at,
    )
