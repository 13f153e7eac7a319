"""The ledger: who was to get what, and what happened to each of them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from noroshi.storage.models.message import RenditionRow


class Dispatch(models.Model):
    """One rendition on its way to the members of its audience snapshot."""

    rendition = models.OneToOneField(
        RenditionRow, on_delete=models.PROTECT, related_name="dispatch"
    )
    digest = models.CharField(max_length=64)
    channel = models.CharField(max_length=30)
    provider = models.CharField(max_length=50)
    recipients = models.PositiveIntegerField()
    planned_at = models.DateTimeField()
    useful_until = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)


class Batch(models.Model):
    """A part of a dispatch: ordered subscriber ids, and how far the work on them has come.

    ``mark``, ``started`` and ``repeated`` are the positions of noroshi.domain.fanout. ``run``
    fences workers that send, ``retry_run`` those that try again.
    """

    dispatch = models.ForeignKey(Dispatch, on_delete=models.PROTECT, related_name="batches")
    members = ArrayField(models.BigIntegerField())
    state = models.CharField(max_length=10, default="waiting")
    run = models.PositiveIntegerField(default=0)
    mark = models.PositiveIntegerField(default=0)
    started = models.PositiveIntegerField(default=0)
    repeated = models.PositiveIntegerField(default=0)
    retry_run = models.PositiveIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["id"], condition=~models.Q(state="done"), name="batches_not_done")
        ]


class DeliveryException(models.Model):
    """An outcome other than "accepted", with its reason."""

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="exceptions")
    subscriber_id = models.BigIntegerField()
    state = models.CharField(max_length=20)
    reason = models.CharField(max_length=30)
    detail = models.CharField(max_length=500, blank=True)
    code = models.CharField(max_length=20, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    doubtful = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "subscriber_id"], name="one_exception_a_recipient"
            )
        ]
        indexes = [
            models.Index(
                fields=["batch", "next_attempt_at"],
                condition=models.Q(state__in=["queued", "sending"]),
                name="deliveries_to_retry",
            )
        ]
