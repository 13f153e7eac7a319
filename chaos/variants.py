"""Changes of the product for one process: smaller sizes, points of death, and mutants.

Each is a text: ``name`` or ``name:argument:argument``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

CHANGES: Final[dict[str, Callable[..., None]]] = {}
"""By name; a module that has some registers them with ``variant`` and is named in chaos.roles."""


AT_END: Final[list[Callable[[], object]]] = []
"""What a process still does when it ends by itself."""


def variant(install: Callable[..., None]) -> Callable[..., None]:
    """Make a change known under its function's name."""
    CHANGES[install.__name__.replace("_", "-")] = install
    return install


def change(what: str) -> None:
    """Make one change, for the rest of this process's life."""
    name, *arguments = what.split(":")
    CHANGES[name](*arguments)


def part(owner: object, name: str) -> Any:
    """What ``owner`` has under this name, whether it means to show it or not."""
    return getattr(owner, name)


def swap(owner: object, name: str, other: object) -> None:
    """Put something else in its place, for the rest of this process's life."""
    setattr(owner, name, other)
