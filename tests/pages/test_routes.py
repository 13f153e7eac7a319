"""The file of routes: which page answers where, without a database."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from noroshi.pages.routes import FILE, Route, read_routes, write_routes
from noroshi.pages.serve.sites import Sites
from tests.pages import site

WORLD = Route(key="world", address="https://status.kitsune.example")
EUROPE = Route(key="europe", path="eu", address="https://EU.status.kitsune.example:8443")
DEEP = Route(key="deep", path="eu/shops")


class Watch:
    """A clock that always says that it is time to look again."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        self.at += 1
        return self.at


def sites(root: Path, *routes: Route, public_url: str = "https://noroshi.kitsune.example") -> Sites:
    write_routes(root, routes)
    return Sites(root, public_url=public_url, now=Watch())


def key_of(found: Sites, host: bytes, path: bytes) -> tuple[str | None, bytes] | None:
    asked = found.asked(host, path)
    return asked and (asked.site.route.key if asked.site else None, asked.rest)


def test_routes_are_read_as_they_were_written(tmp_path: Path) -> None:
    assert write_routes(tmp_path, [WORLD, EUROPE, DEEP])
    assert read_routes(tmp_path) == (WORLD, EUROPE, DEEP)
    assert not write_routes(tmp_path, [WORLD, EUROPE, DEEP])
    assert [file.name for file in tmp_path.iterdir()] == [FILE]


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", '{"format": 2, "pages": []}', '{"format": 1}', '{"format": 1, "pages": [3]}',
     '{"format": 1, "pages": [{"key": "../secret", "path": "", "address": ""}]}',
     '{"format": 1, "pages": [{"key": "a/b", "path": "", "address": ""}]}',
     '{"format": 1, "pages": [{"key": "a", "path": "../b", "address": ""}]}',
     '{"format": 1, "pages": [{"key": "a", "path": "", "address": "https://[broken"}]}'],
)  # fmt: skip
def test_a_file_that_makes_no_sense_changes_nothing(tmp_path: Path, text: str) -> None:
    found = sites(tmp_path, WORLD)
    assert key_of(found, b"x", b"/status/") == ("world", b"/")
    (tmp_path / FILE).write_text(text)
    assert key_of(found, b"x", b"/status/") == ("world", b"/")
    (tmp_path / FILE).unlink()
    assert key_of(found, b"x", b"/status/") == ("world", b"/")


@pytest.mark.parametrize(
    ("host", "path", "expected"),
    [
        (b"noroshi.kitsune.example", b"/", None),
        (b"noroshi.kitsune.example", b"/statuspage", None),
        (b"noroshi.kitsune.example", b"/status", ("world", b"")),
        (b"noroshi.kitsune.example", b"/status/", ("world", b"/")),
        (b"noroshi.kitsune.example", b"/status/eu", ("europe", b"")),
        (b"noroshi.kitsune.example", b"/status/eu/x.html", ("europe", b"/x.html")),
        (b"noroshi.kitsune.example", b"/status/europe", ("world", b"/europe")),
        (b"noroshi.kitsune.example", b"/status/eu/shops/", ("deep", b"/")),
        (b"status.kitsune.example", b"/", ("world", b"/")),
        (b"STATUS.kitsune.example:80", b"/sign-in/", ("world", b"/sign-in/")),
        (b"status.kitsune.example.", b"/status/", ("world", b"/status/")),
        (b"eu.status.kitsune.example:8443", b"/", ("europe", b"/")),
        (b"evil.example", b"/status/", ("world", b"/")),
        (b"evil.example", b"/", None),
        (b"", b"/", None),
        (b"status.kitsune.example.evil.example", b"/", None),
    ],
)
def test_a_page_answers_on_its_own_host_and_below_its_path(
    tmp_path: Path, host: bytes, path: bytes, expected: tuple[str, bytes] | None
) -> None:
    assert key_of(sites(tmp_path, WORLD, EUROPE, DEEP), host, path) == expected


def test_no_page_takes_the_host_of_the_screens(tmp_path: Path) -> None:
    found = sites(tmp_path, WORLD, public_url="https://status.kitsune.example")
    assert key_of(found, b"status.kitsune.example", b"/") is None


def test_a_page_that_is_not_public_any_more_is_gone(tmp_path: Path) -> None:
    site.put(tmp_path, key="europe")
    found = sites(tmp_path, WORLD, EUROPE)
    shelf = found.site("europe")
    assert shelf
    write_routes(tmp_path, [WORLD])
    assert found.site("europe") is None
    assert key_of(found, b"eu.status.kitsune.example", b"/") is None
    assert key_of(found, b"x", b"/status/eu/") == ("world", b"/eu/")


def test_what_is_kept_of_a_page_outlives_changes_of_other_pages(tmp_path: Path) -> None:
    found = sites(tmp_path, WORLD)
    before = found.site("world")
    write_routes(tmp_path, [WORLD, EUROPE])
    assert found.site("world") is before
    assert found.site("europe")


def test_the_file_is_whole_json_for_people_too(tmp_path: Path) -> None:
    write_routes(tmp_path, [WORLD])
    assert json.loads((tmp_path / FILE).read_text())["pages"][0]["key"] == "world"
