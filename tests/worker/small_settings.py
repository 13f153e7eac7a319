"""Just enough Django for a worker: the tests of the worker need nothing of the product."""

from __future__ import annotations

import os
from urllib.parse import parse_qs, unquote, urlsplit

_URL = urlsplit(os.environ["DATABASE_URL"])
_QUERY = {key: values[-1] for key, values in parse_qs(_URL.query).items()}

SECRET_KEY = "for tests"
USE_TZ = True
INSTALLED_APPS = ["django.contrib.contenttypes", "procrastinate.contrib.django"]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _URL.path.lstrip("/"),
        "USER": unquote(_URL.username or ""),
        "PASSWORD": unquote(_URL.password or ""),
        "HOST": _QUERY.get("host") or unquote(_URL.hostname or ""),
        "PORT": str(_URL.port or _QUERY.get("port", "")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
}
