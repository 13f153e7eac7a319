"""The page test (R13): the product and its database die, and one target; the other is read on.

    python -m chaos.page [--reads 100000] [--mutant pointer-first] [--no-product]

A publisher writes version after version to two directory targets. One is shown by ``noroshi web``,
the other by nginx. Readers look at every byte of both. After a quarter of the reads the database is
killed, after a half the web process and the first target; from then on the publisher is killed
again and again. No read of a target that lives may fail, and news still reach it.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from benchmarks.web_servers import nginx, noroshi_web

from chaos.faults.card import Card, parser
from chaos.page_publisher import MUTANTS
from chaos.page_readers import Seen, read_until
from noroshi.host.embedded import EmbeddedPostgres
from noroshi.pages.routes import Route, write_routes
from noroshi.pages.targets.directory.target import DirectoryTarget

_KEY: Final = "kitsune"
_LIVES_S: Final = (0.2, 0.9)
_PATIENCE_S: Final = 20.0


class World:
    """Two targets, who serves them, and who publishes to them."""

    def __init__(self, directory: Path, *, mutant: str) -> None:
        self.first = directory / "pages" / _KEY
        self.second = directory / "second"
        self._mutant = mutant
        self._publisher: subprocess.Popen[bytes] | None = None
        self.kills = 0

    @property
    def version(self) -> int:
        """What the second target shows."""
        return DirectoryTarget(self.second).current_version() or 0

    def publish(self) -> None:
        """Start a publisher where the last one was killed."""
        words = [str(self.version), self._mutant, str(self.first), str(self.second)]
        self._publisher = subprocess.Popen(  # noqa: S603 - ourselves
            [sys.executable, "-m", "chaos.page_publisher", *words], stdout=subprocess.DEVNULL
        )

    def kill_publisher(self) -> None:
        """kill -9, wherever it is."""
        if self._publisher is not None:
            self._publisher.kill()
            self._publisher.wait()
            self._publisher = None
            self.kills += 1

    def kill_first_target(self) -> None:
        """Its place is there, and nothing can be written to it or read from it."""
        self.first.rename(self.first.with_name("gone"))
        self.first.write_text("no directory")


def main() -> None:
    """Run it, and print one JSON line."""
    made = parser(__doc__, people=0)
    made.add_argument("--reads", type=int, default=100_000)
    made.add_argument("--no-product", action="store_true", help="only publisher and targets")
    options = made.parse_args()
    if options.mutant and options.mutant not in MUTANTS:
        made.error(f"choose one of: {', '.join(MUTANTS)}")
    card = Card("page", seed=options.seed)
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        world = World(Path(place), mutant=options.mutant or "")
        lots = random.Random(options.seed)  # noqa: S311 - when to kill
        with _served(world, Path(place), product=not options.no_product) as (ports, deaths):
            asyncio.run(_experiment(card, world, ports, deaths, reads=options.reads, lots=lots))
    card.end()


@contextmanager
def _served(
    world: World, place: Path, *, product: bool
) -> Iterator[tuple[tuple[int, int], tuple[Callable[[], None], ...]]]:
    """Both targets with a first version; the two ports, and how database and web are killed."""
    with ExitStack() as stack:
        environment = dict(os.environ) | {"NOROSHI_DATA_DIR": str(place)}
        deaths: list[Callable[[], None]] = []
        if product:
            server = EmbeddedPostgres(place / "database")
            stack.callback(server.discard)
            environment |= {
                "DATABASE_URL": server.start(),
                "NOROSHI_SECRET_KEY": "a key for drills only, 0123456789abcdef",
            }
            deaths.append(lambda: os.kill(server.child.pid or 0, signal.SIGKILL))
        write_routes(place / "pages", [Route(key=_KEY)])
        stack.callback(world.kill_publisher)
        world.publish()
        _until(lambda: world.version > 0)
        (place / "nginx").mkdir()
        second = stack.enter_context(nginx(place / "nginx", world.second / "current"))
        first, pid = stack.enter_context(noroshi_web(environment, pages_only=not product))
        deaths.append(lambda: os.killpg(pid, signal.SIGKILL))
        yield (first, second), tuple(deaths)


def _until(ready: Callable[[], bool]) -> None:
    for _ in range(int(_PATIENCE_S / 0.02)):
        if ready():
            return
        subprocess.run(["sleep", "0.02"], check=False)  # noqa: S607
    raise SystemExit("Nothing was published.")


async def _experiment(
    card: Card,
    world: World,
    ports: tuple[int, int],
    deaths: tuple[Callable[[], None], ...],
    *,
    reads: int,
    lots: random.Random,
) -> None:
    first, second = Seen(), Seen()
    first_over, over = asyncio.Event(), asyncio.Event()
    readers = [
        asyncio.create_task(read_until(ports[0], prefix="/status/", stop=first_over, seen=first)),
        asyncio.create_task(read_until(ports[1], prefix="/status/", stop=over, seen=second)),
    ]
    await _read(second, reads // 4)
    for kill_database in deaths[:-1]:
        kill_database()
    await _read(second, reads // 2)
    first_over.set()
    await readers[0]
    deaths[-1]()
    world.kill_publisher()
    world.kill_first_target()
    before = world.version
    await _kill_again_and_again(world, second, reads, lots)
    over.set()
    await readers[1]
    card.tell(reads=second.reads, reads_of_the_other=first.reads, kills=world.kills)
    card.tell(failures=dict(second.failed), failures_of_the_other=dict(first.failed))
    card.at_most(0, failed=second.failures, failed_of_the_other_while_it_lived=first.failures)
    card.at_least(1, versions_after_the_deaths=second.newest - before)


async def _read(seen: Seen, reads: int) -> None:
    while seen.reads < reads:  # noqa: ASYNC110 - readers count, and have better things to do
        await asyncio.sleep(0.02)


async def _kill_again_and_again(world: World, seen: Seen, reads: int, lots: random.Random) -> None:
    before = seen.newest
    while seen.reads < reads or seen.newest <= before:
        if seen.failures:
            return
        world.publish()
        version = world.version
        while world.version == version and seen.reads < 10 * reads:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
        await asyncio.sleep(lots.uniform(*_LIVES_S))
        world.kill_publisher()


if __name__ == "__main__":
    main()
