"""How the first migrations spell columns that every table has. Frozen with them."""

from __future__ import annotations

from typing import Any, Final

from django.db import models

AS_KEY: Final[dict[str, Any]] = {
    "kind": models.OneToOneField,
    "primary_key": True,
    "serialize": False,
}
"""For ``reference``: the row that is referred to gives this one its key."""


def column_id() -> tuple[str, models.Field[Any, Any]]:
    """The key that the database counts up."""
    field = models.BigAutoField(
        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
    )
    return ("id", field)


def reference(
    name: str, model: str, back: str, *, kind: Any = models.ForeignKey, **more: Any
) -> tuple[str, Any]:
    """A row of another table, which cannot go while this one is there."""
    kept = {"on_delete": models.PROTECT, "related_name": back, **more}
    return (name, kind(to=f"storage.{model}", **kept))
