"""Room is kept on the disk, and given away before the database stops for want of it (R5)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from noroshi.domain.room import LOW, PLENTY, Room
from noroshi.host.ballast import Ballast, room_in
from tests.host.test_refusals import fill, small_disk

SIZE = 8_000_000


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A data directory on a disk of 100 MB, with the directory of the database."""
    with on_a_disk(tmp_path, "size=100m") as data:
        yield data


@contextmanager
def on_a_disk(place: Path, options: str) -> Iterator[Path]:
    directory = place / "disk"
    directory.mkdir()
    with small_disk(directory, options):
        (directory / "data/postgres").mkdir(parents=True)
        yield directory / "data"


def test_ballast_is_laid_where_there_is_room_and_given_away_when_there_is_none(disk: Path) -> None:
    ballast = Ballast(disk, size=SIZE)
    assert ballast.look() is None
    assert room_in(disk).ballast == SIZE
    fill(disk / "everything")
    assert room_in(disk).free < LOW
    said = ballast.look()
    assert said is not None
    assert "nearly full" in said
    room = room_in(disk)
    assert (room.ballast, room.is_narrow) == (0, True)
    assert SIZE <= room.free < SIZE + 1_000_000  # what the database can go on with
    assert ballast.look() is None  # said once


def test_it_is_taken_back_when_there_is_room_again(disk: Path) -> None:
    ballast = Ballast(disk, size=SIZE)
    ballast.look()
    fill(disk / "everything")
    ballast.look()
    (disk / "everything").unlink()
    said = ballast.look()
    assert said is not None
    assert "room on the disk again" in said
    assert room_in(disk).ballast == SIZE
    assert not room_in(disk).is_narrow


def test_a_disk_that_is_too_small_from_the_beginning_has_none_and_is_narrow(tmp_path: Path) -> None:
    with on_a_disk(tmp_path, "size=40m") as data:
        assert Ballast(data).look() is None
        assert room_in(data).ballast == 0
        assert room_in(data).is_narrow


@pytest.mark.parametrize(
    ("room", "filling", "narrow"),
    [
        (Room(total=1_000_000_000, free=151_000_000), False, False),
        (Room(total=1_000_000_000, free=150_000_000), True, False),
        (Room(total=1_000_000_000, free=LOW - 1), True, True),
        (Room(total=1_000_000_000, free=LOW, ballast=None), True, False),
        (Room(total=1_000_000_000, free=PLENTY - 1, ballast=0), True, True),
        # An old ballast that nobody keeps any more says nothing about a disk with room.
        (Room(total=1_000_000_000, free=900_000_000, ballast=0), False, False),
    ],
)
def test_how_much_room_is_little(room: Room, filling: bool, narrow: bool) -> None:
    assert (room.is_filling, room.is_narrow) == (filling, narrow)
