"""What people and the product do in a benchmark, each as a command of its own process.

python -m benchmarks.acts prepare MAILS SAMPLE | publish | wait_for_workers N | send MAILS
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import django

django.setup()

from benchmarks import scene  # noqa: E402 - models need Django set up
from benchmarks.installation import wait_until  # noqa: E402
from noroshi.actions.record_publication import start_sending  # noqa: E402
from noroshi.storage import ledger  # noqa: E402


def prepare(mails: str, sample: str) -> None:
    """The plan, the subscribers, and one mail in a file."""
    scene.lay_out()
    Path(sample).write_bytes(scene.one_mail())
    scene.fill(int(mails))


def publish() -> None:
    """An update to everybody, ready to be sent; nothing has been asked for yet."""
    scene.publish()


def wait_for_workers(count: str) -> None:
    """Until so many workers beat."""
    wait_until(lambda: scene.workers_alive() >= int(count))


def send(mails: str) -> None:
    """Ask for the jobs; prints the seconds until everybody is recorded, and the ledger's growth."""
    message = scene.latest_message()
    batches = ledger.unfinished_batches(message)
    before = scene.ledger_bytes()
    started = time.perf_counter()
    start_sending(batches)
    wait_until(lambda: scene.is_finished(message))
    took = time.perf_counter() - started
    accepted = scene.accepted(message)
    if accepted != int(mails):
        raise SystemExit(f"{accepted} of {mails} were accepted")
    print(json.dumps([took, scene.ledger_bytes() - before]))


if __name__ == "__main__":
    {act.__name__: act for act in (prepare, publish, wait_for_workers, send)}[sys.argv[1]](
        *sys.argv[2:]
    )
