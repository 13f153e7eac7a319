"""Mails a second of the whole path (ledger on) against a loop of Django's send(), same sink.

    make bench ARGS="--mails 4000"

Three repetitions, each with both sides in alternating order; the ratio is formed inside a
repetition, and the median is reported. Absolute rates depend on the machine; the ratio less so.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from noroshi.host.temporary import temporary_postgres

_REPETITIONS = 3
_REFERENCE_MAILS = 300


def main() -> None:
    """Measure, and print one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mails", type=int, default=4_000)
    mails = parser.parse_args().mails
    with (
        temporary_postgres(durable=True) as url,
        _sink() as port,
        tempfile.TemporaryDirectory() as d,
    ):
        os.environ |= {
            "DATABASE_URL": url,
            "NOROSHI_DATA_DIR": d,
            "NOROSHI_SMTP_HOST": "127.0.0.1",
            "NOROSHI_SMTP_PORT": str(port),
            "NOROSHI_SMTP_SECURITY": "none",
            "DJANGO_SETTINGS_MODULE": "noroshi.settings",
        }
        pairs = [_pair(mails, port) for _ in range(_REPETITIONS)]
    ratios = [ours / theirs for ours, theirs in pairs]
    print(
        json.dumps(
            {
                "benchmark": "delivery",
                "mails": mails,
                "cores": os.cpu_count(),
                "mails_per_s": round(statistics.median(ours for ours, _ in pairs)),
                "django_loop_per_s": round(statistics.median(theirs for _, theirs in pairs)),
                "ratio": round(statistics.median(ratios), 1),
                "ratio_range": [round(min(ratios), 1), round(max(ratios), 1)],
            }
        )
    )


def _pair(mails: int, port: int) -> tuple[float, float]:
    ours = _product(mails)
    return ours, _reference(port)


def _product(mails: int) -> float:
    """One update to so many subscribers, through ledger, engine and SMTP provider."""
    import django

    django.setup()
    from benchmarks.scene import ready_batches
    from noroshi.bootstrap.wiring import toolbox
    from noroshi.jobs.payloads import SendBatch
    from noroshi.worker.duties.send_batch import send_batch

    batches = ready_batches(mails)
    tools = toolbox()

    async def run() -> None:
        async with asyncio.TaskGroup() as group:
            for batch in batches:
                group.create_task(send_batch(tools, SendBatch(batch_id=batch)))

    started = time.perf_counter()
    asyncio.run(run())
    return mails / (time.perf_counter() - started)


def _reference(port: int) -> float:
    from django.core.mail import EmailMultiAlternatives, get_connection

    relay = get_connection(
        "django.core.mail.backends.smtp.EmailBackend", host="127.0.0.1", port=port
    )
    text = "We are sorry. " * 60
    started = time.perf_counter()
    for number in range(_REFERENCE_MAILS):
        mail = EmailMultiAlternatives(
            "Update", text, "status@example.com", [f"r{number}@example.com"], connection=relay
        )
        mail.attach_alternative(f"<p>{text}</p>", "text/html")
        mail.send()
    return _REFERENCE_MAILS / (time.perf_counter() - started)


@contextmanager
def _sink() -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    script = Path(__file__).with_name("sink.py")
    child = subprocess.Popen(  # noqa: S603 - ourselves
        [sys.executable, str(script), str(port)], stdout=subprocess.PIPE
    )
    assert child.stdout is not None  # noqa: S101
    child.stdout.readline()
    try:
        yield port
    finally:
        child.terminate()
        child.wait(10)


if __name__ == "__main__":
    main()
