"""Maintenance, its notices, and what the clock has done about anything."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from noroshi.storage.models.incident import IncidentRow
from noroshi.storage.models.message import MessageRow


class MaintenanceRow(models.Model):
    """What maintenance has beyond an incident; see noroshi.domain.maintenance.

    Number, title and scope stand in the incident's row, so that messages, approvals, the ledger
    and the log need no second way.
    """

    incident = models.OneToOneField(
        IncidentRow, on_delete=models.PROTECT, primary_key=True, related_name="maintenance"
    )
    state = models.CharField(max_length=20)
    details = models.JSONField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    zone = models.CharField(max_length=60)
    remind_before = ArrayField(models.DurationField(), default=list)
    auto_start = models.BooleanField(default=True)
    auto_end = models.BooleanField(default=False)
    announced_starts_at = models.DateTimeField(null=True)
    announced_ends_at = models.DateTimeField(null=True)
    announced_zone = models.CharField(max_length=60, blank=True)
    announced_at = models.DateTimeField(null=True)
    begun_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    planned_by = models.CharField(max_length=100)
    revision = models.PositiveIntegerField(default=1)


class NoticeRow(models.Model):
    """A message of maintenance: what it is for, and until when it is true."""

    message = models.OneToOneField(
        MessageRow, on_delete=models.PROTECT, primary_key=True, related_name="notice"
    )
    purpose = models.CharField(max_length=20)
    ahead = models.DurationField(null=True)
    until = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField()


class ClockStep(models.Model):
    """Something the clock has done about an incident or maintenance; each happens once."""

    incident = models.ForeignKey(IncidentRow, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=60)
    person = models.CharField(max_length=100, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["incident", "step"], name="each_clock_step_once")
        ]
