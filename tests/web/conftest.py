"""Nothing of one reader's screen stays for the next test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.utils import timezone, translation


@pytest.fixture(autouse=True)
def _fresh_reader() -> Iterator[None]:
    """No subscription was asked for yet; English, no zone."""
    cache.clear()
    with translation.override("en"), timezone.override(None):
        yield
