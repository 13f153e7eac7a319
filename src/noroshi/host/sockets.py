"""A private directory for PostgreSQL's socket, with a path that kernel and clients can take."""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from noroshi.host.account import operator
from noroshi.kernel.errors import SetupProblem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from noroshi.host.account import Account

_SOCKET = ".s.PGSQL.5432"
# sun_path holds 104 bytes on macOS, 108 on Linux, with the final NUL.
_LONGEST = 103


def open_socket_directory(home: Path, account: Account) -> Path:
    """The directory for the socket, 0700 and owned by ``account``; the same at every start.

    In the home where its path will do, otherwise in the user's runtime directory or
    the temporary directory.

    Raises:
        SetupProblem: somebody else has taken the place.
    """
    directory = next(path for path in _candidates(home, account) if _fits(path))
    try:
        directory.mkdir(mode=0o700)
    except FileExistsError:
        _require_private(directory, account)
    else:
        directory.chmod(0o700)
        os.chown(directory, account.uid, account.gid)
    return directory


def _candidates(home: Path, account: Account) -> Iterator[Path]:
    yield home / "run"
    name = f"noroshi-{hashlib.sha256(os.fsencode(home)).hexdigest()[:12]}"
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    if account == operator() and runtime and os.access(runtime, os.W_OK):
        yield Path(runtime) / name
    yield Path(tempfile.gettempdir()) / name
    yield Path("/tmp") / name  # noqa: S108 - made 0700, or refused when it is not ours


def _fits(directory: Path) -> bool:
    # Clients read a comma as the end of one host name and the start of the next.
    return len(os.fsencode(directory / _SOCKET)) <= _LONGEST and "," not in str(directory)


def _require_private(directory: Path, account: Account) -> None:
    found = directory.lstat()
    if (
        not stat.S_ISDIR(found.st_mode)
        or found.st_uid != account.uid
        or stat.S_IMODE(found.st_mode) != 0o700
    ):
        raise SetupProblem(
            f"{directory} is needed for the database's socket, but it is not a private directory "
            f"of the user {account.name}.",
            way_out="Remove it, or choose a data directory with a shorter path.",
        )
