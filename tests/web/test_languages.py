"""Both languages, complete: nothing on a screen falls back to English for a Japanese reader."""

from __future__ import annotations

import ast
import gettext
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from noroshi.storage import accounts
from noroshi.web.refusal_words import JAPANESE
from tests.cast import World
from tests.web.catalogue import entries_of, marked_in_python, marked_in_template, read_catalogue
from tests.web.scene import SOFIE, browser

SRC = Path(__file__).parents[2] / "src" / "noroshi"
CATALOGUE = SRC / "web" / "locale" / "ja" / "LC_MESSAGES" / "django.po"
REFUSALS = {"Refusal", "NotFound", "NotAllowed", "Invalid", "Conflict", "TooMany", "unique_or"}


def marked() -> set[str]:
    python = [text for path in (SRC / "web").rglob("*.py") for text in _in(path)]
    pages = (SRC / "web" / "templates").rglob("*.html")
    return {*python, *(text for path in pages for text in marked_in_template(path.read_text()))}


def _in(path: Path) -> Iterator[str]:
    return marked_in_python(path.read_text(encoding="utf-8"))


def test_every_text_of_the_screens_has_japanese() -> None:
    known = {name.split("\x04")[-1] for name, said in read_catalogue(CATALOGUE).items() if said}
    assert sorted(marked() - known) == []


def test_the_compiled_catalogue_says_what_the_source_says() -> None:
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    stale = []
    for name, japanese in read_catalogue(CATALOGUE).items():
        context, _, text = name.rpartition("\x04")
        said = compiled.pgettext(context, text) if context else compiled.ngettext(text, text, 1)
        if japanese not in {said, compiled.gettext(text)}:
            stale.append(name)
    assert stale == []


def test_no_japanese_text_asks_for_a_value_that_the_english_does_not_have() -> None:
    for entry in entries_of(CATALOGUE):
        english = entry["msgid"] + entry.get("msgid_plural", "")
        assert set(_slots(entry["msgstr"])) <= set(_slots(english)), english


def _slots(text: str) -> list[str]:
    return [f"%({part.split(')')[0]})s" for part in text.split("%(")[1:]]


def refusals() -> Iterator[str]:
    for ring in ("actions", "storage", "web"):
        for path in (SRC / ring).rglob("*.py"):
            if path.name in {"shape.py", "outages.py", "acting.py", "services.py"}:
                continue  # these speak to the terminal
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") in REFUSALS:
                    ways = [word.value for word in node.keywords if word.arg == "way_out"]
                    for said in [*node.args[:1], *ways]:
                        if isinstance(said, ast.Constant) and said.value:
                            yield str(said.value)


def test_every_refusal_has_japanese() -> None:
    assert sorted(set(refusals()) - JAPANESE.keys()) == []


@pytest.mark.django_db
def test_the_language_is_kept_for_the_account_and_on_the_device(world: World) -> None:
    sofie = browser(world, SOFIE)
    answer = sofie.post("/language/", {"language": "ja", "next": "/plan/"})
    assert answer["Location"] == "/plan/"
    assert "プラン第1版" in sofie.get("/plan/").content.decode()
    member = accounts.by_person(SOFIE)
    assert member
    assert member.language == "ja"


@pytest.mark.django_db
def test_going_back_never_leads_to_another_site(world: World) -> None:
    sofie = browser(world, SOFIE)
    for elsewhere in (
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:1",
    ):
        answer = sofie.post("/language/", {"language": "en", "next": elsewhere})
        assert answer["Location"] == "/", elsewhere


@pytest.mark.django_db
def test_an_unknown_language_is_refused(world: World) -> None:
    browser(world, SOFIE)
    assert Client().post("/language/", {"language": "xx"}).status_code == 400
