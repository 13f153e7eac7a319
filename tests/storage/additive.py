"""Whether the release before can go on working on tables that a migration has changed (R20)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db.migrations import Migration
from django.db.migrations.operations import (
    AddConstraint,
    AddField,
    AddIndex,
    AlterField,
    AlterModelOptions,
    CreateModel,
    RemoveConstraint,
    RemoveIndex,
)
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import NOT_PROVIDED, Field

_HARMLESS = (CreateModel, AddIndex, RemoveIndex, RemoveConstraint, AlterModelOptions)


def faults_of(migrations: Sequence[Migration], *, before: ProjectState) -> list[str]:
    """What in these migrations would break code that does not know of them.

    ``before``: the tables as that code knows them.
    """
    reader = _Reader(before.clone())
    return [fault for each in migrations for fault in reader.faults(each)]


class _Reader:
    """Goes through migrations in order; what they made themselves they may change."""

    def __init__(self, state: ProjectState) -> None:
        self._state = state
        self._new: set[str] = set()
        self._loosened: set[str] = set()

    def faults(self, migration: Migration) -> Iterator[str]:
        """Of one migration."""
        for operation in migration.operations:
            for fault in self._faults(operation):
                yield f"{migration.name}: {fault}"
            self._remember(operation)
            operation.state_forwards("storage", self._state)

    def _remember(self, operation: Operation) -> None:
        if isinstance(operation, CreateModel):
            self._new.add(operation.name_lower)
        if isinstance(operation, RemoveConstraint):
            self._loosened.add(operation.name)

    def _faults(self, operation: Operation) -> Iterator[str]:
        model = str(getattr(operation, "model_name_lower", ""))
        if isinstance(operation, _HARMLESS) or model in self._new:
            return
        match operation:
            case AddField():
                if not _fills_itself(operation.field):
                    yield f"{model}.{operation.name} has no default in the database"
            case AlterField():
                old = self._state.models["storage", model].fields[operation.name]
                yield from _tightened(f"{model}.{operation.name}", old, operation.field)
            case AddConstraint():
                if operation.constraint.name not in self._loosened:
                    yield f"{model}: {operation.constraint.name} is a new rule"
            case _:
                yield f"{operation.describe()}: not known to be harmless"


def _fills_itself(field: Field) -> bool:  # type: ignore[type-arg]
    return field.null or field.has_db_default() or bool(field.generated)


def _tightened(name: str, old: Field, now: Field) -> Iterator[str]:  # type: ignore[type-arg]
    if old.get_internal_type() != now.get_internal_type():
        yield f"{name} becomes another type"
    if old.null and not now.null:
        yield f"{name} may no longer be empty"
    if (old.max_length or 0) > (now.max_length or 10**9):
        yield f"{name} becomes shorter"
    if old.db_default is not NOT_PROVIDED and now.db_default is NOT_PROVIDED:
        yield f"{name} loses its default"
