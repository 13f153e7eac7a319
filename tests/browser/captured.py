"""Screens as the product answers them, looked at in Chromium without a running product.

A scene is made once in the database; what Django answers is kept, with its headers, and shown
under another address. So a state that takes a story to reach costs one look, and its clock stands.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from pathlib import Path

from django.http import HttpResponseBase
from django.test import Client
from playwright.sync_api import Browser, Page, Route

from noroshi import web
from tests.browser.gallery import AXE, EVERYTHING
from tests.browser.people import PHONE

HOST = "http://noroshi.example"
STATIC = Path(web.__file__).parent / "static"
ALBUM = Path(__file__).parents[2] / "build" / "screenshots"
WIDE = {"width": 1280, "height": 900}
LANGUAGES = ("en", "ja")
EVERY_LOOK = "NOROSHI_TEST_EVERY_LOOK"
"""Set it for every state in every size, scheme and language, instead of one look at the main ones."""

_KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_AXE = """
(only) => axe.run(document, { runOnly: only, resultTypes: ["violations"], selectors: false })
  .then((found) => found.violations.map(
    (one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`))
"""
# House rule: 44 px in height for whatever a thumb presses; links inside a sentence are exempt.
_SMALL = """() => [...document.querySelectorAll('button, summary, input, select, textarea, a[href]')]
  .filter(e => e.type !== 'hidden' && e.checkVisibility() && !e.closest('.vh, .trap, [aria-hidden=true]') && !e.matches('.vh, .skip'))
  .filter(e => !(e.tagName === 'A' && getComputedStyle(e).display === 'inline'))
  .map(e => [(e.closest('label') || e).getBoundingClientRect(), e])
  .filter(([r]) => r.width > 1 && r.height > 1 && r.height < 43.5)
  .map(([r, e]) => `${Math.round(r.width)}x${Math.round(r.height)} ${e.outerHTML.slice(0, 110)}`)"""
_WIDER = """() => { const most = document.documentElement.clientWidth;
  return document.documentElement.scrollWidth <= most + 1 ? [] : [...document.querySelectorAll('main *')]
    .filter(e => e.getBoundingClientRect().right > most + 1).slice(0, 3)
    .map(e => `${Math.round(e.getBoundingClientRect().right)} ${e.outerHTML.slice(0, 110)}`) }"""
_HEADINGS = "[...document.querySelectorAll('h1,h2,h3,h4,h5')].map(e => Number(e.tagName[1]))"


Ask = Callable[[Client], HttpResponseBase]
"""Something that is asked of the product."""


def every_look() -> bool:
    """Whether somebody wants to see everything, however long it takes."""
    return bool(os.environ.get(EVERY_LOOK))


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the product answered in one language."""

    content: bytes
    policy: str


@dataclass(frozen=True, kw_only=True)
class Screen:
    """A screen in one state, in the languages that it was asked for in."""

    name: str
    answers: Mapping[str, Answer]


@dataclass(kw_only=True)
class Camera:
    """Keeps what a product answers, for looking at it later."""

    kept: list[Screen] = field(default_factory=list)

    def languages(self) -> tuple[str, ...]:
        """The languages in which the next screen is asked for: in turn, so that a look is cheap."""
        return LANGUAGES if every_look() else (LANGUAGES[len(self.kept) % len(LANGUAGES)],)

    def also_keep(self, name: str, ask: Ask, by: Callable[[str], Client]) -> None:
        """Keep a state that has much in common with another, when every look is asked for."""
        if every_look():
            self.keep(name, ask, by)

    def keep(self, name: str, ask: Ask, by: Callable[[str], Client]) -> None:
        """Ask, ``by`` somebody's browser in each language."""
        answers = {}
        for language in self.languages():
            response = ask(by(language))
            content = getattr(response, "content", b"")
            assert content, (name, response.status_code, response.get("Location"))
            assert response.status_code != 500, (name, content[:2000])
            policy = response.get("Content-Security-Policy", "")
            answers[language] = Answer(content=content, policy=policy)
        self.kept.append(Screen(name=name, answers=answers))


@dataclass(kw_only=True)
class Window:
    """A browser window in which kept screens are looked at.

    ``complaints`` are the browser's own: of scripts, of styles, of files.
    """

    page: Page
    complaints: list[str] = field(default_factory=list)
    shown: Answer = Answer(content=b"", policy="")

    def show(self, screen: Screen, language: str) -> Page:
        """Open a screen in a language."""
        self.shown = screen.answers[language]
        self.complaints.clear()
        self.page.goto(f"{HOST}/screen/")
        return self.page

    def look(self, *, size: Mapping[str, int], scheme: str) -> None:
        """Make the window as wide as a device, in a colour scheme."""
        self.page.set_viewport_size({"width": size["width"], "height": size["height"]})
        self.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")

    def take(self, name: str) -> None:
        """Take a picture of the whole screen."""
        ALBUM.mkdir(parents=True, exist_ok=True)
        self.page.evaluate("scrollTo(0, 0)")  # a wrong answer has the focus, and is scrolled to
        self.page.screenshot(path=ALBUM / f"{name}.png", full_page=True, animations="disabled")

    def objections(self, rules: tuple[str, ...] = EVERYTHING) -> list[str]:
        """What axe objects to."""
        self.page.evaluate(AXE)
        found: list[str] = self.page.evaluate(_AXE, list(rules))
        return found

    def too_wide_or_small(self) -> list[str]:
        """What a phone's reader would have to scroll to or could not hit."""
        wide: list[str] = self.page.evaluate(_WIDER)
        small: list[str] = self.page.evaluate(_SMALL)
        return [f"too wide: {one}" for one in wide] + [f"small: {one}" for one in small]

    def skipped_headings(self) -> list[str]:
        """Levels of headings that are left out, as "h1 to h3"."""
        levels: list[int] = self.page.evaluate(_HEADINGS)
        return [f"h{above} to h{below}" for above, below in pairwise(levels) if below > above + 1]

    def answer(self, route: Route) -> None:
        """The kept screen, or a file that it needs."""
        path = route.request.url.removeprefix(HOST)
        if path == "/screen/":
            headers = {"Content-Security-Policy": self.shown.policy} if self.shown.policy else {}
            kind = {"Content-Type": "text/html; charset=utf-8"}
            route.fulfill(body=self.shown.content, headers=headers | kind)
            return
        file = STATIC / path.removeprefix("/static/").partition("?")[0]
        if not path.startswith("/static/") or not file.is_file():
            route.fulfill(status=204)
            return
        route.fulfill(body=file.read_bytes(), content_type=_KINDS.get(file.suffix, "text/plain"))


@contextmanager
def window(browser: Browser, now: datetime) -> Iterator[Window]:
    """A window whose clock stands at ``now``."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, reduced_motion="reduce", locale="en-GB"
    )
    page = context.new_page()
    page.clock.set_fixed_time(now)
    seen = Window(page=page)
    page.route("**/*", seen.answer)
    page.on("pageerror", lambda error: seen.complaints.append(f"script: {error}"))
    page.on(
        "console",
        lambda said: seen.complaints.append(said.text) if said.type == "error" else None,
    )
    yield seen
    context.close()


def review(seen: Window, screen: Screen) -> list[str]:
    """Look at a screen in one look (in all, if asked for); everything that is wrong with it."""
    found: list[str] = []
    for language in screen.answers:
        seen.show(screen, language)
        for device, size, scheme in _looks(language):
            seen.look(size=size, scheme=scheme)
            seen.take(f"{screen.name}-{device}-{scheme}-{language}")
        found += seen.objections() + seen.skipped_headings()
        seen.look(size=PHONE, scheme="dark")
        found += seen.too_wide_or_small() + seen.complaints
    return [f"{screen.name}: {one}" for one in found]


def _looks(language: str) -> list[tuple[str, dict[str, int], str]]:
    """The last is the one in which axe looks for colours."""
    desk, phone = ("desktop", WIDE), ("phone", PHONE)
    if every_look():
        return [(*device, scheme) for scheme in ("dark", "light") for device in (desk, phone)]
    return [(*desk, "light")] if language == LANGUAGES[0] else [(*phone, "dark")]
