"""Texts that a person posts by hand."""

from __future__ import annotations

from django.db import models

from noroshi.storage.models.message import RenditionRow


class PostingRow(models.Model):
    """A published rendition on a channel without a provider."""

    rendition = models.OneToOneField(RenditionRow, on_delete=models.PROTECT, related_name="posting")
    owed_at = models.DateTimeField()
    posted_at = models.DateTimeField(null=True)
    posted_by = models.CharField(max_length=100, blank=True)
    address = models.CharField(max_length=500, blank=True)
