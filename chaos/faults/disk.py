"""The disk of the database is full, at random moments of a fan-out (R5).

    make chaos-disk [N=20000] [TIMES=20]

Everything lies on a small tmpfs in a mount namespace of its own, which needs root. A file takes all
the space that is left, for some seconds; meanwhile people try to work. What was acknowledged must
be there afterwards, what cannot be done must be refused soon, and sending goes on by itself.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import pairwise
from pathlib import Path
from typing import Final

from chaos.faults.card import Card, parser, skip
from chaos.faults.fanout import asked, begin, is_over, judged, pauses_after, to_the_end
from chaos.stage import Stage, rest, stage
from noroshi.host.ballast import Ballast, room_in
from noroshi.kernel.errors import SetupProblem

_INSIDE: Final = "--in-own-namespace"
_SIZE_MB: Final = 700
_CHUNK: Final = bytes(1_000_000)
_AGAIN_WITHIN_S: Final = 30.0
_REFUSED_WITHIN_S: Final = 2.0
_PAUSE_S: Final = 15.0
_REFUSED: Final = 0.4
_NO_BALLAST: Final = "no-ballast"


def main() -> None:
    """Run it, and print one JSON line."""
    made = parser(__doc__, people=20_000)
    made.add_argument("--times", type=int, default=20)
    made.add_argument("--full", type=float, nargs=2, default=(1.0, 5.0))
    made.add_argument(_INSIDE, action="store_true")
    made.add_argument("--on-ballast", type=float, default=60.0)
    options = made.parse_args()
    if not options.in_own_namespace:
        _go_inside()
    card = Card("disk", seed=options.seed)
    draw = random.Random(options.seed)  # noqa: S311 - faults, not secrets
    with _small_disk() as disk, stage(people=options.people) as here:
        here.witness.behave(rate=options.people / (options.times * (4 + sum(options.full) / 2)))
        is_without = options.mutant == _NO_BALLAST
        variants = (options.mutant,) if options.mutant and not is_without else ()
        with here.nursery() as nursery:
            workers = [nursery.worker(*variants) for _ in range(2)]
            message = begin(here)
            people, returns = People(here), list[float]()
            while len(returns) < options.times and not is_over(here, message):
                rest(draw.uniform(0.5, 3.0))
                returns.append(_fill_for(draw.uniform(*options.full), here, disk, people))
            card.at_least(options.times, times_full=len(returns))
            _figures(card, here, message, returns=returns)
            card.at_most(0, workers_gone=sum(worker.ended() is not None for worker in workers))
            people.told(card)
        _on_ballast(card, here, disk, seconds=options.on_ballast, kept=not is_without)
    card.end()


def _fill_for(seconds: float, here: Stage, disk: Path, people: People) -> float:
    """Have the disk full for so long, while people work; when there was room again."""
    with _full(disk):
        people.work(seconds)
    back = time.monotonic()
    _server_is_back(here)
    return back


def _on_ballast(card: Card, here: Stage, disk: Path, *, seconds: float, kept: bool) -> None:
    """The disk fills up and stays full: what was approved goes out on the ballast (R5)."""
    look = Ballast(here.directory / "database").look if kept else _nothing
    look()
    here.witness.forget()
    # Each refusal is kept with its words, and for that there must be room.
    rate = len(here.scene.addresses()) * (1 - _REFUSED) / seconds
    here.witness.behave(rate=rate, refuse=_REFUSED, reply=f"550 5.1.1 {'nobody here ' * 30}")
    with here.nursery() as nursery:
        nursery.worker()
        message = begin(here)
        _drop_the_unused_log()
        with _full(disk):
            begun = time.monotonic()
            while time.monotonic() < begun + seconds:
                look()
                _keep_running(here)
                rest(0.5)
            room = room_in(here.directory / "database")
        card.tell(left_mb=room.free // 1_000_000, refuses_new=room.is_narrow)
        ended = begun + seconds
        sent = [mail.at for mail in here.witness.mails() if begun < mail.at < ended]
        card.tell(sent_on_ballast=len(sent))
        pauses = [after - before for before, after in pairwise([begun, *sent, ended])]
        card.at_most(_PAUSE_S, pause_on_ballast_s=round(max(pauses), 1))
        here.witness.behave(rate=0, refuse=0.0)
        to_the_end(card, here, message, within=60)
        judged(card, here, message, duplicates=0)


def _nothing() -> None:
    """No ballast is kept: the mutant."""


def _drop_the_unused_log() -> None:
    """Segments that PostgreSQL kept for later would hide the want of room for a while."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ALTER SYSTEM SET min_wal_size = '32MB'")
        cursor.execute("ALTER SYSTEM SET wal_recycle = off")
        cursor.execute("SELECT pg_reload_conf()")
        for _ in range(2):
            cursor.execute("SELECT pg_switch_wal()")
            cursor.execute("CHECKPOINT")


def _figures(card: Card, here: Stage, message: int, *, returns: list[float]) -> None:
    here.witness.behave(rate=0)
    to_the_end(card, here, message)
    pauses = pauses_after(here, returns)
    card.at_most(_AGAIN_WITHIN_S, sending_again_s=round(max(pauses, default=0.0), 1))
    judged(card, here, message, duplicates=0)


class People:
    """Operators who go on drafting while the disk is full."""

    def __init__(self, here: Stage) -> None:
        self._here = here
        self._acknowledged: list[int] = []
        self._refused: list[float] = []

    def work(self, seconds: float) -> None:
        """Draft one update after another, whether it works or not."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            begun = time.monotonic()
            try:
                self._acknowledged.append(self._here.scene.draft())
            except Exception:  # noqa: BLE001 - whatever a person would be told
                self._refused.append(time.monotonic() - begun)
            _keep_running(self._here)
            rest(0.2)

    def told(self, card: Card) -> None:
        """What they were promised, and how soon they heard of what did not work."""
        kept = sum(asked(lambda one=one: _is_there(one)) for one in self._acknowledged)  # type: ignore[misc]
        card.tell(acknowledged=len(self._acknowledged), refused=len(self._refused))
        card.at_most(0, forgotten=len(self._acknowledged) - kept)
        slowest = round(max(self._refused, default=0.0), 1)
        card.at_most(_REFUSED_WITHIN_S, slowest_refusal_s=slowest)


def _is_there(message: int) -> bool:
    from noroshi.kernel.errors import NotFound
    from noroshi.storage import messages

    try:
        return messages.get(message).id == message
    except NotFound:
        return False


def _keep_running(here: Stage) -> None:
    """What a supervisor does: start the server again; it may end at once while there is no room."""
    with suppress(SetupProblem):
        here.server.ensure_running()


def _server_is_back(here: Stage) -> None:
    while not here.server.child.is_running():
        _keep_running(here)


@contextmanager
def _full(disk: Path) -> Iterator[None]:
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        for chunk in (_CHUNK, _CHUNK[:1000]):
            with suppress(OSError):
                while True:
                    file.write(chunk)
    try:
        yield
    finally:
        filler.unlink()


@contextmanager
def _small_disk() -> Iterator[Path]:
    disk = Path(tempfile.mkdtemp(prefix="noroshi-disk-"))
    options = ["-t", "tmpfs", "-o", f"size={_SIZE_MB}m,mode=711"]
    subprocess.run(["mount", *options, "noroshi-chaos", disk], check=True)  # noqa: S603, S607
    tempfile.tempdir = str(disk)
    try:
        yield disk
    finally:
        tempfile.tempdir = None
        subprocess.run(["umount", "--lazy", disk], check=False)  # noqa: S603, S607
        disk.rmdir()


def _go_inside() -> None:
    """Become the same program in a mount namespace of its own."""
    if os.geteuid() or not shutil.which("unshare"):
        skip("disk", "a disk of its own needs root and unshare (util-linux)")
    words = [sys.executable, "-m", "chaos.faults.disk", _INSIDE, *sys.argv[1:]]
    os.execvp("unshare", ["unshare", "--mount", "--propagation", "private", *words])  # noqa: S606, S607


if __name__ == "__main__":
    main()
