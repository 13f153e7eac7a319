"""Bring the database to this release's shape, or say why that cannot be done."""

from __future__ import annotations

from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.utils import OperationalError

from noroshi.kernel.errors import SetupProblem

_APPS = ("storage", "procrastinate")
_MIGRATION_LOCK = 0x6D696772


def bring_up_to_date() -> None:
    """Apply what migrations are missing. Safe to call from several processes at once.

    Raises:
        SetupProblem: the database cannot be reached, or belongs to a newer release.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [_MIGRATION_LOCK])
            _refuse_newer()
            call_command("migrate", verbosity=0, interactive=False)
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_MIGRATION_LOCK])
    except OperationalError as error:
        raise SetupProblem(
            f"The database cannot be used: {' '.join(str(error).split())}.",
            way_out="Check DATABASE_URL and that the server runs, or leave DATABASE_URL out "
            "to use the built-in server.",
        ) from error


def is_up_to_date() -> bool:
    """Whether every migration of this release is applied."""
    loader = MigrationLoader(connection)
    return set(loader.disk_migrations) <= set(loader.applied_migrations)


def _refuse_newer() -> None:
    loader = MigrationLoader(connection)
    known = set(loader.disk_migrations)
    applied = [(app, name) for app, name in loader.applied_migrations if app in _APPS]
    newer = [name for app, name in applied if (app, name) not in known]
    if newer:
        raise SetupProblem(
            f"The database was made by a newer release of Noroshi (it has {newer[0]}).",
            way_out="Start that release, or restore a backup made by this one.",
        )
