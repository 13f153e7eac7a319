"""Promises of the next update."""

from __future__ import annotations

from django.db import models

from noroshi.storage.models.incident import IncidentRow


class PromiseRow(models.Model):
    """One promised time on one channel, and what became of it. At most one is open."""

    incident = models.ForeignKey(IncidentRow, on_delete=models.PROTECT, related_name="promises")
    channel = models.CharField(max_length=30)
    due_at = models.DateTimeField()
    made_at = models.DateTimeField()
    state = models.CharField(max_length=20, default="open")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "channel"],
                condition=models.Q(state="open"),
                name="one_open_promise_a_channel",
            )
        ]


class PromiseStep(models.Model):
    """A reminder or a call to the next person; each step happens once."""

    promise = models.ForeignKey(PromiseRow, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=50)
    person = models.CharField(max_length=100)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["promise", "step"], name="each_step_once")]
