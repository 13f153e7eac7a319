"""What keeps components in a state, built-in checks, and what was taken over from other pages."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from noroshi.storage.models.incident import IncidentRow


class ComponentHold(models.Model):
    """A hold on a component in a region; see noroshi.domain.holds."""

    component = models.CharField(max_length=100)
    region = models.CharField(max_length=100)
    origin = models.CharField(max_length=20)
    source = models.CharField(max_length=100, blank=True)
    status = models.CharField(max_length=30)
    standing = models.CharField(max_length=20)
    reason = models.CharField(max_length=500, blank=True)
    by = models.CharField(max_length=100)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["component", "region", "origin", "source"],
                name="one_hold_a_place_and_source",
            )
        ]


class CheckRow(models.Model):
    """A check of the plan from the day it was first there until the day it is gone.

    Whoever runs it holds the lease until ``leased_until``; ``lease`` tells two turns apart.
    ``results`` are the last ones only, ``shape`` changes when they mean nothing any more.
    """

    key = models.CharField(max_length=100)
    component = models.CharField(max_length=100)
    regions = ArrayField(models.CharField(max_length=100))
    shape = models.CharField(max_length=64)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    patience = models.DurationField()
    due_at = models.DateTimeField()
    lease = models.CharField(max_length=64, blank=True)
    leased_until = models.DateTimeField(null=True)
    health = models.CharField(max_length=20)
    health_since = models.DateTimeField(null=True)
    results = models.JSONField(default=list)
    certificate_until = models.DateTimeField(null=True)
    warned_of = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=models.Q(ended_at=None), name="one_running_check_a_key"
            )
        ]
        indexes = [
            models.Index(
                fields=["due_at"], condition=models.Q(ended_at=None), name="checks_by_turn"
            )
        ]


class CheckCoverage(models.Model):
    """When a check really looked on one day of UTC: pairs of seconds since midnight.

    One row a day, however often it looks: a worker that runs all day leaves one pair.
    """

    check_row = models.ForeignKey(CheckRow, on_delete=models.CASCADE, related_name="coverage")
    day = models.DateField()
    spans = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["check_row", "day"], name="one_coverage_a_day")
        ]


class ImportedRow(models.Model):
    """Where an incident came from, so that a second import finds it."""

    incident = models.OneToOneField(
        IncidentRow, on_delete=models.PROTECT, primary_key=True, related_name="imported"
    )
    source = models.CharField(max_length=200)
    external_id = models.CharField(max_length=200)
    url = models.CharField(max_length=500, blank=True)
    imported_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "external_id"], name="imported_once")
        ]


class WatchedEarlier(models.Model):
    """A component stood on the page that it was taken over from since then."""

    component = models.CharField(max_length=100, unique=True)
    since = models.DateTimeField()
    source = models.CharField(max_length=200)
