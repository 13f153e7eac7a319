"""The embedded server in its daily life."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import psycopg
import pytest

from noroshi.host.embedded import EmbeddedPostgres, address_of_running
from noroshi.host.temporary import temporary_postgres
from tests.host.stage import ask, do

if TYPE_CHECKING:
    from collections.abc import Callable

    Make = Callable[[Path], EmbeddedPostgres]


def test_the_first_start_serves_an_empty_unicode_database(server: EmbeddedPostgres) -> None:
    assert ask(server.url, "SELECT current_database() || '/' || current_user") == "noroshi/app"
    assert ask(server.url, "SHOW server_encoding") == "UTF8"
    assert ask(server.url, "SELECT upper('é')") == "É"


def test_the_next_start_finds_what_was_written(server: EmbeddedPostgres) -> None:
    do(server.url, "CREATE TABLE kept AS SELECT 7 AS answer")
    server.stop()
    assert ask(server.start(), "SELECT answer FROM kept") == 7


def test_it_listens_on_the_socket_and_nowhere_else(server: EmbeddedPostgres) -> None:
    assert ask(server.url, "SHOW listen_addresses") == ""


def test_it_is_durable_unless_told_otherwise(place: Path) -> None:
    with EmbeddedPostgres(place / "data") as server:
        for setting in ("fsync", "full_page_writes", "synchronous_commit", "data_checksums"):
            assert ask(server.url, f"SHOW {setting}") == "on"


def test_it_suits_a_laptop(server: EmbeddedPostgres) -> None:
    assert ask(server.url, "SHOW shared_buffers") == "128MB"
    assert ask(server.url, "SHOW max_connections") == "100"


def test_nobody_else_can_look_into_its_directories(server: EmbeddedPostgres, place: Path) -> None:
    for private in ("pg18", "run"):
        mode = (place / "data" / "postgres" / private).stat().st_mode
        assert stat.S_IMODE(mode) == 0o700


def test_a_name_that_is_not_on_the_list_is_not_let_in(
    server: EmbeddedPostgres, place: Path
) -> None:
    with pytest.raises(psycopg.OperationalError, match=r"[Pp]eer authentication failed"):
        ask(server.url.replace("app@", "mallory@"), "SELECT 1")


def test_its_log_holds_no_data_of_people(server: EmbeddedPostgres, place: Path) -> None:
    do(server.url, "CREATE TABLE people (mail text PRIMARY KEY)")
    do(server.url, "INSERT INTO people VALUES ('rin@example.com')")
    with pytest.raises(psycopg.errors.UniqueViolation):
        do(server.url, "INSERT INTO people VALUES ('rin@example.com')")
    assert "rin@example.com" not in (place / "data/postgres/postgres.log").read_text()


def test_stopping_twice_is_harmless(server: EmbeddedPostgres) -> None:
    server.stop()
    server.stop()
    assert not server.child.is_running()


@pytest.mark.parametrize(
    "name",
    [
        "with some spaces",
        "100% \"quoted\", and 'more'",
        "火事の現場",
        "n" * 180,
    ],
)
def test_any_path_will_do(name: str, place: Path, server_in: Make) -> None:
    url = server_in(place / name / "data").start()
    assert ask(url, "SELECT 1") == 1
    socket_dir = Path(ask(url, "SHOW unix_socket_directories").strip('"').replace('""', '"'))
    assert len(os.fsencode(socket_dir / ".s.PGSQL.5432")) <= 103
    assert stat.S_IMODE(socket_dir.stat().st_mode) == 0o700
    assert quote(str(socket_dir)) in url


def test_starting_twice_does_not_disturb_the_first(server: EmbeddedPostgres) -> None:
    with pytest.raises(RuntimeError, match="started before"):
        server.start()
    assert ask(server.url, "SELECT 1") == 1


def test_a_socket_far_from_home_is_tidied_away(place: Path, server_in: Make) -> None:
    server = server_in(place / ("n" * 180))
    socket_dir = Path(ask(server.start(), "SHOW unix_socket_directories").strip('"'))
    assert not socket_dir.is_relative_to(place)
    server.stop()
    assert not socket_dir.exists()


def test_other_processes_learn_the_address_while_it_runs(
    server: EmbeddedPostgres, place: Path
) -> None:
    assert address_of_running(place / "data") == server.url
    server.stop()
    assert address_of_running(place / "data") is None
    assert address_of_running(place / "elsewhere") is None


def test_a_discarded_database_is_gone(server: EmbeddedPostgres, place: Path) -> None:
    server.discard()
    assert list((place / "data").iterdir()) == []


def test_the_temporary_server_leaves_nothing_behind() -> None:
    with temporary_postgres() as url:
        assert ask(url, "SHOW fsync") == "off"
        directory = Path(ask(url, "SHOW data_directory"))
        assert directory.parents[1].exists()
    assert not directory.parents[2].exists()
