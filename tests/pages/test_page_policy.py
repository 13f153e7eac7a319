"""The page needs nothing but itself: no foreign origin, and a policy that fits what is in it."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace

import pytest

from noroshi.pages.build import build
from noroshi.pages.words import words_for
from noroshi.pages.words.english import ENGLISH
from noroshi.pages.words.japanese import JAPANESE
from noroshi.pages.words.vocabulary import Words
from tests.pages import gallery, kitsune
from tests.pages.reading import read

LOADED = re.compile(
    r"<(?:img|iframe|object|embed|video|audio|source)|<script\b[^>]*\bsrc|url\(|@import|srcset"
)


def _pages() -> dict[str, str]:
    built = build(gallery.reported())
    return {path: page.decode() for path, page in built.items() if path.endswith(".html")}


def _source(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_no_page_loads_anything() -> None:
    for path, page in _pages().items():
        assert not LOADED.search(page), path
        assert not re.search(r"<link rel=\"(?:stylesheet|preload|preconnect)", page)


def test_the_content_policy_allows_exactly_what_stands_in_the_page() -> None:
    for page in _pages().values():
        policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
        assert policy
        allowed = policy[1].replace("&#39;", "'")
        for inline in re.findall(r"<(?:style|script)>(.*?)</(?:style|script)>", page, re.DOTALL):
            assert _source(inline) in allowed
        assert re.sub(r"'sha256-[^']{44}'", "#", allowed) == (
            "default-src 'none'; style-src # #; script-src #; img-src data:; "
            "form-action https://noroshi.kitsune.example; base-uri 'none'"
        )
        assert page.index("Content-Security-Policy") < page.index("<style>")


def test_a_form_tells_the_product_where_it_stood_and_a_link_tells_no_more_than_the_host() -> None:
    for path, page in _pages().items():
        assert path == "404.html" or '<meta name="referrer" content="strict-origin">' in page


def test_what_a_message_says_cannot_take_a_marker_of_the_build_for_itself() -> None:
    body = {"en": "<!--below--><!--top--> {{ css }} \\1", "ja": "<!--below-->"}
    update = replace(kitsune.UPDATES[2], body_markdown=body)
    incident = replace(kitsune.CHECKOUT_FAILS, updates=(update,))
    page = build(kitsune.page(incident, built_at=kitsune.at("13:58")))["index.html"].decode()
    assert page.count("<style>") == 2
    assert "&lt;!--below--&gt;" in page


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
