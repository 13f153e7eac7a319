"""Accounts: which sign-in belongs to which person of the plan."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Account(models.Model):
    """A sign-in, and the person of the plan behind it."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="account"
    )
    person = models.CharField(max_length=100, unique=True)
    name = models.CharField(max_length=200)
    language = models.CharField(max_length=10, default="en")
    is_admin = models.BooleanField(default=False)
