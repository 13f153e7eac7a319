"""What is found for a request, and that no request leaves the published page."""

from __future__ import annotations

import gzip
import html
from pathlib import Path

import pytest

from noroshi.pages.build import build
from noroshi.pages.serve.document import document
from noroshi.pages.serve.edition import Edition
from noroshi.pages.serve.kinds import kind_of
from noroshi.pages.serve.languages import ranked
from noroshi.pages.serve.paths import file_name
from noroshi.pages.serve.policy import NOTHING, policy_of
from noroshi.pages.serve.shelf import Shelf
from tests.pages import kitsune, site


class Watch:
    """A monotonic clock that moves when it is told to."""

    def __init__(self) -> None:
        self.at = 100.0

    def __call__(self) -> float:
        return self.at


def edition(tmp_path: Path) -> Edition:
    site.put(tmp_path)
    found = Shelf(tmp_path / "kitsune").edition()
    assert found
    return found


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        (b"/", ""),
        (b"/index.html", "index.html"),
        (b"/ja/", "ja/index.html"),
        (b"/ja", "ja"),
        (b"/incidents/148.html", "incidents/148.html"),
        (b"/%6a%61/index%2Ehtml", "ja/index.html"),
    ],
)
def test_a_path_names_a_file(raw: bytes, name: str) -> None:
    assert file_name(raw) == name


@pytest.mark.parametrize(
    "raw",
    [
        b"/../versions", b"/..%2f..%2fetc/passwd", b"/%2e%2e/%2e%2e/etc/passwd", b"/%252e%252e/x",
        b"//etc/passwd", b"/ja//index.html", b"/./index.html", b"/ja/../index.html",
        b"/ja%2findex.html", b"/ja%2Findex.html", b"/%256a%2561/index.html", b"/index.html%00",
        b"/index.html\0.json", b"/.lock", b"/%2elock", b"/ja\\index.html", b"/%5c..%5c",
        b"/\xff", b"/%e3%81%82", b"/%", b"/%zz", b"//", b"/" + b"a/" * 3000, b"/" + b"a" * 5000,
        b"/index.html;x=1", b"/index.html ", b"/index.html#x", b"/current/../index.html",
    ],
)  # fmt: skip
def test_what_is_not_plain_names_nothing(raw: bytes) -> None:
    assert file_name(raw) is None


def test_a_link_inside_the_page_leads_nowhere(tmp_path: Path) -> None:
    site.put(tmp_path / "pages")
    secret = tmp_path / "secret.html"
    secret.write_text("secret")
    current = (tmp_path / "pages" / "kitsune" / "current").resolve()
    (current / "leak.html").symlink_to(secret)
    (current / "folder").symlink_to(tmp_path)
    (current / "loop.html").symlink_to("loop.html")
    (current / ".hidden.html").write_text("hidden")
    found = Edition(current)
    for name in ("leak.html", "folder/secret.html", "loop.html", ".hidden.html"):
        assert found.document(name) is None, name


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("ja", "ja"),
        ("ja-JP,ja;q=0.9,en;q=0.8", "ja"),
        ("fi, ja;q=0.4, en;q=0.3", "ja"),
        ("en-GB,en;q=0.9,ja;q=0.8", None),
        ("fi", None),
        ("", None),
        ("ja;q=0", None),
        ("ja;q=much", None),
        ("ja ; q=0.5, en ; q=0.2", "ja"),
        ("../../etc,%00", None),
        ("incidents", None),
    ],
)
def test_readers_are_led_to_their_language(
    tmp_path: Path, header: str, language: str | None
) -> None:
    assert edition(tmp_path).better_language(header) == language


def test_no_more_than_ten_languages_are_looked_at() -> None:
    assert len(ranked(",".join(["fi"] * 500))) == 10


def test_only_the_newest_version_is_shown_and_only_whole(tmp_path: Path) -> None:
    watch = Watch()
    shelf = Shelf(tmp_path / "kitsune", now=watch)
    assert shelf.edition() is None
    site.put(tmp_path, headline="First")
    watch.at += 0.1
    first = shelf.edition()
    site.put(tmp_path, version=2, headline="Second")
    assert shelf.edition() is first  # looked at most every tenth of a second
    watch.at += 0.1
    second = shelf.edition()
    assert first
    assert second
    assert (first.version, second.version) == (1, 2)
    for name in site.files():
        assert first.document(name), name
    found = first.document("index.html")
    assert found
    assert b"First" in found.plain.content


def test_a_page_keeps_its_last_state_when_its_files_are_gone(tmp_path: Path) -> None:
    watch = Watch()
    site.put(tmp_path)
    shelf = Shelf(tmp_path / "kitsune", now=watch)
    before = shelf.edition()
    (tmp_path / "kitsune" / "current").unlink()
    watch.at += 1
    assert shelf.edition() is before
    (tmp_path / "kitsune" / "current").symlink_to("versions/00000009-gone")
    watch.at += 1
    assert shelf.edition() is before


def test_a_version_is_listed_once_and_each_file_read_once(tmp_path: Path) -> None:
    found = edition(tmp_path)
    first = found.document("index.html")
    (tmp_path / "kitsune" / "current" / "index.html").write_text("changed")
    (tmp_path / "kitsune" / "current" / "new.html").write_text("new")
    assert found.document("index.html") is first
    assert found.document("new.html") is None


def test_a_file_is_packed_once_and_its_two_forms_have_two_tags() -> None:
    made = document("index.html", b"<p>Kitsune</p>" * 100, secure=True)
    assert made.packed
    assert gzip.decompress(made.packed.content) == made.plain.content
    assert made.packed.etag != made.plain.etag
    assert made.form(packed=True) is made.packed
    again = document("index.html", b"<p>Kitsune</p>" * 100, secure=True)
    assert again.packed == made.packed  # the same bytes on every server
    assert document("x.html", b"<p>short</p>", secure=True).packed is None


@pytest.mark.parametrize(
    ("path", "content_type", "age", "shared"),
    [
        ("index.html", "text/html; charset=utf-8", "max-age=15", False),
        ("api/v2/summary.json", "application/json; charset=utf-8", "max-age=15", True),
        ("ja/history.rss", "application/rss+xml; charset=utf-8", "max-age=60", True),
        ("history.atom", "application/atom+xml; charset=utf-8", "max-age=60", True),
        ("maintenance.ics", "text/calendar; charset=utf-8", "max-age=300", True),
        ("badge.svg", "image/svg+xml", "max-age=15", True),
        ("noroshi.js", "text/javascript; charset=utf-8", "max-age=3600", True),
        ("noroshi-1.js", "text/javascript; charset=utf-8", "immutable", True),
        ("feed.json", "application/feed+json; charset=utf-8", "max-age=60", True),
        ("history.json", "application/json; charset=utf-8", "max-age=15", True),
        ("publication.json", "application/json; charset=utf-8", "no-cache", True),
        ("strange.xyz", "application/octet-stream", "max-age=15", False),
        ("noending", "application/octet-stream", "max-age=15", False),
    ],
)
def test_every_kind_of_file_has_its_type_and_its_cache_rule(
    path: str, content_type: str, age: str, shared: bool
) -> None:
    kind = kind_of(path)
    assert (kind.content_type, kind.shared) == (content_type, shared)
    assert kind.cache.startswith("public, ") or kind.cache == "no-cache"
    assert age in kind.cache


def test_the_header_repeats_the_pages_own_policy_and_forbids_frames() -> None:
    page = site.files()["index.html"]
    assert policy_of(page) == f"{site.POLICY}; frame-ancestors 'none'"


def test_a_page_without_a_policy_may_show_its_own_style_and_nothing_else() -> None:
    policy = policy_of(b"<html><style>p{color:red}</style><script>alert(1)</script>")
    assert "style-src 'sha256-" in policy
    assert "script" not in policy
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'; ")


@pytest.mark.parametrize("bad", ["a\r\nX-Evil: 1", "ü", "a\tb", ""])
def test_a_policy_that_is_no_header_becomes_the_strictest(bad: str) -> None:
    page = f'<meta http-equiv="Content-Security-Policy" content="{bad}">'.encode()
    assert policy_of(page) == NOTHING


def test_every_page_of_a_real_build_brings_its_own_policy() -> None:
    pages = {
        name: made for name, made in build(kitsune.reported()).items() if name.endswith("html")
    }
    assert pages
    for name, made in pages.items():
        own = policy_of(made)
        assert html.unescape(made.decode()).count(own.removesuffix("; frame-ancestors 'none'")) == 1
        assert own.startswith("default-src 'none'; "), name
        assert "unsafe" not in own, name
