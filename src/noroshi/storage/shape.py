"""Bring the database to this release's shape, or say why that cannot be done."""

from __future__ import annotations

from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.utils import OperationalError

from noroshi.kernel.errors import SetupProblem

_APPS = ("storage", "procrastinate")
_MIGRATION_LOCK = 0x6D696772
_BEFORE_THE_FIRST_RELEASE = "_pre_"
"""Migrations of those days had it in their names; they are folded into the first three."""


def bring_up_to_date() -> None:
    """Apply what migrations are missing. Safe to call from several processes at once.

    Raises:
        SetupProblem: the database cannot be reached, or belongs to a newer release or to none.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [_MIGRATION_LOCK])
            try:
                _refuse_others()
                call_command("migrate", verbosity=0, interactive=False)
            finally:
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


def _refuse_others() -> None:
    loader = MigrationLoader(connection)
    known = set(loader.disk_migrations)
    applied = [(app, name) for app, name in loader.applied_migrations if app in _APPS]
    unknown = [name for app, name in applied if (app, name) not in known]
    if any(_BEFORE_THE_FIRST_RELEASE in name for name in unknown):
        raise SetupProblem(
            "The database was made before the first release of Noroshi; it cannot be carried on.",
            way_out="Name an empty database in DATABASE_URL, or an empty directory by --data-dir.",
        )
    if unknown:
        raise SetupProblem(
            f"The database was made by a newer release of Noroshi (it has {unknown[0]}).",
            way_out="Start that release, or restore a backup made by this one.",
        )
