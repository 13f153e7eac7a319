"""A connection that is lost, and one whose process froze in the middle of a transaction. (R4)"""

from __future__ import annotations

import threading

import psycopg
import pytest
from django.db import InternalError, OperationalError, connection

from noroshi import settings
from noroshi.storage.connections import is_connection_loss, own_connection


def raised_by(url: str, statement: str, **options: str) -> BaseException:
    """What the server answers to a statement within a transaction."""
    with psycopg.connect(url, **options) as ours:
        ours.execute("SELECT 1")
        threading.Event().wait(0.2)
        with pytest.raises(psycopg.Error) as problem:
            ours.execute(statement)
        return problem.value


@pytest.mark.django_db
def test_every_transaction_is_given_up_by_the_server_when_its_process_is_silent() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW idle_in_transaction_session_timeout")
        assert cursor.fetchone() == ("10s",)


def test_an_operator_who_sets_other_options_in_the_address_is_obeyed() -> None:
    url = "postgresql://h/noroshi?options=-c%20idle_in_transaction_session_timeout%3D1min"
    options = settings.database_of(url)["OPTIONS"]
    assert isinstance(options, dict)
    assert options["options"] == "-c idle_in_transaction_session_timeout=1min"


def test_a_transaction_that_was_given_up_counts_as_a_lost_connection(database_url: str) -> None:
    silent = raised_by(
        database_url, "SELECT 1", options="-c idle_in_transaction_session_timeout=20ms"
    )
    assert is_connection_loss(silent)
    outer = InternalError("terminating connection")
    outer.__cause__ = silent
    assert is_connection_loss(outer)


def test_a_wrong_statement_is_not_a_lost_connection(database_url: str) -> None:
    assert not is_connection_loss(raised_by(database_url, "SELECT 1/0"))
    assert not is_connection_loss(raised_by(database_url, "SELECT FROM nothing.at_all"))


def test_a_connection_closed_on_our_side_is_a_lost_connection() -> None:
    assert is_connection_loss(OperationalError("the connection is closed"))


@pytest.mark.django_db(transaction=True)
def test_a_piece_of_work_leaves_no_connection_behind() -> None:
    with own_connection(), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    assert connection.connection is None


@pytest.mark.parametrize(
    "problem",
    [psycopg.errors.DiskFull, psycopg.errors.OutOfMemory, psycopg.errors.TooManyConnections],
)
def test_a_server_without_room_is_waited_for_like_one_that_is_away(
    problem: type[psycopg.Error],
) -> None:
    outer = OperationalError("could not extend file: No space left on device")
    outer.__cause__ = problem("could not extend file: No space left on device")
    assert is_connection_loss(outer)
