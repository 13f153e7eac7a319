"""A small memory of what was read lately, bounded by size and safe in threads."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """Values by text, the least lately used given up first.

    Bounded by the characters of all its texts, since what is kept of a text grows with it. A text
    that would take more than a quarter of the room is not kept: it would push out the others.
    """

    def __init__(self, *, most_characters: int) -> None:
        self._most = most_characters
        self._size = 0
        self._values: OrderedDict[str, T] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, text: str) -> T | None:
        """What is kept of ``text``, or None."""
        with self._lock:
            if text in self._values:
                self._values.move_to_end(text)
            return self._values.get(text)

    def put(self, text: str, value: T) -> None:
        """Keep ``value``, and give up as much as is needed."""
        if len(text) > self._most // 4:
            return
        with self._lock:
            if text not in self._values:
                self._size += len(text)
            self._values[text] = value
            self._values.move_to_end(text)
            while self._size > self._most:
                gone, _ = self._values.popitem(last=False)
                self._size -= len(gone)

    @property
    def size(self) -> int:
        """Characters of all texts that are kept."""
        return self._size
