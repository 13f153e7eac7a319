"""Whose database is not touched."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from noroshi.kernel.errors import SetupProblem
from noroshi.storage.shape import bring_up_to_date


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("migration", "why", "way_out"),
    [
        ("0099_teleport", "a newer release of Noroshi (it has 0099_teleport)", "Start that"),
        ("0013_pre_page_readers", "before the first release", "an empty database"),
    ],
)
def test_a_database_of_another_chain_of_migrations_is_refused(
    migration: str, why: str, way_out: str
) -> None:
    MigrationRecorder(connection).record_applied("storage", migration)
    with pytest.raises(SetupProblem) as refused:
        bring_up_to_date()
    assert why in refused.value.why
    assert way_out in str(refused.value.way_out)
    assert _locks_held() == 0


def _locks_held() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted")
        return int(cursor.fetchone()[0])
