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
from pathlib import Path
from typing import Final

from chaos.faults.card import Card, parser, skip
from chaos.faults.fanout import asked, begin, is_over, judged, pauses_after, to_the_end
from chaos.stage import Stage, rest, stage
from noroshi.kernel.errors import SetupProblem

_INSIDE: Final = "--in-own-namespace"
_SIZE_MB: Final = 700
_CHUNK: Final = bytes(1_000_000)
_AGAIN_WITHIN_S: Final = 30.0
_REFUSED_WITHIN_S: Final = 2.0


def main() -> None:
    """Run it, and print one JSON line."""
    made = parser(__doc__, people=20_000)
    made.add_argument("--times", type=int, default=20)
    made.add_argument("--full", type=float, nargs=2, default=(1.0, 5.0))
    made.add_argument(_INSIDE, action="store_true")
    options = made.parse_args()
    if not options.in_own_namespace:
        _go_inside()
    card = Card("disk", seed=options.seed)
    draw = random.Random(options.seed)  # noqa: S311 - faults, not secrets
    with _small_disk() as disk, stage(people=options.people) as here:
        here.witness.behave(rate=options.people / (options.times * (2 + sum(options.full) / 2)))
        variants = (options.mutant,) if options.mutant else ()
        with here.nursery() as nursery:
            workers = [nursery.worker(*variants) for _ in range(2)]
            message = begin(here)
            people, returns = People(here), list[float]()
            while len(returns) < options.times and not is_over(here, message):
                rest(draw.uniform(0.5, 3.0))
                with _full(disk):
                    people.work(draw.uniform(*options.full))
                returns.append(time.monotonic())
                _server_is_back(here)
            card.at_least(options.times, times_full=len(returns))
            _figures(card, here, message, returns=returns)
            card.at_most(0, workers_gone=sum(worker.ended() is not None for worker in workers))
            people.told(card)
    card.end()


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
