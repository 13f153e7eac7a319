"""What readers ask for about their own subscription, until they have proven that it is theirs."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Asking(models.Model):
    """One wish to subscribe or to manage, kept until it is done with or a few days old."""

    token_hash = models.CharField(max_length=64, unique=True)  # of what the asker holds
    purpose = models.CharField(max_length=20)
    channel = models.CharField(max_length=30)
    address = models.CharField(max_length=2_000)
    wish = models.JSONField(default=dict)
    asked_at = models.DateTimeField()
    subscriber_id = models.BigIntegerField(null=True)
    code_hash = models.CharField(max_length=64, blank=True)  # "" until one was made, or when used
    code_sent_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    session_hash = models.CharField(max_length=64, blank=True)
    session_until = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["asked_at"], name="askings_by_age"),
            models.Index(
                fields=["session_hash"], condition=~Q(session_hash=""), name="managing_sessions"
            ),
        ]


class AskedCount(models.Model):
    """How often something was asked for within a window of time; ``name`` is a keyed hash."""

    name = models.CharField(max_length=64)
    since = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "since"], name="one_count_a_window")]
        indexes = [models.Index(fields=["since"], name="counts_by_age")]
