"""Incidents, the signals they came from, and their facts."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models


class IncidentRow(models.Model):
    """An incident; see noroshi.domain.incident."""

    number = models.PositiveIntegerField(unique=True)
    state = models.CharField(max_length=20)
    stage = models.CharField(max_length=20, null=True)
    title = models.JSONField()
    severity = models.PositiveSmallIntegerField()
    scenario = models.CharField(max_length=100)
    path = models.CharField(max_length=100)
    components = ArrayField(models.CharField(max_length=100))
    regions = ArrayField(models.CharField(max_length=100))
    component_status = models.CharField(max_length=30)
    started_at = models.DateTimeField()
    declared_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    report_due_at = models.DateTimeField(null=True)
    resolution_proposed_at = models.DateTimeField(null=True)
    declared_by = models.CharField(max_length=100, blank=True)
    plan_version = models.PositiveIntegerField()
    bridge_url = models.CharField(max_length=500, blank=True)
    request_key = models.CharField(max_length=100, null=True, unique=True)
    subject = models.CharField(max_length=20, default="incident", db_default="incident")
    entered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state"])]


class SignalRow(models.Model):
    """An alert as a monitoring system reported it; repeats move last_at and count.

    One that had ended before anybody heard of it belongs to no incident.
    """

    source = models.CharField(max_length=50)
    group = models.CharField(max_length=64)
    fingerprint = models.CharField(max_length=100)
    started_at = models.DateTimeField()
    status = models.CharField(max_length=20)
    name = models.CharField(max_length=300)
    labels = models.JSONField()
    annotations = models.JSONField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    count = models.PositiveIntegerField(default=1)
    incident = models.ForeignKey(
        IncidentRow, on_delete=models.PROTECT, related_name="signals", null=True
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "fingerprint", "started_at"], name="one_row_a_signal"
            )
        ]


class FactRow(models.Model):
    """An answer of the checklist; the version guards against writing over another's answer."""

    incident = models.ForeignKey(IncidentRow, on_delete=models.PROTECT, related_name="facts")
    question = models.CharField(max_length=100)
    values = models.JSONField(default=dict)
    unknown = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    answered_by = models.CharField(max_length=100)
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["incident", "question"], name="one_fact_a_question")
        ]
