"""A migration may only add: workers of the release before go on while it is put in place (R20).

``make chaos-upgrade`` tries it with both releases; this reads every migration.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.db import models
from django.db.migrations import (
    AddConstraint,
    AddField,
    AlterField,
    Migration,
    RemoveField,
    RenameField,
    RunSQL,
)
from django.db.migrations.loader import MigrationLoader

from tests.storage.additive import faults_of

KNOWN_BEFORE = "0003_promises_pages_and_maintenance"
"""Nothing before the next migration was ever part of a release that another one followed. Set it
to the last migration of each release, when that is made."""


def loader() -> MigrationLoader:
    return MigrationLoader(None)


def later() -> list[Migration]:
    known = loader()
    plan = known.graph.forwards_plan(max(known.graph.leaf_nodes("storage")))
    ours = [node for node in plan if node[0] == "storage"]
    start = ours.index(("storage", KNOWN_BEFORE)) + 1
    return [known.graph.nodes[node] for node in ours[start:]]


def faults(*operations: Any) -> list[str]:
    """Of a migration like this, after all that a release knows."""
    migration = Migration("9999_mutant", "storage")
    migration.operations = list(operations)
    return faults_of([migration], before=loader().project_state(("storage", KNOWN_BEFORE)))


def test_every_migration_since_the_release_before_only_adds() -> None:
    before = loader().project_state(("storage", KNOWN_BEFORE))
    assert faults_of(later(), before=before) == []


@pytest.mark.parametrize(
    ("operation", "why"),
    [
        (AddField("batch", "weight", models.IntegerField(default=1)), "no default in the database"),
        (RemoveField("batch", "repeated"), "not known to be harmless"),
        (RenameField("batch", "mark", "done_to"), "not known to be harmless"),
        (RunSQL("UPDATE storage_batch SET mark = 0"), "not known to be harmless"),
        (AlterField("batch", "claimed_at", models.DateTimeField()), "may no longer be empty"),
        (AlterField("batch", "account", models.CharField(max_length=5, db_default="")), "shorter"),
        (AlterField("batch", "account", models.CharField(max_length=50)), "loses its default"),
        (AlterField("batch", "account", models.TextField(db_default="")), "another type"),
        (
            AddConstraint(
                "batch", models.UniqueConstraint(fields=["dispatch", "number"], name="numbered")
            ),
            "a new rule",
        ),
    ],
    ids=lambda value: type(value).__name__ if not isinstance(value, str) else value,
)
def test_a_migration_that_takes_something_away_is_noticed(operation: Any, why: str) -> None:
    (fault,) = faults(operation)
    assert why in fault


def test_what_a_migration_made_itself_it_may_change() -> None:
    assert faults(AddField("batch", "weight", models.IntegerField(null=True))) == []
    assert faults(AddField("batch", "weight", models.IntegerField(db_default=1))) == []
