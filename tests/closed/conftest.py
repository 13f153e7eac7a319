"""The sample company with its closed pages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.utils import timezone, translation

from tests.cast import World
from tests.closed.scene import kitsune


@pytest.fixture
def company(world: World) -> World:
    """Kitsune Cloud with a page for IT administrators and one for colleagues."""
    return kitsune(world)


@pytest.fixture(autouse=True)
def _fresh_reader() -> Iterator[None]:
    cache.clear()
    with translation.override("en"), timezone.override(None):
        yield
