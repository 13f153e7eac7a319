"""An installation for benchmarks: durable PostgreSQL, a published update, a real worker."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from noroshi.host.temporary import temporary_postgres

NOROSHI = Path(sys.prefix) / "bin" / "noroshi"
_TICK = os.sysconf("SC_CLK_TCK")
_PATIENCE_S = 600.0


@dataclass(frozen=True, kw_only=True)
class Run:
    """One fan-out."""

    rate: float  # mails a second, from the first job asked for to the last outcome recorded
    worker_us: float  # CPU of the worker process, a mail
    database_us: float  # CPU of PostgreSQL, a mail
    worker_mib: float
    ledger_bytes: int  # growth of the ledger's tables without the snapshot


class Installation:
    """Where the product runs for a benchmark. Use ``installed``."""

    def __init__(self, directory: Path, url: str, postmaster: int) -> None:
        self._directory = directory
        self._postmaster = postmaster
        self._environment = os.environ | {
            "DATABASE_URL": url,
            "NOROSHI_DATA_DIR": str(directory),
            "NOROSHI_SMTP_HOST": "127.0.0.1",
            "NOROSHI_SMTP_SECURITY": "none",
            "NOROSHI_SECRET_KEY": "a key for benchmarks only, 0123456789abcdef",
            "DJANGO_SETTINGS_MODULE": "noroshi.settings",
        }

    def prepare(self, mails: int) -> Path:
        """The plan, an incident and so many subscribers; one mail as it will be sent."""
        sample = self._directory / "sample.eml"
        self._act("prepare", str(mails), str(sample))
        return sample

    def fan_out(
        self, mails: int, *, port: int, connections: int, workers: int = 1, ledger: bool = True
    ) -> Run:
        """Publish an update and have it sent."""
        place = {
            "NOROSHI_SMTP_PORT": str(port),
            "NOROSHI_SMTP_CONNECTIONS": str(connections),
        }
        self._act("publish")
        children = [self._worker(place, ledger=ledger) for _ in range(workers)]
        try:
            self._act("wait_for_workers", str(workers))
            before = self._cpu(children)
            took, size = json.loads(self._act("send", str(mails)))
            after = self._cpu(children)
            peak = max(_peak_mib(child.pid) for child in children)
        finally:
            for child in children:
                child.send_signal(signal.SIGTERM)
            for child in children:
                child.wait(30)
        worker, database = (b - a for a, b in zip(before, after, strict=True))
        return Run(
            rate=mails / took,
            worker_us=worker / mails * 1e6,
            database_us=database / mails * 1e6,
            worker_mib=peak,
            ledger_bytes=size,
        )

    def _worker(self, place: dict[str, str], *, ledger: bool) -> subprocess.Popen[bytes]:
        words = (
            [str(NOROSHI), "--data-dir", str(self._directory), "worker"]
            if ledger
            else [sys.executable, "-m", "benchmarks.without_ledger", str(self._directory)]
        )
        return subprocess.Popen(words, env=self._environment | place)  # noqa: S603 - ourselves

    def _act(self, *words: str) -> str:
        return subprocess.run(  # noqa: S603 - ourselves
            [sys.executable, "-m", "benchmarks.acts", *words],
            env=self._environment,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
            timeout=_PATIENCE_S,
        ).stdout

    def _cpu(self, children: list[subprocess.Popen[bytes]]) -> tuple[float, float]:
        """Seconds of the workers, and of PostgreSQL with all its backends."""
        ours = sum(_cpu_s(child.pid) for child in children)
        return ours, _cpu_s(self._postmaster, family=True)


@contextmanager
def installed(directory: Path) -> Iterator[Installation]:
    """A fresh installation, gone afterwards."""
    with temporary_postgres(durable=True) as url:
        yield Installation(directory, url, _postmaster_of(url))


def _postmaster_of(url: str) -> int:
    directory = url.partition("host=")[2].partition("&")[0]
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            words = (entry / "cmdline").read_bytes().decode().split("\0")
        except (OSError, UnicodeDecodeError):
            continue
        if "-D" in words and directory in " ".join(words):
            return int(entry.name)
    return 0


def _cpu_s(pid: int, *, family: bool = False) -> float:
    """CPU seconds of a process; with its children, dead and alive, if asked."""
    fields = _stat(pid)
    if not fields:
        return 0.0
    ticks = sum(int(fields[n]) for n in ((11, 12, 13, 14) if family else (11, 12)))
    seconds = ticks / _TICK
    if family:
        seconds += sum(_cpu_s(child, family=True) for child in _children(pid))
    return seconds


def _children(pid: int) -> list[int]:
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        fields = _stat(int(entry.name))
        if fields and int(fields[1]) == pid:
            found.append(int(entry.name))
    return found


def _stat(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _peak_mib(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return 0.0


def wait_until(
    holds: Callable[[], bool], *, within: float = _PATIENCE_S, look: float = 0.05
) -> float:
    """Seconds until ``holds()``; looks every ``look`` seconds: to look costs what is measured."""
    begun = time.perf_counter()
    while not holds():
        if time.perf_counter() - begun > within:
            raise SystemExit("it takes too long")
        select.select([], [], [], look)
    return time.perf_counter() - begun
