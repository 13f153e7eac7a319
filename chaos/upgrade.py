"""A fan-out while the release is changed: N-1 alone, both, N alone, and back to N-1 (R20).

    python -m chaos.upgrade [--people 6000] [--seed N] [--from COMMIT | --tree DIRECTORY]

N is this checkout. N-1 is the newest commit whose migrations are a part of ours, byte for byte, or
else the oldest one that has the same; its source is exported and runs as ``noroshi worker`` with
the same Python. Its own ``noroshi prepare`` makes the tables, ours changes them beneath its worker.
Prints one line of JSON.
"""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final, LiteralString

from chaos.faults.card import Card, parser, skip
from chaos.faults.fanout import begin, to_the_end
from chaos.stage import Stage, stage

_ROOT: Final = Path(__file__).resolve().parent.parent
_MIGRATIONS: Final = "src/noroshi/storage/migrations"
_EMPTY: Final = re.compile(r"operations[^=\n]*= \[\]")
_STARTS_WITHIN_S: Final = 60.0
_LOOKS_BACK: Final = 200  # commits
_STEPS: Final = 4
_STEP_S: Final = 6.0


def main() -> None:
    """Run it, and print one JSON line."""
    made = parser(__doc__, people=6_000)
    made.add_argument("--from", dest="commit", default="")
    made.add_argument("--tree", type=Path)
    options = made.parse_args()
    card = Card("upgrade", seed=options.seed)
    with _release_before(card, options.commit, options.tree) as old, ExitStack() as early:

        def first(around: Mapping[str, str]) -> None:
            _prepare(old, around)
            early.enter_context(_running(old, around))

        with stage(people=options.people, first=first) as here:
            _upgrade(card, here, old, early, people=options.people)
    card.end()


def _upgrade(card: Card, here: Stage, old: Path, early: ExitStack, *, people: int) -> None:
    share = people // _STEPS
    here.until(lambda: _workers() >= 1, "N-1 works on our tables", within=_STARTS_WITHIN_S)
    here.witness.behave(rate=share / _STEP_S)
    message = begin(here, arrived=share)
    with _worker(here, _ROOT):
        here.until(lambda: here.witness.count() >= 2 * share, "both send")
        early.close()
        here.until(lambda: here.witness.count() >= 3 * share, "N sends alone")
    with _worker(here, old):
        here.witness.behave(rate=0)
        to_the_end(card, here, message, within=120)
    verdict = here.judge(message)
    card.tell(people=verdict.people, accepted=verdict.accepted, listed=dict(verdict.listed))
    # Words or layout of mails may differ between releases.
    card.tell(of_another_layout=verdict.altered)
    card.at_most(0, lost=verdict.lost, strangers=verdict.strangers, open=verdict.open)
    card.at_most(0, denied=verdict.denied)
    card.at_most(2, most_copies=verdict.most_copies)
    # Whoever is asked to end ends between two groups.
    card.at_most(0, duplicates=verdict.duplicates)


@contextmanager
def _worker(here: Stage, tree: Path) -> Iterator[None]:
    """A worker of a release for the block, which begins when others can see it."""
    before = _newest_worker()
    with _running(tree, here.environment) as process:

        def is_there() -> bool:
            if process.poll() is not None:
                raise SystemExit(f"the worker of {tree} ended with {process.returncode}")
            return _newest_worker() > before

        here.until(is_there, "the worker is there", within=_STARTS_WITHIN_S)
        yield


@contextmanager
def _running(tree: Path, environment: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """``noroshi worker`` of a release; asked to end with the block."""
    process = subprocess.Popen(
        [sys.executable, "-m", "noroshi", "worker"],
        env={**environment, "PYTHONPATH": str(tree / "src")},
        cwd=tree,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(30)


def _newest_worker() -> int:
    return _asked("SELECT coalesce(max(id), 0) FROM procrastinate_workers")


def _workers() -> int:
    return _asked("SELECT count(*) FROM procrastinate_workers")


def _asked(query: LiteralString) -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(query)
        return int(cursor.fetchone()[0])


def _prepare(tree: Path, environment: Mapping[str, str]) -> None:
    """The tables of a release, made by itself."""
    begun = time.monotonic()
    subprocess.run(
        [sys.executable, "-m", "noroshi", "prepare"],
        env={**os.environ, **environment, "PYTHONPATH": str(tree / "src")},
        cwd=tree,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    print(f"tables of N-1 after {time.monotonic() - begun:.0f} s", file=sys.stderr)


@contextmanager
def _release_before(card: Card, commit: str, tree: Path | None) -> Iterator[Path]:
    """The source of N-1, without migrations that do nothing yet."""
    with tempfile.TemporaryDirectory(prefix="noroshi-n-1-") as place:
        old = Path(place)
        if tree:
            _copy(tree, old)
        else:
            commit = commit or _newest_before()
            _export(commit, old)
        for file in (old / _MIGRATIONS).glob("*.py"):
            if _EMPTY.search(file.read_text(encoding="utf-8")):
                file.unlink()
        added = _ours().keys() - _of_tree(old).keys()
        card.tell(n_minus_1=commit[:12] or str(tree), migrations=sorted(added))
        yield old


def _newest_before() -> str:
    ours = _ours()
    the_same = ""
    for commit in _git("rev-list", f"--max-count={_LOOKS_BACK}", "HEAD").split():
        part = _part_of(ours, commit)
        if 0 < len(part) < len(ours):
            return commit
        the_same = commit if part else the_same
    return the_same or skip(
        "upgrade", "no commit has a part of our migrations; name one with --from or --tree"
    )


def _part_of(ours: Mapping[str, str], commit: str) -> Mapping[str, str]:
    """The migrations of a commit, if ours go on from there."""
    theirs = _of_commit(commit)
    return theirs if theirs.items() <= ours.items() else {}


def _ours() -> dict[str, str]:
    return _of_tree(_ROOT)


def _of_tree(tree: Path) -> dict[str, str]:
    files = {file.name: file.read_text(encoding="utf-8") for file in _files(tree)}
    return _that_do_something(files)


def _files(tree: Path) -> Iterator[Path]:
    return (tree / _MIGRATIONS).glob("0*.py")


def _of_commit(commit: str) -> dict[str, str]:
    names = _git("ls-tree", "--name-only", commit, f"{_MIGRATIONS}/").split()
    files = {
        name.rpartition("/")[2]: _git("show", f"{commit}:{name}")
        for name in names
        if name.rpartition("/")[2].startswith("0")
    }
    return _that_do_something(files)


def _that_do_something(files: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in files.items() if not _EMPTY.search(text)}


def _copy(tree: Path, place: Path) -> None:
    for part in ("src", "plans", "pyproject.toml"):
        subprocess.run(["cp", "-r", str(tree / part), str(place)], check=True)  # noqa: S603, S607


def _export(commit: str, place: Path) -> None:
    packed = subprocess.run(  # noqa: S603
        ["git", "archive", commit],  # noqa: S607
        cwd=_ROOT,
        check=True,
        capture_output=True,
    ).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(place, filter="data")


def _git(*words: str) -> str:
    return subprocess.run(  # noqa: S603
        ["git", *words],  # noqa: S607
        cwd=_ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout


if __name__ == "__main__":
    main()
