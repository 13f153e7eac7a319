"""The published page from ``noroshi web`` against nginx's static files, side by side; one JSON line.

    make bench-page

The same page, compressed beforehand on both sides, on the same core, with wrk on the other; in each
repetition both are measured one after the other in alternating order, each against a fresh server,
with 64 and with 1,000 connections, and the ratios are formed inside the repetition. PostgreSQL runs
beside it and is asked whether anybody had a session, for without one there is no query.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import psycopg

from benchmarks.page_site import files_of, packed
from benchmarks.web_servers import (
    Load,
    many_files,
    nginx,
    noroshi_web,
    stolen_s,
    until_idle,
    wrk,
)
from noroshi.host.temporary import temporary_postgres

_FEW, _MANY = 64, 1_000
_AT_LEAST_OF_NGINX = 0.4
_P99_AT_MOST = 3.0

Pair = tuple[Load, Load]


class Bench:
    """Both sides over one page."""

    def __init__(self, directory: Path, url: str, seconds: float) -> None:
        self._directory = directory
        self._url = url
        self._seconds = seconds
        self._environment = os.environ | {
            "DATABASE_URL": url,
            "NOROSHI_DATA_DIR": str(directory),
            "NOROSHI_SECRET_KEY": "a key for benchmarks only, 0123456789abcdef",
            "DJANGO_SETTINGS_MODULE": "noroshi.settings",
        }
        self.sessions = 0
        self.connected = 0

    def prepare(self) -> Mapping[str, bytes]:
        """An incident's page on disk, for both."""
        words = [sys.executable, "-m", "benchmarks.page_site", str(self._directory)]
        subprocess.run(words, env=self._environment, check=True)  # noqa: S603 - ourselves
        files = files_of(self._directory / "pages")
        for path, content in packed(files).items():
            file = self._directory / "static" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        return files

    def ours(self) -> Pair:
        """The product; the database is watched meanwhile."""
        with noroshi_web(self._environment) as (port, pid):
            with psycopg.connect(self._url, autocommit=True) as watch:
                # At its start it looks once which pages there are, and loads dictionaries.
                until_idle(pid)
                before = _sessions(watch)
                loads = self._loads(port)
                self.sessions += _sessions(watch) - before
                self.connected = max(self.connected, _others(watch))
            return loads

    def theirs(self) -> Pair:
        """nginx."""
        with tempfile.TemporaryDirectory() as root:
            Path(root).chmod(0o755)
            with nginx(Path(root), self._directory / "static") as port:
                return self._loads(port)

    def _loads(self, port: int) -> Pair:
        few, many = (wrk(port, connections=c, seconds=self._seconds) for c in (_FEW, _MANY))
        return few, many


def main() -> None:
    """Measure, and print one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repetitions", type=int, default=7)
    parser.add_argument("--seconds", type=int, default=3)
    options = parser.parse_args()
    many_files()
    with temporary_postgres() as url, tempfile.TemporaryDirectory() as directory:
        Path(directory).chmod(0o755)
        bench = Bench(Path(directory), url, options.seconds)
        page = bench.prepare()["index.html"]
        stolen = stolen_s()
        found = [_repetition(bench, number) for number in range(options.repetitions)]
        stolen = stolen_s() - stolen
    print(json.dumps({**_told(bench, page, found), "stolen_s": round(stolen, 2)}))


def _repetition(bench: Bench, number: int) -> dict[str, Pair]:
    sides: dict[str, Callable[[], Pair]] = {"ours": bench.ours, "nginx": bench.theirs}
    order = list(sides) if number % 2 else list(reversed(sides))
    return {name: sides[name]() for name in order}


def _told(bench: Bench, page: bytes, found: list[dict[str, Pair]]) -> dict[str, object]:
    rates = [each["ours"][0].rate / each["nginx"][0].rate for each in found]
    slow = [each["ours"][1].p99_ms / each["nginx"][1].p99_ms for each in found]
    failed = sum(load.failed for each in found for load in each["ours"])
    return {
        "benchmark": "page",
        "page_bytes": len(page),
        "packed_bytes": len(packed({"index.html": page})["index.html.gz"]),
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
        "repetitions": len(found),
        "ours_per_s": round(statistics.median(each["ours"][0].rate for each in found)),
        "nginx_per_s": round(statistics.median(each["nginx"][0].rate for each in found)),
        "rate_to_nginx": round(statistics.median(rates), 2),
        "rate_to_nginx_range": [round(min(rates), 2), round(max(rates), 2)],
        "ours_p99_ms": round(statistics.median(each["ours"][1].p99_ms for each in found), 1),
        "nginx_p99_ms": round(statistics.median(each["nginx"][1].p99_ms for each in found), 1),
        "p99_to_nginx": round(statistics.median(slow), 2),
        "p99_to_nginx_range": [round(min(slow), 2), round(max(slow), 2)],
        "each_p99_ms": [[each["ours"][1].p99_ms, each["nginx"][1].p99_ms] for each in found],
        "failed": failed,
        "sessions_with_the_database": bench.sessions,
        "connections_to_the_database": bench.connected,
        "met": statistics.median(rates) >= _AT_LEAST_OF_NGINX
        and statistics.median(slow) <= _P99_AT_MOST
        and failed == bench.sessions == bench.connected == 0,
    }


def _sessions(watch: psycopg.Connection[tuple[int]]) -> int:
    """How many sessions there have been; without one, nobody can ask anything."""
    watch.execute("SELECT pg_stat_clear_snapshot()")
    row = watch.execute(
        "SELECT sessions::int FROM pg_stat_database WHERE datname = current_database()"
    ).fetchone()
    return row[0] if row else 0


def _others(watch: psycopg.Connection[tuple[int]]) -> int:
    row = watch.execute(
        "SELECT count(*)::int FROM pg_stat_activity "
        "WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
    ).fetchone()
    return row[0] if row else 0


if __name__ == "__main__":
    main()
