"""Set Django up, once, from the environment as it is at that moment."""

from __future__ import annotations

import os


def set_up() -> None:
    """After this, models can be imported. Harmless when done already.

    Raises:
        SetupProblem: a setting has a value that makes no sense.
    """
    check_settings()
    import django

    django.setup()


def check_settings() -> None:
    """Read the settings, without Django: enough for a process that only starts another.

    Raises:
        SetupProblem: a setting has a value that makes no sense.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "noroshi.settings")
    import noroshi.settings  # noqa: F401
