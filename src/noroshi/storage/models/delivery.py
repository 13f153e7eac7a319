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
    recipients = models.PositiveIntegerField()
    planned_at = models.DateTimeField()
    useful_until = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    priority = models.IntegerField(default=0, db_default=0)
    paused_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    steered_by = models.CharField(max_length=100, blank=True, db_default="")
    steering_reason = models.CharField(max_length=300, blank=True, db_default="")

    class Meta:
        indexes = [
            models.Index(
                fields=["id"], condition=models.Q(finished_at=None), name="dispatches_under_way"
            )
        ]


class Batch(models.Model):
    """A part of a dispatch: ordered subscriber ids, and how far the work on them has come.

    ``mark``, ``started`` and ``repeated`` are the positions of noroshi.domain.fanout. ``run``
    fences workers that send, ``retry_run`` those that try again. ``first_id`` and ``last_id`` bound
    the members, ``account`` names the provider account that its copies went through last.
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
    number = models.PositiveIntegerField(default=0, db_default=0)
    first_id = models.BigIntegerField(default=0, db_default=0)
    last_id = models.BigIntegerField(default=0, db_default=0)
    account = models.CharField(max_length=50, blank=True, db_default="")
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["id"], condition=~models.Q(state="done"), name="batches_not_done")
        ]


class DeliveryException(models.Model):
    """An outcome other than "accepted", with its reason.

    ``lease_until``: by the database's clock, when nobody waits for a late answer any more. A
    worker's own clock may be wrong by hours (R10); there ``next_attempt_at`` only names the lease.
    """

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="exceptions")
    subscriber_id = models.BigIntegerField()
    state = models.CharField(max_length=20)
    reason = models.CharField(max_length=30)
    detail = models.CharField(max_length=500, blank=True)
    code = models.CharField(max_length=20, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    doubtful = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True)
    account = models.CharField(max_length=50, blank=True, db_default="")
    at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)

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


class BatchReceipts(models.Model):
    """Who of a batch is known to have got the copy: one bit for each position of ``members``."""

    batch = models.OneToOneField(
        Batch, on_delete=models.PROTECT, related_name="receipts", primary_key=True
    )
    delivered = models.BinaryField()
    count = models.PositiveIntegerField(default=0)


class ProviderEvent(models.Model):
    """Something a provider told us later; kept once, however often it is told.

    ``waiting``: the ledger had not yet recorded the attempt that it is about.
    """

    account = models.CharField(max_length=50)
    event_key = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    text_id = models.BigIntegerField(null=True)
    subscriber_id = models.BigIntegerField(null=True)
    happened_at = models.DateTimeField()
    received_at = models.DateTimeField()
    code = models.CharField(max_length=40, blank=True)
    detail = models.CharField(max_length=500, blank=True)
    fault = models.CharField(max_length=10, blank=True)
    waiting = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "event_key"], name="one_event_a_key")
        ]
        indexes = [
            models.Index(fields=["text_id", "subscriber_id"]),
            models.Index(
                fields=["subscriber_id", "happened_at"],
                condition=models.Q(kind="bounced"),
                name="bounces_of_a_subscriber",
            ),
            models.Index(fields=["id"], condition=models.Q(waiting=True), name="receipts_waiting"),
            models.Index(
                fields=["received_at"], condition=models.Q(fault="ours"), name="refusals_of_us"
            ),
        ]
