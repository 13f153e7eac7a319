"""What readers say back, and what was promised to them."""

from __future__ import annotations

from django.db import models

from noroshi.storage.models.incident import IncidentRow


class FeedbackRow(models.Model):
    """One reader's word about an incident (``message`` 0: "I am affected") or about one update.

    ``sender`` is a keyed hash, of no use outside its incident, and is forgotten with time.
    """

    incident = models.ForeignKey(IncidentRow, on_delete=models.PROTECT, related_name="feedback")
    message = models.PositiveIntegerField(default=0)
    clear = models.BooleanField(null=True)
    sender = models.CharField(max_length=64)
    page = models.CharField(max_length=100)
    language = models.CharField(max_length=10)
    comment = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "message", "sender"], name="one_word_a_reader"
            )
        ]


class CommitmentRow(models.Model):
    """A promised action of a final report (F4). ``first_due`` stays when ``due`` is moved."""

    incident = models.ForeignKey(IncidentRow, on_delete=models.PROTECT, related_name="commitments")
    text = models.JSONField()
    due = models.DateField()
    first_due = models.DateField()
    owner = models.CharField(max_length=100, blank=True)
    made_by = models.CharField(max_length=100)
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.CharField(max_length=100, blank=True)
    note = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(
                fields=["due"], condition=models.Q(done_at=None), name="commitments_to_keep"
            )
        ]
