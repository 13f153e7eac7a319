"""Versions of the plan."""

from __future__ import annotations

from django.db import models


class PlanVersion(models.Model):
    """One immutable version of the whole plan; the newest is in force."""

    number = models.PositiveIntegerField(unique=True)
    document = models.JSONField()
    digest = models.CharField(max_length=64)
    applied_at = models.DateTimeField()
    applied_by = models.CharField(max_length=100)
