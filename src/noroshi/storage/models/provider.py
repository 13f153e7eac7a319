"""Provider accounts: where messages are handed over, and how each of them stands."""

from __future__ import annotations

from django.db import models


class ProviderAccountRow(models.Model):
    """One account with somebody who takes messages. Secrets are sealed by a key outside."""

    name = models.CharField(max_length=50, unique=True)
    kind = models.CharField(max_length=50)
    channel = models.CharField(max_length=30)
    settings = models.JSONField(default=dict)
    sealed_secrets = models.TextField(blank=True)
    weight = models.PositiveSmallIntegerField(default=100)
    rate_per_second = models.FloatField(null=True)
    enabled = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)
    canary_address = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()


class ProviderStanding(models.Model):
    """How an account does: its circuit, its present share, and what happened lately."""

    account = models.OneToOneField(
        ProviderAccountRow, on_delete=models.CASCADE, related_name="standing", primary_key=True
    )
    circuit = models.CharField(max_length=10, default="closed")
    share = models.PositiveSmallIntegerField(default=0)
    share_moved_at = models.DateTimeField(null=True)
    last_move = models.SmallIntegerField(default=0)
    reversed_at = models.DateTimeField(null=True)
    failures_in_row = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField(null=True)
    probe_at = models.DateTimeField(null=True)
    probes = models.PositiveSmallIntegerField(default=0)  # that failed since it was taken as down
    note = models.JSONField(default=dict)  # the last decision about it, in each language
    window = models.JSONField(default=dict)
    last_accepted_at = models.DateTimeField(null=True)
    last_failure = models.CharField(max_length=300, blank=True)
    canary_sent_at = models.DateTimeField(null=True)
    canary_token = models.CharField(max_length=64, blank=True)
    canary_seen_at = models.DateTimeField(null=True)
    canary_late = models.BooleanField(default=False)
    test = models.JSONField(default=dict)  # the last message that a person asked for as a test


class ProviderPace(models.Model):
    """When the next message may start, for an account with a rate limit (all workers share it)."""

    account = models.OneToOneField(
        ProviderAccountRow, on_delete=models.CASCADE, related_name="pace", primary_key=True
    )
    next_free_at = models.DateTimeField()
