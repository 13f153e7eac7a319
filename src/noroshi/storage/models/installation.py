"""What an installation knows of itself."""

from __future__ import annotations

from django.db import models


class InstallationKey(models.Model):
    """Keys made at the first start, when none came from outside."""

    name = models.CharField(max_length=50, unique=True)
    value = models.CharField(max_length=200)


class OneTimeLink(models.Model):
    """A link that works once; only the hash of its token is kept."""

    purpose = models.CharField(max_length=50)
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class IngestToken(models.Model):
    """The right to send signals; only the hash is kept."""

    name = models.CharField(max_length=100, unique=True)
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)


class SendingRight(models.Model):
    """Which place of this database may send: a copy of it has another place, and may not."""

    epoch = models.PositiveIntegerField(default=1)
    place = models.CharField(max_length=200)
    granted_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()


class AuditFinding(models.Model):
    """Something that the auditor found: a gap in the accounts, a silent provider, idle workers."""

    kind = models.CharField(max_length=40)
    about = models.CharField(max_length=100)
    detail = models.JSONField(default=dict)
    found_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "about"],
                condition=models.Q(closed_at=None),
                name="one_open_finding",
            )
        ]


class AuditRun(models.Model):
    """When the auditor last looked, how long it took and what it counted; one row, kept fresh."""

    at = models.DateTimeField()
    took_ms = models.PositiveIntegerField()
    counts = models.JSONField(default=dict)
