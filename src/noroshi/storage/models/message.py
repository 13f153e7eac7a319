"""Messages, renditions, approvals, and the final report."""

from __future__ import annotations

from django.db import models

from noroshi.storage.models.incident import IncidentRow


class MessageRow(models.Model):
    """One thing that is said; see noroshi.domain.message."""

    incident = models.ForeignKey(IncidentRow, on_delete=models.PROTECT, related_name="messages")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    stage = models.CharField(max_length=20)
    state = models.CharField(max_length=20)
    next_update_at = models.DateTimeField(null=True)
    drafted_by = models.CharField(max_length=100)
    drafted_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.CharField(max_length=100, blank=True)
    left_out = models.JSONField(default=list)
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="corrections"
    )
    in_parallel = models.BooleanField(default=False, db_default=False)
    publish_at = models.DateTimeField(null=True)
    scheduled_by = models.CharField(max_length=100, blank=True, db_default="")
    display_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["publish_at"],
                condition=models.Q(publish_at__isnull=False, published_at=None),
                name="messages_for_the_clock",
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["incident", "number"], name="one_message_a_number"),
            models.UniqueConstraint(
                fields=["incident"],
                condition=models.Q(state__in=["draft", "in_approval"], in_parallel=False),
                name="one_message_in_work_an_incident",
            ),
        ]


class RenditionRow(models.Model):
    """One text of a message."""

    message = models.ForeignKey(MessageRow, on_delete=models.PROTECT, related_name="renditions")
    audience = models.CharField(max_length=100)
    channel = models.CharField(max_length=30)
    language = models.CharField(max_length=10)
    subject = models.TextField()
    body = models.TextField()
    digest = models.CharField(max_length=64)
    template_digest = models.CharField(max_length=64)
    written_by = models.CharField(max_length=100)
    editors = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)
    corrected_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["message", "audience", "channel", "language"], name="one_text_a_rendition"
            )
        ]


class ApprovalRow(models.Model):
    """What one person decided about exactly one digest."""

    rendition = models.ForeignKey(RenditionRow, on_delete=models.PROTECT, related_name="approvals")
    digest = models.CharField(max_length=64)
    person = models.CharField(max_length=100)
    decision = models.CharField(max_length=20)
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True)  # the message was taken back from its approvers


class OverrideRow(models.Model):
    """A block of the guardrails that somebody lets pass; see noroshi.domain.guardrails.override."""

    rendition = models.ForeignKey(RenditionRow, on_delete=models.PROTECT, related_name="overrides")
    rule = models.CharField(max_length=100)
    fingerprint = models.CharField(max_length=64)
    found = models.TextField(blank=True)
    reason = models.TextField()
    person = models.CharField(max_length=100)
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)  # the text went out by virtue of it

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["rendition", "rule", "fingerprint"],
                condition=models.Q(withdrawn_at=None),
                name="one_override_a_finding",
            )
        ]


class ReportRow(models.Model):
    """The six parts of the final report (F1), per language."""

    incident = models.OneToOneField(IncidentRow, on_delete=models.PROTECT, related_name="report")
    sections = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    written_by = models.CharField(max_length=100)
    written_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
