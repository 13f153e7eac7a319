"""The append-only log of everything that happened."""

from __future__ import annotations

from django.db import models


class EventRow(models.Model):
    """One thing that happened. A trigger refuses UPDATE, DELETE and TRUNCATE."""

    at = models.DateTimeField()
    kind = models.CharField(max_length=50)
    actor = models.CharField(max_length=100)
    incident_number = models.PositiveIntegerField(null=True)
    data = models.JSONField()
    hash = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["incident_number", "id"])]
