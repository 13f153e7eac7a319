"""A process that dies at a named point, as by kill -9: no ``finally``, no goodbye.

die:NAME:K     at the K-th time it gets to the point
count:FILE     at none; how often it got to each point is written to the file when it ends
"""

from __future__ import annotations

import functools
import inspect
import json
import os
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from chaos.variants import AT_END, variant

KILLED: Final = 137

Label = str | Callable[..., str]
"""A name, or what makes it of the call's arguments."""


class _Wire:
    def __init__(self) -> None:
        self.hits: Counter[str] = Counter()
        self.point = ""
        self.at = 0
        self._lock = threading.Lock()

    def hit(self, name: str) -> None:
        with self._lock:
            self.hits[name] += 1
            if name == self.point and self.hits[name] == self.at:
                os._exit(KILLED)


WIRE: Final = _Wire()


def around(owner: object, name: str, label: Label) -> None:
    """Points before and after each call of ``owner``'s function ``name``."""
    inner = getattr(owner, name)
    setattr(owner, name, tripping(inner, label))


def tripping(inner: Callable[..., Any], label: Label) -> Callable[..., Any]:
    """``inner`` with a point before and after it."""
    if inspect.iscoroutinefunction(inner):

        @functools.wraps(inner)
        async def waiting(*args: Any, **more: Any) -> Any:
            called = label if isinstance(label, str) else label(*args, **more)
            WIRE.hit(f"before {called}")
            result = await inner(*args, **more)
            WIRE.hit(f"after {called}")
            return result

        return waiting

    @functools.wraps(inner)
    def straight(*args: Any, **more: Any) -> Any:
        called = label if isinstance(label, str) else label(*args, **more)
        WIRE.hit(f"before {called}")
        result = inner(*args, **more)
        WIRE.hit(f"after {called}")
        return result

    return straight


@variant
def die(name: str, at: str) -> None:
    """See the module's head."""
    from chaos.places import install

    WIRE.point, WIRE.at = name, int(at)
    install()


@variant
def count(file: str) -> None:
    """See the module's head."""
    from chaos.places import install

    install()
    AT_END.append(lambda: Path(file).write_text(json.dumps(WIRE.hits), encoding="utf-8"))
