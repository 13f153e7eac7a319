"""The whole path of a fan-out by mail against Postfix's load generator, into the same sink.

    make bench-smtp N=100000

Ours: an approved update to N subscribers in PostgreSQL (durable), through jobs, ledger, engine and
the SMTP provider of a real worker process, 16 connections, no rate limit. Theirs: ``smtp-source -d
-s 16`` with one of our own mails; and a loop of Django's send(), and our worker with a ledger that
writes nothing. Each repetition measures all of them, one after the other in alternating order, each
into a fresh ``smtp-sink``; the ratios are formed inside the repetition. ``--round-trip 20`` puts a
proxy between, which holds every byte back for half as many milliseconds each way.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from benchmarks.django_loop import loop
from benchmarks.installation import Installation, Run, installed
from benchmarks.sinks import Measured, delayed, postfix_tools, sink, source

CONNECTIONS = 16
_DJANGO_MAILS = 500


class Bench:
    """One kind of mail, one place to send it to."""

    def __init__(self, here: Installation, *, mails: int, sample: Path, round_trip: float) -> None:
        self._here = here
        self._mails = mails
        self._sample = sample
        self._round_trip = round_trip

    def ours(self, *, ledger: bool = True) -> Run:
        """The product."""
        with self._place() as port:
            return self._here.fan_out(
                self._mails, port=port, connections=CONNECTIONS, ledger=ledger
            )

    def theirs(self) -> Measured:
        """The load generator."""
        with self._place() as port:
            return source(port, mails=self._mails, sessions=CONNECTIONS, sample=self._sample)

    def django(self) -> Measured:
        """The loop."""
        with self._place() as port:
            text = "We are sorry. " * 60
            return loop(port, mails=_DJANGO_MAILS, text=text, page=f"<p>{text}</p>")

    @contextmanager
    def _place(self) -> Iterator[int]:
        with sink() as port:
            if not self._round_trip:
                yield port
                return
            with delayed(port, milliseconds=self._round_trip / 2) as far:
                yield far


def main() -> None:
    """Measure, and print one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mails", type=int, default=100_000)
    parser.add_argument("--repetitions", type=int, default=5)
    parser.add_argument("--round-trip", type=float, default=0.0, help="milliseconds")
    options = parser.parse_args()
    postfix_tools()
    with tempfile.TemporaryDirectory() as directory, installed(Path(directory)) as here:
        sample = here.prepare(options.mails)
        bench = Bench(here, mails=options.mails, sample=sample, round_trip=options.round_trip)
        far = bool(options.round_trip)
        found = [_repetition(bench, number, far=far) for number in range(options.repetitions)]
    told = {"benchmark": "smtp", "mails": options.mails, "round_trip_ms": options.round_trip}
    print(json.dumps(told | _figures(found, mails=options.mails)))


def _repetition(bench: Bench, number: int, *, far: bool) -> dict[str, Run | Measured]:
    sides: dict[str, Callable[[], Run | Measured]] = {
        "ours": bench.ours,
        "source": bench.theirs,
    }
    if not far:
        sides |= {"no_ledger": partial(bench.ours, ledger=False), "django": bench.django}
    order = list(sides) if number % 2 else list(reversed(sides))
    return {name: sides[name]() for name in order}


def _figures(found: list[dict[str, Run | Measured]], *, mails: int) -> dict[str, object]:
    runs = [each["ours"] for each in found]
    ours = [run for run in runs if isinstance(run, Run)]
    told: dict[str, object] = {
        "connections": CONNECTIONS,
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
        "repetitions": len(found),
        "mails_per_s": round(statistics.median(run.rate for run in ours)),
        "worker_us": round(statistics.median(run.worker_us for run in ours), 1),
        "database_us": round(statistics.median(run.database_us for run in ours), 1),
        "worker_mib": round(max(run.worker_mib for run in ours)),
        "ledger_bytes_per_mail": round(max(run.ledger_bytes for run in ours) / mails, 3),
    }
    for other in ("source", "no_ledger", "django"):
        pairs = [(each["ours"], each[other]) for each in found if other in each]
        if pairs:
            told |= _ratio(f"rate_to_{other}", [a.rate / b.rate for a, b in pairs])
    cpu = [
        a.worker_us / b.cpu_us
        for a, b in ((each["ours"], each["source"]) for each in found)
        if isinstance(a, Run) and isinstance(b, Measured)
    ]
    return told | _ratio("cpu_to_source", cpu)


def _ratio(name: str, values: list[float]) -> dict[str, object]:
    return {
        name: round(statistics.median(values), 2),
        f"{name}_range": [round(min(values), 2), round(max(values), 2)],
    }


if __name__ == "__main__":
    main()
