"""Room kept on the disk of the built-in database, to be given away when there is none left (R5).

A full disk stops PostgreSQL, and it cannot even delete: what frees room has to be there before.
The ballast is a file of zeros beside the cluster. Giving it away makes it empty.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Final

from noroshi.domain.room import BALLAST, LOW, Room
from noroshi.host.home import home_of

_NAME: Final = "ballast"
_ZEROS: Final = bytes(1_000_000)


def room_in(data_dir: Path) -> Room:
    """The disk of a data directory at this moment."""
    usage = shutil.disk_usage(data_dir)
    file = home_of(data_dir) / _NAME
    with suppress(OSError):  # there is none, or it is somebody else's
        return Room(total=usage.total, free=usage.free, ballast=file.stat().st_size)
    return Room(total=usage.total, free=usage.free)


class Ballast:
    """The ballast of one data directory. Whoever keeps the database running looks each second."""

    def __init__(self, data_dir: Path, *, size: int = BALLAST) -> None:
        self._file = home_of(data_dir) / _NAME
        self._size = size
        self._given_away = False

    def look(self) -> str | None:
        """Keep it, give it away, or take it back; a sentence when people should know.

        A disk that refuses is tried again at the next look.
        """
        try:
            return self._look()
        except OSError:
            return None

    def _look(self) -> str | None:
        free = shutil.disk_usage(self._file.parent).free
        kept = self._file.exists() and self._file.stat().st_size > 0
        if kept and free < LOW:
            self._give_away()
            return "The disk is nearly full. Nothing new is taken in, so that sending can go on."
        if not kept and free >= self._size + 2 * LOW:
            return self._take()
        if not self._file.exists():
            self._give_away()  # too little room from the beginning
        return None

    def _give_away(self) -> None:
        self._given_away = True
        with self._file.open("wb"):
            pass

    def _take(self) -> str | None:
        try:
            with self._file.open("wb") as file:
                _fill(file.fileno(), self._size)
        except OSError:
            self._give_away()
            raise
        was, self._given_away = self._given_away, False
        return "There is room on the disk again." if was else None


def _fill(file: int, size: int) -> None:
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(file, 0, size)
        return
    for _ in range(size // len(_ZEROS)):  # macOS
        os.write(file, _ZEROS)
