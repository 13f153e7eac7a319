"""kill -9 of the process tree's root, ``noroshi up``, again and again in one fan-out (R1).

    python -m chaos.supervisor [--people 4000] [--kills 5] [--seed N]

Whatever the tree left behind must not be in the way of the next one, which is started at once. The
database runs outside of the tree, so that only the tree is in question. Prints one line of JSON.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

from chaos.faults.card import Card, parser
from chaos.faults.fanout import begin, judged, to_the_end
from chaos.stage import Stage, free_port, rest, stage

_FLOWS_WITHIN_S: Final = 60.0
_SENDS_AGAIN_WITHIN_S: Final = 30.0
_SECONDS_A_KILL: Final = 15.0
_IN_FLIGHT: Final = 2 * 100
"""Two groups of the tree's worker may be begun and not yet recorded when it dies."""


def main() -> None:
    """Run it, and print one JSON line."""
    made = parser(__doc__, people=4_000)
    made.add_argument("--kills", type=int, default=5)
    options = made.parse_args()
    card = Card("supervisor", seed=options.seed)
    draw = random.Random(options.seed)  # noqa: S311 - faults, not secrets
    port = free_port()
    url = {"NOROSHI_PUBLIC_URL": f"http://127.0.0.1:{port}"}  # as "noroshi up" would have it
    with stage(people=options.people, first=lambda _: os.environ.update(url)) as here:
        tree = Tree(here, port=port)
        try:
            here.witness.behave(rate=options.people / (options.kills * _SECONDS_A_KILL))
            message = begin(here, arrived=1)
            waits = [_kill(here, tree, after=draw.uniform(0, 2)) for _ in range(options.kills)]
            here.witness.behave(rate=0)
            to_the_end(card, here, message, within=120)
        finally:
            tree.stop()
        card.tell(kills=options.kills)
        card.at_most(_SENDS_AGAIN_WITHIN_S, sends_again_s=round(max(waits), 1))
        card.at_most(0, left_behind=len(tree.left_behind()))
        judged(card, here, message, duplicates=options.kills * _IN_FLIGHT)
    card.end()


class Tree:
    """``noroshi up``, and everything that it has ever started."""

    def __init__(self, here: Stage, *, port: int) -> None:
        self._here = here
        self._port = port
        self._ours = os.urandom(8).hex()
        self._process = self._start()

    def kill(self) -> None:
        """Kill the root, and start another one."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        self._process = self._start()

    def stop(self) -> None:
        """Ask it to end."""
        self._process.terminate()
        self._process.wait(60)

    def left_behind(self) -> list[int]:
        """Processes of any of these trees that still run."""
        mark = f"CHAOS_TREE={self._ours}".encode()
        return [pid for pid in _processes() if mark in _environment_of(pid)]

    def _start(self) -> subprocess.Popen[bytes]:
        words = ["--data-dir", str(self._here.directory), "up", "--port", str(self._port)]
        return subprocess.Popen(  # noqa: S603 - ourselves
            [sys.executable, "-m", "noroshi", *words],
            env=self._here.environment | {"CHAOS_TREE": self._ours},
            stdout=subprocess.DEVNULL,
        )


def _kill(here: Stage, tree: Tree, *, after: float) -> float:
    """Kill it while mail flows; the seconds until mail flows again."""
    _until_more(here, within=_FLOWS_WITHIN_S)
    rest(after)
    tree.kill()
    begun = time.monotonic()
    rest(1.0)  # what the relay had taken by then
    _until_more(here, within=_FLOWS_WITHIN_S)
    return time.monotonic() - begun


def _until_more(here: Stage, *, within: float) -> None:
    before = here.witness.count()
    here.until(lambda: here.witness.count() > before, "mail flows", within=within)


def _processes() -> list[int]:
    return [int(place.name) for place in Path("/proc").iterdir() if place.name.isdigit()]


def _environment_of(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/environ").read_bytes()
    except OSError:
        return b""  # it ended a moment ago, or is not ours


if __name__ == "__main__":
    main()
