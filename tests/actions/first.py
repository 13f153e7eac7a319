"""Two who act at the same moment, and one of them is first."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from noroshi.storage.connections import release
from noroshi.storage.unit_of_work import unit_of_work


@contextmanager
def before_the_others(deed: Callable[[], object]) -> Iterator[None]:
    """Do something first, on a connection of its own; for a moment it is not committed yet.

    Needs a test whose transactions are real.
    """
    done = threading.Event()

    def run() -> None:
        try:
            with unit_of_work():
                deed()
                done.set()
                threading.Event().wait(timeout=0.2)
        finally:
            done.set()
            release()

    thread = threading.Thread(target=run)
    thread.start()
    done.wait(timeout=10)
    try:
        yield
    finally:
        thread.join(timeout=10)
