"""What holds on every screen, so that everybody can use it: landmarks, labels, sizes, colours."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.people import PHONE, Desk
from tests.browser.screens import INSIDE, outside

TOKENS = Path(__file__).parents[2] / "src/noroshi/web/static/noroshi/tokens.css"
TEXT, GRAPHIC = 4.5, 3.0  # WCAG 2.2, 1.4.3 and 1.4.11

_UNLABELLED = """() => [...document.querySelectorAll('input,select,textarea,button,a[href],iframe')]
  .filter(e => e.type !== 'hidden' && !e.closest('[aria-hidden=true]')
    && e.getAttribute('aria-hidden') !== 'true')
  .filter(e => !((e.labels && [...e.labels].some(l => l.textContent.trim()))
    || e.getAttribute('aria-label') || e.getAttribute('aria-labelledby') || e.title
    || (['A', 'BUTTON'].includes(e.tagName) && e.textContent.trim())))
  .map(e => e.outerHTML.slice(0, 120))"""
# 2.5.8: links inside a sentence are exempt, and so is what has room enough around it.
_SMALL = """() => [...document.querySelectorAll('button,summary,input,select,textarea,a[href]')]
  .filter(e => e.type !== 'hidden' && e.checkVisibility() && !e.closest('.vh,[aria-hidden=true]') && !e.matches('.vh,.skip'))
  .filter(e => !(e.tagName === 'A' && getComputedStyle(e).display === 'inline'))
  .map(e => [(e.closest('label') || e).getBoundingClientRect(), e])
  .filter(([r]) => r.width > 1 && r.height > 1 && (r.width < 23.5 || r.height < 23.5))
  .map(([r, e]) => `${r.width}x${r.height} ${e.outerHTML.slice(0, 100)}`)"""
_FOCUS = """() => { const e = document.activeElement, s = getComputedStyle(e);
  const near = e.closest('.choice, .tick, .sheet, .over') || e, n = getComputedStyle(near);
  return [e.outerHTML.slice(0, 120), s.outlineStyle !== 'none' || n.outlineStyle !== 'none']; }"""


def problems(page: Page, name: str) -> list[str]:
    """What this screen does wrong, each with the screen's name."""
    found = [f"no name: {one}" for one in page.evaluate(_UNLABELLED)]
    found += [f"small: {one}" for one in page.evaluate(_SMALL)]
    for selector, wanted in (("h1", 1), ("main", 1), ("html[lang]", 1), ("title", 1)):
        if (counted := page.locator(selector).count()) != wanted and selector != "title":
            found.append(f"{counted} times {selector}")
    if page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"):
        found.append("scrolls sideways")
    return [f"{name}: {one}" for one in found]


def test_every_screen_has_landmarks_labels_one_heading_and_targets_to_hit(desk: Desk) -> None:
    found = []
    sofie, reader = desk.of("sofie"), desk.stranger()
    for page, screens in ((sofie, INSIDE), (reader, outside(desk))):
        for name, address in screens.items():
            page.goto(address)
            found += problems(page, name)
    assert found == []


def test_no_screen_scrolls_sideways_on_a_phone_or_at_200_percent(desk: Desk) -> None:
    found = []
    for size in (PHONE, {"width": 720, "height": 450}):  # half of 1440 x 900: zoomed to 200 %
        for page, screens in (
            (desk.of("sofie", size=size), INSIDE),
            (desk.stranger(size=size), outside(desk)),
        ):
            for name, address in screens.items():
                page.goto(address)
                wide = page.evaluate("document.documentElement.scrollWidth")
                if wide > size["width"] + 1:
                    found.append(f"{name} at {size['width']}: {wide}")
    assert found == []


def test_whatever_the_keyboard_reaches_shows_it(desk: Desk) -> None:
    page = desk.of("sofie")
    for address in ("/", "/declare/", "/reviews/1/", "/mailbox/"):
        page.goto(address)
        for _ in range(14):
            page.keyboard.press("Tab")
            what, is_shown = page.evaluate(_FOCUS)
            assert is_shown or what.startswith("<body"), (address, what)


def tokens() -> dict[str, dict[str, str]]:
    """The colours of both schemes."""
    css = TOKENS.read_text(encoding="utf-8")
    light, dark = css.split("@media screen", 1)
    dark = dark.split(':root[data-theme="dark"]')[0]
    colours = re.compile(r"--([a-z0-9-]+):\s*(#[0-9a-f]{6})")
    first = dict(colours.findall(light))
    return {"light": first, "dark": first | dict(colours.findall(dark))}


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.2 between two colours like #1b1a18."""
    first, second = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (first + 0.05) / (second + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_colour_can_be_read_on_every_paper(scheme: str) -> None:
    colours = tokens()[scheme]
    papers = [colours[name] for name in ("paper", "paper-raised", "paper-sunk")]
    for name in ("ink", "ink-2", "ink-3", "ember", "pine", "ochre", "kaki", "indigo", "ash"):
        wash = [colours[f"{name}-wash"]] if f"{name}-wash" in colours else []
        for paper in papers + wash:
            assert contrast(colours[name], paper) >= TEXT, (name, paper)
    for name in ("line", "focus"):
        assert all(contrast(colours[name], paper) >= GRAPHIC for paper in papers), name
    assert contrast(colours["on-ink"], colours["ink"]) >= TEXT
    assert contrast(colours["on-ember"], colours["ember"]) >= TEXT
