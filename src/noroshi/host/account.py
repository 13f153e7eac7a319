"""Which user of the operating system runs the product, and which one runs PostgreSQL.

PostgreSQL refuses to work as root. Where the product runs as root (a bare container, a CI
machine), the server gets an unprivileged system user; otherwise both are the same.
"""

from __future__ import annotations

import errno
import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from noroshi.kernel.errors import SetupProblem

if TYPE_CHECKING:
    from collections.abc import Sequence

_PREFERRED = ("postgres", "nobody")
# The server needs none of the product's secrets, and PG* variables would change what it does.
_PASSED_ON = ("PATH", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")


@dataclass(frozen=True, kw_only=True)
class Account:
    """A user of the operating system that has a name."""

    name: str
    uid: int
    gid: int


def operator() -> Account:
    """The user that runs this process.

    Raises:
        SetupProblem: the user id has no name; PostgreSQL's programs insist on one.
    """
    uid = os.geteuid()
    found = _by_uid(uid)
    if found is None:
        raise SetupProblem(
            f"User id {uid} has no name on this machine (no entry in /etc/passwd), "
            "and PostgreSQL does not work for a user without a name.",
            way_out="Run Noroshi as a user that exists here, or set DATABASE_URL to use a "
            "PostgreSQL server of your own.",
        )
    return found


def database_account(cluster: Path) -> Account:
    """The user that runs PostgreSQL: the operator, or for root an unprivileged one.

    An existing ``cluster`` directory keeps the user it was made with.
    """
    me = operator()
    if me.uid != 0:
        return me
    if cluster.exists() and (owner := _by_uid(cluster.stat().st_uid)) and owner.uid != 0:
        return owner
    for name in _PREFERRED:
        try:
            return _account(pwd.getpwnam(name))
        except KeyError:
            continue
    raise SetupProblem(
        "PostgreSQL does not run as root, and this machine has no unprivileged system user "
        "(neither postgres nor nobody).",
        way_out="Run Noroshi as an ordinary user, or add a system user named postgres.",
    )


def run_as(
    account: Account, argv: Sequence[str | Path], *, stdin: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run a short program as ``account`` and return what it said (both streams in stdout).

    Raises:
        PermissionError: the account cannot reach the program.
        SetupProblem: this root may not become another user (a container without the right to).
    """
    other = account.uid != os.geteuid()
    try:
        return subprocess.run(  # noqa: S603 - the programs are ours, from the wheel
            argv,
            input=stdin,
            cwd="/",
            env=server_environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
            user=account.uid if other else None,
            group=account.gid if other else None,
            extra_groups=[] if other else None,
        )
    except OSError as error:
        if other and error.errno in {errno.EPERM, errno.EINVAL}:
            raise cannot_become(account) from error
        raise


def cannot_become(account: Account) -> SetupProblem:
    """What to say when root is not allowed to act for ``account``."""
    return SetupProblem(
        f"PostgreSQL does not run as root, and here root may not become the user {account.name}.",
        way_out="Run Noroshi as an ordinary user, or set DATABASE_URL to use a PostgreSQL "
        "server of your own.",
    )


def can_enter(account: Account, directory: Path) -> bool:
    """Whether ``account`` can reach ``directory``; asked of the system, so that ACLs count."""
    if account.uid == os.geteuid():
        return os.access(directory, os.X_OK)
    script = 'cd -- "$1"'
    return run_as(account, ["/bin/sh", "-c", script, "sh", directory]).returncode == 0


def server_environment() -> dict[str, str]:
    """The environment of PostgreSQL's own programs."""
    return {"LC_ALL": "C"} | {name: os.environ[name] for name in _PASSED_ON if name in os.environ}


def _by_uid(uid: int) -> Account | None:
    try:
        return _account(pwd.getpwuid(uid))
    except KeyError:
        return None


def _account(entry: pwd.struct_passwd) -> Account:
    return Account(name=entry.pw_name, uid=entry.pw_uid, gid=entry.pw_gid)
