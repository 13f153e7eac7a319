"""The public pages: component states and publications."""

from __future__ import annotations

from django.db import models


class ComponentState(models.Model):
    """The present state of a component in a region, when it is not operational."""

    component = models.CharField(max_length=100)
    region = models.CharField(max_length=100)
    incident_number = models.PositiveIntegerField()
    status = models.CharField(max_length=30)
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["component", "region", "incident_number"], name="one_state_a_place"
            )
        ]


class ComponentChange(models.Model):
    """Every change of a component's state, for the uptime bars."""

    component = models.CharField(max_length=100)
    region = models.CharField(max_length=100)
    status = models.CharField(max_length=30)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["component", "region", "at"])]


class Publication(models.Model):
    """A version of the pages on a target. It is done when it was read back."""

    version = models.PositiveIntegerField(unique=True)
    reason = models.CharField(max_length=200)
    wanted_at = models.DateTimeField()
    files = models.PositiveIntegerField(default=0)
    verified_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=500, blank=True)
    message_id = models.BigIntegerField(null=True)


class PageEdition(models.Model):
    """The newest version that was made of a page: what every target of it has to show."""

    page = models.CharField(max_length=100, unique=True)
    version = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    sums = models.JSONField(default=dict)  # the SHA-256 of each file, by path


class PageTargetRow(models.Model):
    """What a target of a page shows, as far as is known."""

    page = models.CharField(max_length=100)
    target = models.CharField(max_length=60)
    kind = models.CharField(max_length=60)
    state = models.CharField(max_length=20)
    version = models.PositiveIntegerField(null=True)
    verified_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    failure = models.CharField(max_length=500, blank=True)
    shown = models.PositiveIntegerField(null=True)  # a version newer than ours, not made by us

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page", "target"], name="one_row_a_page_target")
        ]
