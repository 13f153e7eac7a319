"""Which file answers a request, and that no request leaves the published page."""

from __future__ import annotations

from pathlib import Path

import pytest

from noroshi.pages.build import build
from noroshi.pages.publish import publish
from noroshi.pages.registry import open_target
from noroshi.pages.serve import find
from tests.pages import kitsune
from tests.pages.conftest import StandingClock


@pytest.fixture
def root(tmp_path: Path) -> Path:
    publish(
        target=open_target("directory", {"path": str(tmp_path)}),
        version=1,
        files=build(kitsune.reported()),
        clock=StandingClock(),
    )
    return tmp_path


@pytest.mark.parametrize(
    ("url", "file", "kind"),
    [
        ("/", "index.html", "text/html; charset=utf-8"),
        ("/index.html", "index.html", "text/html; charset=utf-8"),
        ("/ja/", "ja/index.html", "text/html; charset=utf-8"),
        ("/incidents/148.html", "incidents/148.html", "text/html; charset=utf-8"),
        ("/api/v2/summary.json", "api/v2/summary.json", "application/json; charset=utf-8"),
        ("/history.atom?x=1", "history.atom", "application/atom+xml; charset=utf-8"),
        ("/ja/history.rss", "ja/history.rss", "application/rss+xml; charset=utf-8"),
        ("/%6a%61/index.html", "ja/index.html", "text/html; charset=utf-8"),
    ],
)
def test_a_request_finds_its_file(root: Path, url: str, file: str, kind: str) -> None:
    found = find(root, url)
    assert found is not None
    assert found.path == (root / "current").resolve() / file
    assert found.content == found.path.read_bytes()
    assert found.content_type == kind
    assert found.location is None
    assert found.etag.startswith('"')
    assert found.cache_control.startswith("public, max-age=")


@pytest.mark.parametrize(
    "url",
    [
        "/../versions", "/..%2f..%2fetc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/%252e%252e/x",
        "//etc/passwd", "/ja//index.html", "/./index.html", "/ja/../index.html", "/index.html%00",
        "/index.html\0.json", "/.lock", "/%2elock", "/ja\\index.html", "/%5c..%5c", "/\udcff",
        "/unknown.html", "/incidents/", "/%", "//", "/" + "a/" * 3000, "/" + "a" * 5000,
    ],
)  # fmt: skip
def test_nothing_outside_the_page_is_ever_found(root: Path, url: str) -> None:
    assert find(root, url) is None


def test_a_link_inside_the_page_leads_nowhere(
    root: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    secret = tmp_path_factory.mktemp("outside") / "secret.html"
    secret.write_text("secret")
    current = (root / "current").resolve()
    (current / "leak.html").symlink_to(secret)
    (current / "folder").symlink_to(secret.parent)
    (current / "loop.html").symlink_to("loop.html")
    assert find(root, "/leak.html") is None
    assert find(root, "/folder/secret.html") is None
    assert find(root, "/loop.html") is None


def test_before_the_first_publication_there_is_nothing(tmp_path: Path) -> None:
    assert find(tmp_path, "/") is None


@pytest.mark.parametrize(
    ("header", "location"),
    [
        ("ja", "ja/index.html"),
        ("ja-JP,ja;q=0.9,en;q=0.8", "ja/index.html"),
        ("fi, ja;q=0.4, en;q=0.3", "ja/index.html"),
        ("en-GB,en;q=0.9,ja;q=0.8", None),
        ("fi", None),
        ("", None),
        (None, None),
        ("ja;q=0", None),
        ("ja;q=much", None),
        ("../../etc,%00", None),
    ],
)
def test_the_bare_address_sends_readers_to_their_language(
    root: Path, header: str | None, location: str | None
) -> None:
    found = find(root, "/", header)
    assert found is not None
    assert found.location == location


def test_a_chosen_page_is_never_redirected_by_language(root: Path) -> None:
    found = find(root, "/index.html", "ja")
    assert found is not None
    assert found.location is None
    assert b'<html lang="en">' in found.content


def test_a_folder_without_its_slash_is_redirected_so_that_links_hold(root: Path) -> None:
    found = find(root, "/ja")
    assert found is not None
    assert found.location == "ja/index.html"


def test_the_tag_follows_the_content(root: Path) -> None:
    first = find(root, "/index.html")
    other = find(root, "/ja/index.html")
    twin = find(root, "/en/history.html")
    assert first
    assert other
    assert twin
    assert len({first.etag, other.etag, twin.etag}) == 3
