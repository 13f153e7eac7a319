"""The page needs nothing but itself: no script, no foreign origin, a policy that fits its style."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest

from noroshi.pages.build import build
from noroshi.pages.words import words_for
from noroshi.pages.words.english import ENGLISH
from noroshi.pages.words.japanese import JAPANESE
from noroshi.pages.words.vocabulary import Words
from tests.pages import kitsune
from tests.pages.reading import read

LOADED = re.compile(r"<(?:script|img|iframe|object|embed|video|audio|source)|url\(|@import|srcset")


def test_no_page_loads_anything_or_runs_a_script() -> None:
    for path, page in build(kitsune.reported()).items():
        if path.endswith(".html"):
            assert not LOADED.search(page.decode()), path
            assert not re.search(r"<link rel=\"(?:stylesheet|preload|preconnect)", page.decode())


def test_the_content_policy_allows_exactly_the_style_in_the_page() -> None:
    for path, page in build(kitsune.reported()).items():
        if not path.endswith(".html"):
            continue
        text = page.decode()
        style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)
        assert style
        digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
        policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', text)
        assert policy
        assert policy[1].replace("&#39;", "'") == (
            f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; "
            "form-action https://noroshi.kitsune.example; base-uri 'none'"
        )
        assert text.index("Content-Security-Policy") < text.index("<style>")


def test_the_page_can_be_read_as_plain_text_in_the_order_of_need() -> None:
    text = read(build(kitsune.burning())["index.html"]).text
    order = (
        "Partial outage",
        "Some customers in the EU cannot pay by card at checkout.",
        "As of 14:58 CET",
        "Next update by",
        "What you can do",
        "We are sorry that checkouts are still failing",
        "Services by region",
        "Planned maintenance: Invoices, Europe",
        "The last 90 days, Europe",
        "Get every update",
    )
    places = [text.index(piece) for piece in order]
    assert places == sorted(places)


def test_every_state_has_its_word_beside_its_shape() -> None:
    page = build(kitsune.burning())["index.html"].decode()
    for state in re.findall(r'<(?:span|p) class="state[^"]*">(.*?)</(?:span|p)>', page):
        assert "<svg" in state
        assert re.sub(r"<[^>]+>", "", state).strip()


@pytest.mark.parametrize("words", [ENGLISH, JAPANESE])
def test_no_language_has_an_empty_or_careless_word(words: Words) -> None:
    for name in Words.__dataclass_fields__:
        value = getattr(words, name)
        for text in value.values() if isinstance(value, dict) else [value]:
            assert text.strip() or name == "colon"
            assert "!" not in text
            assert "！" not in text
            assert "—" not in text


def test_templates_of_both_languages_use_the_same_slots() -> None:
    for name in Words.__dataclass_fields__:
        english, japanese = getattr(ENGLISH, name), getattr(JAPANESE, name)
        if isinstance(english, dict):
            assert english.keys() == japanese.keys()
        elif name not in {"next_after", "was_due_after"}:
            slots = [set(re.findall(r"\{(\w+)\}", text)) for text in (english, japanese)]
            assert slots[0] == slots[1], name


def test_a_language_without_words_of_its_own_is_framed_in_english() -> None:
    assert words_for("fi") is ENGLISH
