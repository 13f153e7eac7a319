"""Postfix's sink and load generator as processes of ours, with what they cost."""

from __future__ import annotations

import os
import resource
import select
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

BACKLOG = 1024


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What a load generator did."""

    rate: float  # mails a second
    cpu_us: float  # of the client, a mail


def postfix_tools() -> None:
    """Say what is missing, if it is.

    Raises:
        SystemExit: the tools are not installed.
    """
    for tool in ("smtp-sink", "smtp-source"):
        if not _tool(tool):
            raise SystemExit(f"{tool} is missing. On Debian: apt-get install postfix")


def _tool(name: str) -> str | None:
    return shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")


@contextmanager
def sink(*options: str) -> Iterator[int]:
    """A fresh smtp-sink; its port."""
    port = _free_port()
    who = ["-u", "nobody"] if os.getuid() == 0 else []
    child = subprocess.Popen(  # noqa: S603 - Postfix's own tool
        [str(_tool("smtp-sink")), *who, *options, "-4", f"127.0.0.1:{port}", str(BACKLOG)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _until_open(port)
        yield port
    finally:
        child.terminate()
        child.wait(10)


@contextmanager
def delayed(target: int, *, milliseconds: float) -> Iterator[int]:
    """A port from which every byte takes so long to ``target``, and as long back."""
    port = _free_port()
    child = subprocess.Popen(  # noqa: S603 - ourselves
        [sys.executable, "-m", "benchmarks.delay", str(port), str(target), str(milliseconds)]
    )
    try:
        _until_open(port)
        yield port
    finally:
        child.terminate()
        child.wait(10)


def source(port: int, *, mails: int, sessions: int, sample: Path) -> Measured:
    """``smtp-source -d``: the same mail so many times, over connections that stay open."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    subprocess.run(  # noqa: S603 - Postfix's own tool
        [
            str(_tool("smtp-source")), "-4", "-d", "-s", str(sessions), "-m", str(mails), "-N",
            "-F", str(sample), "-f", "bounces@status.example.com", "-t", "user@example.org",
            f"inet:127.0.0.1:{port}",
        ],
        check=True,
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    took = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Measured(rate=mails / took, cpu_us=cpu / mails * 1e6)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _until_open(port: int) -> None:
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        select.select([], [], [], 0.05)
    raise SystemExit("smtp-sink does not answer")
