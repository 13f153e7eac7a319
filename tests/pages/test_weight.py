"""How much a page weighs, and that its first screen comes with the first round trip."""

from __future__ import annotations

import pytest

from noroshi.pages.build import build
from tests.pages import gallery, kitsune
from tests.pages.reading import read

WHOLE = 60_000
CRITICAL = 14_000
"""Bytes before compression: ten packets, as many as a server sends before it waits for an answer."""
REST = '<svg class="sprite" aria-hidden="true"><style>'


@pytest.mark.parametrize("name", gallery.STATES)
def test_every_page_is_well_formed_and_light(name: str) -> None:
    for path, page in gallery.built(name).items():
        if path.endswith(".html"):
            read(page)
            assert len(page) <= WHOLE, path


@pytest.mark.parametrize("name", gallery.STATES)
def test_the_first_screen_of_every_page_is_in_the_first_round_trip(name: str) -> None:
    for path, page in gallery.built(name).items():
        if path.endswith(".html") and path != "404.html":
            first, rest, _ = page.decode().partition(REST)
            assert rest, path
            assert len(first.encode()) <= CRITICAL, path
            assert "<h1>" in first, path


def test_the_promise_and_the_newest_words_are_on_the_first_screen() -> None:
    for path, promise, words in (
        ("index.html", "15:15", "please choose bank transfer"),
        ("ja/index.html", "23:15", "銀行振込をお選びください"),
    ):
        first = gallery.built("many")[path].decode().partition(REST)[0]
        assert promise in first
        assert words in first


def test_a_page_carries_no_symbol_that_it_does_not_use() -> None:
    calm = build(kitsune.quiet())["history.html"].decode()
    assert 'id="s-major"' not in calm
    assert 'id="noroshi"' in calm
