"""Several requests at once, in threads that do not keep the process from ending.

A pool of ``concurrent.futures`` is waited for at the exit: one bucket that never answers would keep
``noroshi page emergency`` from coming back to the person who typed it.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterable
from typing import Final, TypeVar

T = TypeVar("T")
R = TypeVar("R")

ABREAST: Final = 16
"""Requests under way at once."""


def abreast(work: Callable[[T], R], things: Iterable[T]) -> list[R]:
    """``work`` for all ``things``, in their order; the first error ends it, and nothing new begins."""
    waiting: queue.SimpleQueue[tuple[int, T]] = queue.SimpleQueue()
    done: queue.SimpleQueue[tuple[int, R | Exception]] = queue.SimpleQueue()
    for pair in enumerate(things):
        waiting.put(pair)
    count = waiting.qsize()
    for _ in range(min(ABREAST, count)):
        hands = threading.Thread(target=_take, args=(work, waiting, done), daemon=True)
        hands.start()
    try:
        found = dict(_good(*done.get()) for _ in range(count))
    except Exception:
        while _next(waiting) is not None:
            pass
        raise
    return [found[at] for at in range(count)]


def _take(
    work: Callable[[T], R],
    waiting: queue.SimpleQueue[tuple[int, T]],
    done: queue.SimpleQueue[tuple[int, R | Exception]],
) -> None:
    while (pair := _next(waiting)) is not None:
        at, thing = pair
        try:
            done.put((at, work(thing)))
        except Exception as fault:  # noqa: BLE001 - raised again by whoever waits
            done.put((at, fault))


def _next(waiting: queue.SimpleQueue[tuple[int, T]]) -> tuple[int, T] | None:
    try:
        return waiting.get_nowait()
    except queue.Empty:
        return None


def _good(at: int, result: R | Exception) -> tuple[int, R]:
    if isinstance(result, Exception):
        raise result
    return at, result
