"""Where the embedded database lives.

    DATA_DIR/postgres/            the home; belongs to the operator
        supervisor.lock           held for the life of the supervisor
        pg_hba.conf, pg_ident.conf, postgres.log
        pg18/                     the cluster; belongs to the user that runs PostgreSQL, 0700
        run/                      the socket; the same
        programs-.../             a copy of the binaries, only where the wheel is out of reach

As root the server runs as another user. If that user cannot enter DATA_DIR (a checkout below
/root, say), the home is made below /var/lib/noroshi, and DATA_DIR/postgres is a link to it:
no mode outside our own directories is ever changed.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from noroshi.host.account import can_enter
from noroshi.kernel.errors import SetupProblem

if TYPE_CHECKING:
    from noroshi.host.account import Account

MAJOR = "18"
SYSTEM_DIR = Path("/var/lib/noroshi")
_NAME = "postgres"


def cluster_in(home: Path) -> Path:
    """The cluster's directory; named by major version, so that two can stand side by side."""
    return home / f"pg{MAJOR}"


def home_of(data_dir: Path) -> Path:
    """Where the home is or would be, without making anything."""
    return (data_dir / _NAME).resolve()


def open_home(data_dir: Path, account: Account, *, system_dir: Path) -> Path:
    """Make the home if need be, and return its real path.

    Raises:
        SetupProblem: it belongs to somebody else, or ``account`` cannot reach it.
        OSError: the disk refuses.
    """
    shared = account.uid != os.geteuid()
    make_directory(data_dir, shared=shared)
    place = data_dir / _NAME
    if not place.exists():
        _make_home(place, account, system_dir)
    home = place.resolve(strict=True)
    _require_own(home, data_dir)
    if not can_enter(account, home):
        raise SetupProblem(
            f"PostgreSQL runs as the user {account.name}, who cannot enter {home}.",
            way_out="Choose a data directory that every user may pass through, "
            f"for example {SYSTEM_DIR}.",
        )
    return home


def discard_home(data_dir: Path) -> None:
    """Delete the database of ``data_dir`` for good, wherever it lies."""
    shutil.rmtree(home_of(data_dir), ignore_errors=True)
    if (data_dir / _NAME).is_symlink():
        (data_dir / _NAME).unlink()


def make_directory(path: Path, *, shared: bool) -> None:
    """Make ``path`` for us alone, or ``shared``: others may pass through but not look around."""
    if path.exists():
        return
    path.mkdir(parents=True)
    path.chmod(0o711 if shared else 0o700)


def _make_home(place: Path, account: Account, system_dir: Path) -> None:
    if can_enter(account, place.parent):
        place.unlink(missing_ok=True)  # a link whose target is gone
        make_directory(place, shared=account.uid != os.geteuid())
        return
    make_directory(system_dir, shared=True)
    home = Path(tempfile.mkdtemp(prefix=f"{place.parent.name}-", dir=system_dir))
    home.chmod(0o711)
    (home / "made-for").write_text(f"{place.parent.resolve()}\n", encoding="utf-8")
    place.unlink(missing_ok=True)
    place.symlink_to(home)


def _require_own(home: Path, data_dir: Path) -> None:
    if (owner := home.stat().st_uid) != os.geteuid():
        raise SetupProblem(
            f"The database in {data_dir} belongs to another user ({home.owner() or owner}).",
            way_out="Start Noroshi as that user, or choose another data directory.",
        )
