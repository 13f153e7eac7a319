"""The whole path of a fan-out by mail against Postfix's load generator, into the same sink.

    make bench-smtp N=100000

Ours: an approved update to N subscribers in PostgreSQL (durable), through jobs, ledger, engine and
the SMTP provider of a real worker process, 16 connections, no rate limit. Theirs: ``smtp-source -d
-s 16`` with one of our own mails. Each repetition measures both, one after the other in alternating
order, each into a fresh ``smtp-sink``; the ratios are formed inside the repetition.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.installation import Installation, Run, installed
from benchmarks.sinks import Measured, postfix_tools, sink, source

CONNECTIONS = 16


@dataclass(frozen=True, kw_only=True)
class Pair:
    """One repetition."""

    ours: Run
    theirs: Measured


def main() -> None:
    """Measure, and print one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mails", type=int, default=100_000)
    parser.add_argument("--repetitions", type=int, default=5)
    options = parser.parse_args()
    postfix_tools()
    with tempfile.TemporaryDirectory() as directory, installed(Path(directory)) as here:
        sample = here.prepare(options.mails)
        pairs = [
            _pair(here, sample, options.mails, ours_first=bool(number % 2))
            for number in range(options.repetitions)
        ]
    print(json.dumps(_told(options.mails, pairs)))


def _pair(here: Installation, sample: Path, mails: int, *, ours_first: bool) -> Pair:
    found: dict[str, object] = {}

    def ours() -> None:
        with sink() as port:
            found["ours"] = here.fan_out(mails, port=port, connections=CONNECTIONS)

    def theirs() -> None:
        with sink() as port:
            found["theirs"] = source(port, mails=mails, sessions=CONNECTIONS, sample=sample)

    sides: list[Callable[[], None]] = [ours, theirs] if ours_first else [theirs, ours]
    for side in sides:
        side()
    run, measured = found["ours"], found["theirs"]
    assert isinstance(run, Run) and isinstance(measured, Measured)  # noqa: S101, PT018
    return Pair(ours=run, theirs=measured)


def _told(mails: int, pairs: list[Pair]) -> dict[str, object]:
    rates = [pair.ours.rate / pair.theirs.rate for pair in pairs]
    cpu = [pair.ours.worker_us / pair.theirs.cpu_us for pair in pairs]
    return {
        "benchmark": "smtp",
        "mails": mails,
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
        "mails_per_s": round(statistics.median(pair.ours.rate for pair in pairs)),
        "source_per_s": round(statistics.median(pair.theirs.rate for pair in pairs)),
        "rate_ratio": round(statistics.median(rates), 2),
        "rate_ratio_range": [round(min(rates), 2), round(max(rates), 2)],
        "worker_us": round(statistics.median(pair.ours.worker_us for pair in pairs), 1),
        "source_us": round(statistics.median(pair.theirs.cpu_us for pair in pairs), 1),
        "cpu_ratio": round(statistics.median(cpu), 2),
        "cpu_ratio_range": [round(min(cpu), 2), round(max(cpu), 2)],
        "database_us": round(statistics.median(pair.ours.database_us for pair in pairs), 1),
        "worker_mib": round(max(pair.ours.worker_mib for pair in pairs)),
        "ledger_bytes_per_mail": round(max(pair.ours.ledger_bytes for pair in pairs) / mails, 3),
    }


if __name__ == "__main__":
    main()
