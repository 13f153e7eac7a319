"""What the disk refuses, in words."""

from __future__ import annotations

import errno
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from noroshi.kernel.errors import SetupProblem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# A new cluster takes 40 MB, its first write-ahead log as much, a copy of the programs 25 MB.
_FIRST_START_BYTES = 150_000_000
_FULL = {errno.ENOSPC, errno.EDQUOT}
_REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS}
_NOT_A_DIRECTORY = {errno.ENOTDIR, errno.EEXIST}


@contextmanager
def disk_problems_of(data_dir: Path) -> Iterator[None]:
    """Turn the errors of the file system below ``data_dir`` into a ``SetupProblem``."""
    try:
        yield
    except OSError as error:
        problem = _in_words(error, data_dir)
        if problem is None:
            raise
        raise problem from error


def require_space_for_a_new_database(data_dir: Path) -> None:
    """Refuse early: a full disk half-way through gives much less helpful messages."""
    if shutil.disk_usage(data_dir).free < _FIRST_START_BYTES:
        raise no_space(data_dir)


def no_space(data_dir: Path) -> SetupProblem:
    """What to say when the disk is full."""
    return SetupProblem(
        f"There is not enough space left on the disk that holds {data_dir}.",
        way_out=f"Free at least {_FIRST_START_BYTES // 1_000_000} MB there, "
        "or choose a data directory on another disk.",
    )


def _in_words(error: OSError, data_dir: Path) -> SetupProblem | None:
    if error.errno in _FULL:
        return no_space(data_dir)
    if error.errno in _REFUSED:
        return SetupProblem(
            f"The data directory {data_dir} cannot be written "
            f"({error.strerror}: {error.filename}).",
            way_out="Give the directory to the user that runs Noroshi, "
            "or choose another data directory.",
        )
    if error.errno in _NOT_A_DIRECTORY:
        return SetupProblem(
            f"The data directory {data_dir} is not a directory ({error.filename} is a file).",
            way_out="Choose another data directory.",
        )
    return None
