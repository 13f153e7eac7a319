"""A module whose every test wants a world makes one, and each test gets it as it was made.

What a test changes is rolled back to a savepoint, as Django's own TestCase does with the data of
a class. A module with a test that commits, or that wants no world, is left alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

import pytest
from django.db import transaction

from noroshi.actions.queries import links
from tests.cast import StillClock, World

BEGINNING = datetime(2026, 3, 12, 13, 2, tzinfo=UTC)
"""Thursday 12 March 2026, 14:02 in Berlin: when the sample incident begins."""

_COMMITS = {"transactional_db", "live_server", "django_db_reset_sequences"}


@lru_cache(maxsize=1)
def shared_by(session: pytest.Session) -> frozenset[Path]:
    """The modules of this run whose tests can share one world."""
    wishes = defaultdict(list)
    for item in session.items:
        wishes[item.path].append(_is_content(item))
    return frozenset(path for path, content in wishes.items() if all(content))


def _is_content(item: pytest.Item) -> bool:
    names = set(getattr(item, "fixturenames", ()))
    mark = item.get_closest_marker("django_db")
    commits = mark is not None and (mark.kwargs.get("transaction") or mark.args)
    return "world" in names and not commits and not names & _COMMITS


@contextmanager
def taken_back() -> Iterator[None]:
    """Whatever is written in the block, or by tests while it is open, is gone afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def renewed(world: World, directory: Path) -> World:
    """The same world for another test: its clock and its directory are its own."""
    clock = StillClock(world.clock.at)
    links.install(world.context.public_url)
    context = replace(world.context, clock=clock, page_root=directory / "pages")
    return replace(world, context=context, clock=clock)
