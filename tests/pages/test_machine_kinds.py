"""Each file for programs is sent as what it is, may be read from anywhere, and has a cache rule."""

from __future__ import annotations

import pytest

from noroshi.pages.serve.kinds import kind_of
from tests.pages import kitsune
from tests.pages.programs import for_programs

EXPECTED = {
    "status.json": "application/json; charset=utf-8",
    "history.json": "application/json; charset=utf-8",
    "api/v2/summary.json": "application/json; charset=utf-8",
    "feed.json": "application/feed+json; charset=utf-8",
    "history.atom": "application/atom+xml; charset=utf-8",
    "history.rss": "application/rss+xml; charset=utf-8",
    "incidents/148.atom": "application/atom+xml; charset=utf-8",
    "maintenance.ics": "text/calendar; charset=utf-8",
    "badge.svg": "image/svg+xml",
    "badges/checkout.svg": "image/svg+xml",
}


@pytest.mark.parametrize("tree", ["", "ja/"])
@pytest.mark.parametrize(("path", "content_type"), EXPECTED.items())
def test_the_type_is_the_one_its_readers_look_for(tree: str, path: str, content_type: str) -> None:
    assert tree + path in for_programs(kitsune.burning())
    assert kind_of(tree + path).content_type == content_type


def test_every_one_of_them_is_open_to_all_and_kept_by_caches_for_minutes_at_most() -> None:
    for path in for_programs(kitsune.burning()):
        kind = kind_of(path)
        assert kind.shared, path
        assert "stale-if-error" in kind.cache
        assert int(kind.cache.split("max-age=")[1].split(",")[0]) <= 300
