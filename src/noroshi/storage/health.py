"""Whether the database answers and has the tables of this version."""

from __future__ import annotations

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import Error


def pending_migrations() -> int | None:
    """How many migrations wait to be applied; None when the database does not answer."""
    try:
        executor = MigrationExecutor(connection)
        return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except Error:
        return None
