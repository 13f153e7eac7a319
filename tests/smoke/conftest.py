"""One running product for all that is done to it; and fresh ones."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.smoke.harness import Hands, Product, place


@pytest.fixture(scope="module")
def product() -> Iterator[Product]:
    """A product that runs, with a mailbox for a relay; each test leaves it running."""
    with place() as root, Product(root) as running:
        yield running
        said = running.complained
    assert "Traceback" not in said, said


@pytest.fixture(scope="module")
def hands(product: Product) -> Iterator[Hands]:
    """The sample company at work on it, with two thousand readers."""
    with Hands(product) as ours:
        assert ours.do("set_up") >= 2_000
        yield ours
