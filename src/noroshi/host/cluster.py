"""The database cluster on disk: made once, never half made, never of a foreign version."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from noroshi.host.account import cannot_become, run_as
from noroshi.host.disk import no_space, require_space_for_a_new_database
from noroshi.host.home import MAJOR, cluster_in
from noroshi.kernel.errors import SetupProblem

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

    from noroshi.host.account import Account
    from noroshi.host.binaries import Binaries

ROLE = "app"
DATABASE = "noroshi"
_CREATE = f"CREATE DATABASE {DATABASE} TEMPLATE template0;\n"

# Written into postgresql.conf, where the operator may change them later. The log holds no
# statements and no row contents: they are personal data.
_SETTINGS = {
    "shared_buffers": "128MB",
    "max_connections": "100",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_checkpoints": "off",
}
_LOOKS_FULL = "No space left on device"


def ensure_cluster(
    home: Path, binaries: Binaries, account: Account, *, durable: bool = True
) -> Path:
    """The cluster of ``home``, made first if there is none. Call it under the lock.

    durable: off leaves it to the system when the new files reach the disk.

    Raises:
        SetupProblem: it is of another major version, or it cannot be made.
        OSError: the disk refuses.
    """
    _refuse_foreign(home, binaries)
    cluster = cluster_in(home)
    if cluster.exists():
        return cluster
    fresh = cluster.with_name(f"{cluster.name}.new")
    if fresh.exists():  # a first start that was interrupted
        shutil.rmtree(fresh)
    require_space_for_a_new_database(home)
    _make_private(fresh, account)
    said = run_as(account, _initdb(fresh, binaries, durable=durable))
    _require_success(said, home)
    fsync = () if durable else ("-c", "fsync=off")
    single_user: list[str | Path] = [binaries.postgres, "--single", "-D", fresh, *fsync, "postgres"]
    _require_success(run_as(account, single_user, stdin=_CREATE), home)
    fresh.rename(cluster)
    _sync(home)
    return cluster


def write_access_rules(home: Path, account: Account, operator: Account) -> None:
    """Let the operator and the server's own user in as the one role, over the socket, nobody else.

    The kernel says who is at the other end of the socket (peer), so there is no password. The
    files lie outside the cluster, where the server's user cannot write.
    """
    names = dict.fromkeys([operator.name, account.name])
    allowed = "".join(f'{ROLE} "{name}" {ROLE}\n' for name in names)
    _write(home / "pg_hba.conf", f"local all all peer map={ROLE}\n")
    _write(home / "pg_ident.conf", allowed)


def cannot_start(said: str, home: Path) -> SetupProblem:
    """What to say when one of PostgreSQL's programs gave up; ``said`` is its output."""
    if _LOOKS_FULL in said:
        return no_space(home)
    return SetupProblem(
        f"The database in {home} does not start: {_gist(said)}",
        way_out=f"The whole story is in {home / 'postgres.log'}.",
    )


def _gist(said: str) -> str:
    """The one line that says why, without its time stamp."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    for mark in ("FATAL:", "PANIC:", "ERROR:", "error:"):
        for line in reversed(lines):
            if mark in line:
                return line.partition(mark)[2].strip()
    return lines[-1] if lines else "it gave no reason."


def _initdb(fresh: Path, binaries: Binaries, *, durable: bool) -> list[str]:
    argv = [str(binaries.initdb), "-D", str(fresh), "-U", ROLE, "-E", "UTF8", "--data-checksums"]
    argv += ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    argv += ["--auth-local=peer", "--auth-host=reject"]
    if not durable:
        argv.append("--no-sync")
    for name, value in _SETTINGS.items():
        argv += ["--set", f"{name}={value}"]
    return argv


def _require_success(done: subprocess.CompletedProcess[str], home: Path) -> None:
    # The single-user server reports an error of a statement in words only.
    if done.returncode or "ERROR:" in done.stdout or "FATAL:" in done.stdout:
        raise cannot_start(done.stdout, home)


def _refuse_foreign(home: Path, binaries: Binaries) -> None:
    for marker in sorted(home.glob("pg*/PG_VERSION")):
        if marker.parent.suffix == ".new":
            continue
        found = marker.read_text(encoding="ascii", errors="replace").strip()
        if found != MAJOR or marker.parent != cluster_in(home):
            raise SetupProblem(
                f"The database in {marker.parent} was made by PostgreSQL {found}; "
                f"this version of Noroshi comes with PostgreSQL {MAJOR}.",
                way_out="Start the Noroshi version that made it, save the data with "
                f"'{binaries.bin / 'pg_dump'} --no-owner --file noroshi.sql \"$DATABASE_URL\"', "
                f"move {marker.parent} away, start this version once and load the file with psql.",
            )


def _make_private(directory: Path, account: Account) -> None:
    directory.mkdir(mode=0o700)
    directory.chmod(0o700)
    try:
        os.chown(directory, account.uid, account.gid)
    except PermissionError as error:
        raise cannot_become(account) from error


def _write(file: Path, text: str) -> None:
    fresh = file.with_name(f"{file.name}.new")
    fresh.write_text(text, encoding="utf-8")
    fresh.chmod(0o644)
    fresh.replace(file)


def _sync(directory: Path) -> None:
    fd = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
