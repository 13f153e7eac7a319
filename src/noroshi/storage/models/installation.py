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
