"""Subscribers: people and endpoints that asked to be told."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Lower


class SubscriberRow(models.Model):
    """Who gets what, in which language, and the proof that they asked for it."""

    channel = models.CharField(max_length=30)
    address = models.CharField(max_length=2_000)  # what a browser gives for web push is long
    audience = models.CharField(max_length=100)
    language = models.CharField(max_length=10)
    time_zone = models.CharField(max_length=60, default="UTC")
    state = models.CharField(max_length=20)
    components = ArrayField(models.CharField(max_length=100), default=list)
    regions = ArrayField(models.CharField(max_length=100), default=list)
    secret = models.CharField(max_length=100, blank=True)
    confirm_hash = models.CharField(max_length=64, blank=True)
    consent = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    unsubscribed_at = models.DateTimeField(null=True)
    suppressed = models.CharField(max_length=20, blank=True, db_default="")  # a Reason, or nothing
    suppressed_at = models.DateTimeField(null=True)
    confirmations_sent = models.PositiveSmallIntegerField(default=0)
    last_confirmation_at = models.DateTimeField(null=True)
    groups = ArrayField(models.CharField(max_length=100), default=list, db_default=Value([]))
    topics = ArrayField(models.CharField(max_length=20), default=list, db_default=Value([]))
    min_severity = models.PositiveSmallIntegerField(default=1, db_default=1)
    paused_until = models.DateTimeField(null=True)
    # Most people chose nothing: they are found without a look at what they might have chosen.
    is_choosy = models.GeneratedField(
        expression=Q(components__len__gt=0)  # type: ignore[arg-type] # the stubs know no Q here
        | Q(groups__len__gt=0)
        | Q(regions__len__gt=0)
        | Q(topics__len__gt=0)
        | Q(min_severity__gt=1)
        | Q(paused_until__isnull=False),
        output_field=models.BooleanField(),
        db_persist=True,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "address", "audience"], name="one_subscriber_an_address"
            )
        ]
        indexes = [
            models.Index(fields=["channel", "audience", "language", "state", "id"]),
            models.Index(
                fields=["confirm_hash"],
                condition=~models.Q(confirm_hash=""),
                name="confirmations_expected",
            ),
            # Whom a message goes to, in order of sending: most of them without touching the table.
            models.Index(
                fields=["channel", "audience", "language", "id"],
                condition=Q(state="confirmed", suppressed="", is_choosy=False),
                name="who_gets_everything",
            ),
            models.Index(
                fields=["channel", "audience", "language", "id"],
                condition=Q(state="confirmed", suppressed="", is_choosy=True),
                name="who_chose",
            ),
            # One person is one address in any spelling: imports, erasure and the exact search ask.
            models.Index(Lower("address"), "channel", name="subscribers_by_address"),
        ]


class Suppression(models.Model):
    """An address that nothing is sent to. Only a keyed hash is kept, so it outlives an erasure."""

    channel = models.CharField(max_length=30)
    address_hash = models.CharField(max_length=64)
    reason = models.CharField(max_length=30)
    detail = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=100, blank=True)
    since = models.DateTimeField()
    subscriber_id = models.BigIntegerField(null=True)
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "address_hash"], name="one_suppression_an_address"
            )
        ]
