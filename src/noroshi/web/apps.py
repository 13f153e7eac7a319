"""Django's entry for the web ring."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Holds the templates, the static files and the translations."""

    name = "noroshi.web"
    label = "web"
