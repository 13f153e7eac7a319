"""Django's entry for the storage ring."""

from __future__ import annotations

from django.apps import AppConfig


class StorageConfig(AppConfig):
    """Registers the models under the label "storage"."""

    name = "noroshi.storage"
    label = "storage"
