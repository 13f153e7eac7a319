"""Whatever is written anywhere on a page, in every output it stays text (security matrix: XSS)."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from noroshi.pages.build import build
from noroshi.pages.text import markdown
from tests.pages.corpus import PAYLOADS
from tests.pages.everything import saying, whole
from tests.pages.inspectors import faults, fragment_faults

ONE_TREE = whole(languages=("en",))
CALM = build(saying(ONE_TREE, "calm"))
LOTS = [PAYLOADS[start : start + 60] for start in range(0, len(PAYLOADS), 60)]


def found(text: str) -> list[str]:
    files = build(saying(ONE_TREE, text))
    assert set(files) == set(CALM)
    return [
        fault
        for path, content in files.items()
        if not path.startswith("en/")
        for fault in faults(path, content, CALM[path])
    ]


def test_the_corpus_is_as_large_as_the_security_matrix_asks() -> None:
    assert len(set(PAYLOADS)) >= 200


@pytest.mark.parametrize("lot", LOTS, ids=range(len(LOTS)))
def test_no_text_of_the_corpus_becomes_anything_else_in_any_file(lot: tuple[str, ...]) -> None:
    assert found(" \n".join(lot)) == []


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '"><svg onload=alert(1)>', "\ud800"])
def test_a_text_alone_does_not_either(text: str) -> None:
    assert found(text) == []


def test_no_text_of_the_corpus_becomes_active_through_markdown() -> None:
    assert [text for text in PAYLOADS if list(fragment_faults(markdown(text)))] == []


@settings(max_examples=5, deadline=None)
@given(st.text(min_size=1, max_size=80).filter(str.strip))
def test_any_text_at_all_stays_text(text: str) -> None:
    assert found(f"x{text}") == []


def test_the_japanese_tree_is_as_safe_as_the_first() -> None:
    text = " ".join(PAYLOADS[:: len(PAYLOADS) // 20])
    calm, hostile = build(saying(whole(), "calm")), build(saying(whole(), text))
    japanese = [path for path in hostile if path.startswith("ja/")]
    assert [f for path in japanese for f in faults(path, hostile[path], calm[path])] == []


# Files that were written without care: the inspectors must see what the text became.
CARELESS = {
    "index.html": (b"<p>calm</p>", b"<p><img src=x onerror=alert(1)></p>"),
    "link.html": (b"<a href='#x'>x</a>", b"<a href='javascript:alert(1)'>x</a>"),
    "style.html": (b"<style>p{}</style>", b"<style>p{}*{display:none}</style>"),
    "history.atom": (
        b"<feed><entry><content>calm</content></entry></feed>",
        b"<feed><entry><content><script/></content></entry></feed>",
    ),
    "history.rss": (
        b"<rss><channel><item><description>x</description></item></channel></rss>",
        b"<rss><channel><item><description>&lt;svg onload=x&gt;</description></item></channel></rss>",
    ),
    "status.json": (b'{"text":"calm"}', b'{"text":"</script>"}'),
    "status2.json": (b'{"text":"calm"}', b'{"text":"","status":"none"}'),
    "maintenance.ics": (
        b"BEGIN:VCALENDAR\r\nPRODID:x\r\nVERSION:2.0\r\nNAME:x\r\nEND:VCALENDAR\r\n",
        b"BEGIN:VCALENDAR\r\nPRODID:x\r\nVERSION:2.0\r\nNAME:x\r\nATTACH:x\r\nEND:VCALENDAR\r\n",
    ),
    "badge.svg": (b"<svg><title>x</title></svg>", b"<svg onload='x'><title>x</title></svg>"),
}


@pytest.mark.parametrize("path", CARELESS)
def test_an_inspector_sees_what_careless_writing_lets_through(path: str) -> None:
    calm, careless = CARELESS[path]
    assert faults(path, calm, calm) == []
    assert faults(path, careless, calm)


def test_no_text_of_the_page_was_forgotten() -> None:
    files = build(saying(whole(), "tell-tale"))
    silent = [path for path, content in files.items() if b"tell-tale" not in content]
    assert [path for path in silent if path != "404.html" and not path.endswith(".js")] == []
    for own in (
        "Kitsune Cloud",
        "Checkout errors",
        "決済エラー",
        "Invoices",
        "Practise",
        "Selling",
    ):
        assert [path for path, content in files.items() if own.encode() in content] == []
