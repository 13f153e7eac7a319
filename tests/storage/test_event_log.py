"""The event log only grows, and every change of it shows (security, audit log)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import DatabaseError, connection, transaction

from noroshi.domain.events import Broken, EventKind, Intact, verify
from noroshi.storage import events
from tests.actions.steps import opened
from tests.cast import World

pytestmark = pytest.mark.django_db

GUARD = "noroshi_append_only"


def run(statement: str, *values: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def unguarded(statement: str, *values: object) -> None:
    """What somebody does who owns the database."""
    run(f"ALTER TABLE storage_eventrow DISABLE TRIGGER {GUARD}")
    run(statement, *values)
    run(f"ALTER TABLE storage_eventrow ENABLE TRIGGER {GUARD}")


@pytest.fixture
def a_log(now: datetime) -> list[int]:
    """Ten entries."""
    return [
        events.append(at=now, kind=EventKind.SIGNED_IN, actor="hana", data={"n": n, "名": "花"}).id
        for n in range(10)
    ]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE storage_eventrow SET actor = 'mallory'",
        "UPDATE storage_eventrow SET actor = actor WHERE id = -1",
        "DELETE FROM storage_eventrow",
    ],
)
def test_no_entry_is_changed_or_removed(a_log: list[int], statement: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"):
        run(statement)
    assert len(events.after(0)) == 10


def test_the_log_is_not_emptied(a_log: list[int]) -> None:
    run("ALTER TABLE storage_eventrow ENABLE TRIGGER noroshi_never_emptied")
    try:
        with pytest.raises(DatabaseError, match="append-only"):
            run("TRUNCATE storage_eventrow")
    finally:
        run("ALTER TABLE storage_eventrow DISABLE TRIGGER noroshi_never_emptied")


def test_a_version_of_the_plan_never_changes(world: World) -> None:
    for statement in (
        "UPDATE storage_planversion SET document = '{}'",
        "DELETE FROM storage_planversion",
    ):
        with pytest.raises(DatabaseError, match="never changes"):
            run(statement)


def test_what_was_written_verifies(a_log: list[int]) -> None:
    checked = verify(events.hashed())
    assert isinstance(checked, Intact)
    assert checked.count == 10


def test_a_whole_incident_verifies(world: World) -> None:
    opened(world)
    assert isinstance(verify(events.hashed()), Intact)


TAMPERING: list[tuple[str, Callable[[list[int]], None]]] = [
    (
        "another actor",
        lambda ids: unguarded("UPDATE storage_eventrow SET actor = 'x' WHERE id = %s", ids[4]),
    ),
    (
        "another time",
        lambda ids: unguarded(
            "UPDATE storage_eventrow SET at = at + interval '1 second' WHERE id = %s", ids[4]
        ),
    ),
    (
        "other data",
        lambda ids: unguarded("UPDATE storage_eventrow SET data = '{}' WHERE id = %s", ids[4]),
    ),
    (
        "another incident",
        lambda ids: unguarded(
            "UPDATE storage_eventrow SET incident_number = 7 WHERE id = %s", ids[4]
        ),
    ),
    (
        "removed",
        lambda ids: unguarded("DELETE FROM storage_eventrow WHERE id = %s", ids[4]),
    ),
    (
        "first one removed",
        lambda ids: unguarded("DELETE FROM storage_eventrow WHERE id = %s", ids[0]),
    ),
    (
        "inserted",
        lambda ids: unguarded(
            "INSERT INTO storage_eventrow (id, at, kind, actor, data, hash)"
            " SELECT id + 1000, at, kind, actor, data, hash FROM storage_eventrow WHERE id = %s",
            ids[4],
        ),
    ),
    (
        "swapped",
        lambda ids: unguarded(
            "UPDATE storage_eventrow SET id = CASE id WHEN %s THEN -1 ELSE id END", ids[4]
        ),
    ),
]


@pytest.mark.parametrize("tamper", [pytest.param(tamper, id=name) for name, tamper in TAMPERING])
def test_tampering_is_found(a_log: list[int], tamper: Callable[[list[int]], None]) -> None:
    tamper(a_log)
    assert isinstance(verify(events.hashed()), Broken)


def test_a_log_that_was_cut_off_is_found_with_a_witness(a_log: list[int]) -> None:
    intact = verify(events.hashed())
    assert isinstance(intact, Intact)
    unguarded("DELETE FROM storage_eventrow WHERE id = %s", a_log[-1])
    assert isinstance(verify(events.hashed()), Intact)
    assert isinstance(verify(events.hashed(), witness=intact.head), Broken)


def test_a_deed_that_fails_leaves_no_entry(now: datetime) -> None:
    class Failed(Exception):
        """Something after the entry went wrong."""

    def fail() -> None:
        with transaction.atomic():
            events.append(at=now, kind=EventKind.SIGNED_IN, actor="hana")
            raise Failed

    with pytest.raises(Failed):
        fail()
    assert events.after(0) == []


def test_times_are_kept_as_the_rest_of_the_product_writes_them(now: datetime) -> None:
    event = events.append(at=now, kind=EventKind.PROMISE_MADE, actor="hana", data={"due": now})
    assert event.data == {"due": now.isoformat()}
