"""Opens status pages as they are built: no server, no database, every page kind in every look."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Route

from tests.pages.gallery import built

HOST = "http://status.example/"
AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
# WCAG 2.2 AA, and what axe knows beyond it about headings, landmarks and the order of a page.
EVERYTHING = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
# A colour scheme changes colours and nothing else.
COLOURS = ("color-contrast",)
# A translation changes words: what is read aloud, and whether a colour is still behind them.
WORDS = (
    *COLOURS,
    "html-has-lang",
    "html-lang-valid",
    "valid-lang",
    "label",
    "link-name",
    "button-name",
    "svg-img-alt",
    "document-title",
    "aria-command-name",
    "summary-name",
)
_AXE = """
(only) => axe.run(document, { runOnly: only, resultTypes: ["violations"], selectors: false })
  .then((found) => found.violations.map(
    (one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 120)).join(" | ")}`))
"""


@dataclass(kw_only=True)
class Gallery:
    """A browser window that shows pages of the gallery; nothing else can be reached from it."""

    page: Page
    state: str = ""

    def show(self, state: str, path: str) -> Page:
        """Open a page of a state."""
        self.state = state
        self.page.goto(HOST + path)
        return self.page

    def objections(self, rules: tuple[str, ...] = EVERYTHING) -> list[str]:
        """What axe objects to on the page that is shown, in the light and in the dark."""
        self.page.evaluate(AXE)
        self.page.emulate_media(color_scheme="light")
        found: list[str] = self.page.evaluate(_AXE, list(rules))
        self.page.emulate_media(color_scheme="dark")
        dark: list[str] = self.page.evaluate(_AXE, list(COLOURS))
        return found + dark

    def answer(self, route: Route) -> None:
        """The file of the state that is shown."""
        path = route.request.url.removeprefix(HOST).partition("#")[0] or "index.html"
        content = built(self.state).get(path)
        assert content is not None, f"{route.request.url} is not in the page"
        route.fulfill(body=content, content_type="text/html; charset=utf-8")


@contextmanager
def gallery(
    browser: Browser, *, width: int = 1280, now: datetime | None = None, **look: Any
) -> Iterator[Gallery]:
    """A window of a width, in a colour scheme, a time zone, with or without scripts."""
    context = browser.new_context(viewport={"width": width, "height": 900}, **look)
    page = context.new_page()
    shown = Gallery(page=page)
    if now:
        page.clock.set_fixed_time(now)
    page.route("**/*", shown.answer)
    yield shown
    context.close()


def in_language(path: str, language: str) -> str:
    """The same page of the language's own tree; the page for 404 answers speaks all of them."""
    return path if path == "404.html" else f"{language}/{path}"
