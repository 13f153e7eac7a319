"""Readers of pages for one audience: who was invited, and the tokens that they hold."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class PageInvitation(models.Model):
    """An address, or "@domain", that may read a page."""

    page = models.CharField(max_length=100)
    whom = models.CharField(max_length=320)
    by = models.CharField(max_length=100)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page", "whom"], name="invited_once_to_a_page")
        ]


class PagePass(models.Model):
    """A token for one page. ``token_hash`` is "" while a link was asked for and not made yet."""

    page = models.CharField(max_length=100)
    proof = models.CharField(max_length=10)
    token_hash = models.CharField(max_length=64, blank=True)
    address = models.CharField(max_length=320, blank=True)
    person = models.CharField(max_length=100, blank=True)
    language = models.CharField(max_length=10)
    at = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["token_hash"], condition=~Q(token_hash=""), name="one_pass_a_token"
            )
        ]
        indexes = [
            models.Index(fields=["until"], name="passes_by_end"),
            models.Index(fields=["page", "address"], name="passes_by_reader"),
        ]
