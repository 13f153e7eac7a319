"""The drop-in script on somebody's web site, in a real browser and under a strict policy."""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

from noroshi.pages.script import NEWEST, integrity, script_files

SHOP = "https://shop.example/"
STATUS = "https://status.kitsune.example/"
SCRIPT = script_files()[NEWEST]
POLICY = (
    f"default-src 'none'; script-src {STATUS}; connect-src {STATUS}; require-trusted-types-for "
    "'script'"
)
CHECKOUT: Mapping[str, Any] = {
    "number": 148,
    "title": "Checkout errors",
    "headline": "Some customers cannot pay by card.",
    "status": "identified",
    "impact": "major",
    "next_update_by": "2099-03-12T14:15:00Z",
    "components": ["checkout"],
    "regions": ["europe"],
    "url": f"{STATUS}incidents/148.html",
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = os.environ.get("CHROMIUM") or "/usr/bin/chromium"
    if not os.access(chromium, os.X_OK):
        pytest.skip("There is no Chromium here.")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(
            executable_path=chromium, args=["--headless", "--no-sandbox", "--disable-gpu"]
        )
        yield found
        found.close()


@dataclass(kw_only=True)
class Shop:
    """A shop that shows the banner, and what its status page answers."""

    page: Page
    incidents: list[Any] = field(default_factory=list)
    version: int = 1
    answer: str | None = None  # instead of a sound one
    status: int = 200
    languages: tuple[str, ...] = ("en", "ja")
    asked: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    attributes: str = ""
    lang: str = "en"

    def open(self) -> Shop:
        self.page.route("**/*", self._serve)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda said: self.errors.append(said.text))
        self.page.add_init_script("Math.random = () => 0")  # nothing waits to spread a crowd
        self.page.goto(SHOP)
        return self

    def check(self) -> None:
        """Have the script look again, as after a minute."""
        self.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    def banner(self) -> str:
        return str(self.page.locator("noroshi-banner").locator("section").inner_text())

    def until_changed(self) -> None:
        # Playwright's own waiting evaluates text in the page, which the policy forbids.
        for _ in range(500):
            if self.page.evaluate("window.noroshi?.status?.version") == self.version:
                return
            self.page.wait_for_timeout(10)
        raise AssertionError(f"version {self.version} never came")

    @property
    def is_quiet(self) -> bool:
        return self.page.locator("noroshi-banner section").count() == 0

    def _serve(self, route: Route) -> None:
        url = route.request.url
        self.asked.append(url)
        if url == SHOP:
            route.fulfill(
                body=f'<!doctype html><html lang="{self.lang}"><title>Shop</title><h1>Shop</h1>'
                f'<script src="{STATUS}{NEWEST}" integrity="{integrity()}" '
                f'crossorigin="anonymous" defer {self.attributes}></script>',
                headers={"content-type": "text/html", "content-security-policy": POLICY},
            )
        elif url == f"{STATUS}{NEWEST}":
            self._answer(route, SCRIPT, "text/javascript; charset=utf-8")
        elif url == f"{STATUS}events":
            self._answer(route, b"event: status\ndata: {}\n\n", "text/event-stream")
        elif url.endswith("status.json"):
            self._state(route, url)
        else:
            route.abort()

    def _state(self, route: Route, url: str) -> None:
        folder = url.removeprefix(STATUS).removesuffix("status.json").rstrip("/")
        if folder and folder not in self.languages:
            route.fulfill(status=404, headers={"access-control-allow-origin": "*"})
            return
        state = {"version": self.version, "ok": not self.incidents, "incidents": self.incidents}
        told = json.dumps(state) if self.answer is None else self.answer
        self._answer(route, told.encode(), "application/json", status=self.status)

    def _answer(self, route: Route, body: bytes, kind: str, *, status: int = 200) -> None:
        shared = {"access-control-allow-origin": "*", "content-type": kind}
        route.fulfill(status=status, body=body, headers=shared)


@pytest.fixture
def shop(browser: Browser) -> Iterator[Shop]:
    context = browser.new_context(timezone_id="Europe/Berlin")
    yield Shop(page=context.new_page())
    context.close()


def test_the_script_is_small_and_its_released_bytes_never_change() -> None:
    assert len(SCRIPT) <= 5_000
    found = base64.b64encode(hashlib.sha384(SCRIPT).digest()).decode()
    assert integrity() == f"sha384-{found}"
    assert script_files()["noroshi.js"] == SCRIPT
    for bad in (b"eval(", b"innerHTML", b"document.write", b"cookie.", b"Function("):
        assert bad not in SCRIPT


def test_an_open_incident_is_told_in_a_banner_and_to_programs(shop: Shop) -> None:
    shop.incidents = [CHECKOUT]
    shop.open().until_changed()
    text = shop.banner()
    assert "Some customers cannot pay by card." in text
    assert "Next update by" in text
    place = shop.page.locator("noroshi-banner [role=status]")
    assert place.get_by_role("link").get_attribute("href") == CHECKOUT["url"]
    assert shop.page.evaluate("noroshi.status.ok") is False
    assert shop.page.evaluate("document.activeElement === document.body")
    assert shop.errors == []


def test_a_quiet_page_leaves_the_site_untouched(shop: Shop) -> None:
    shop.open().until_changed()
    assert shop.page.locator("noroshi-banner").count() == 0
    assert shop.errors == []


def test_a_banner_that_was_put_away_stays_away_until_the_next_incident(shop: Shop) -> None:
    shop.incidents = [CHECKOUT]
    shop.open().until_changed()
    button = shop.page.get_by_role("button", name="Dismiss")
    button.focus()
    shop.page.keyboard.press("Enter")
    assert shop.is_quiet
    shop.page.reload()
    shop.until_changed()
    assert shop.is_quiet
    shop.incidents, shop.version = [{**CHECKOUT, "number": 149, "headline": "Again"}, CHECKOUT], 2
    shop.page.reload()
    shop.until_changed()
    assert "Again" in shop.banner()


def test_programs_hear_of_changes_and_the_banner_goes_when_it_is_over(shop: Shop) -> None:
    shop.incidents = [CHECKOUT]
    shop.open().until_changed()
    shop.page.evaluate(
        "() => { window.heard = []; noroshi.onchange = e => heard.push(e.detail.ok);"
        "noroshi.addEventListener('change', e => heard.push(e.type)) }"
    )
    shop.incidents, shop.version = [], 2
    shop.check()
    shop.until_changed()
    assert shop.page.evaluate("heard") == [True, "change"]
    assert shop.is_quiet


def test_a_japanese_site_gets_japanese_words(shop: Shop) -> None:
    shop.lang = "ja"
    headline = "一部のお客さまで、カード決済ができない状態です。"
    shop.incidents = [{**CHECKOUT, "headline": headline}, {**CHECKOUT, "number": 2}]
    shop.open().until_changed()
    text = shop.banner()
    assert headline in text
    assert "詳しく見る" in text
    assert "ほか1件" in text
    assert f"{STATUS}ja/status.json" in shop.asked


def test_a_language_that_the_page_does_not_speak_falls_back_to_its_first(shop: Shop) -> None:
    shop.lang, shop.incidents = "fr", [CHECKOUT]
    shop.open().until_changed()
    assert "Some customers" in shop.banner()
    assert shop.asked[-2:] == [f"{STATUS}fr/status.json", f"{STATUS}status.json"]


@pytest.mark.parametrize(
    ("attributes", "shown"),
    [
        ('data-components="search, checkout"', True),
        ('data-components="search"', False),
        ('data-regions="europe"', True),
        ('data-regions="asia"', False),
        ('data-banner="off"', False),
    ],
)
def test_a_site_shows_only_what_concerns_it(shop: Shop, attributes: str, shown: bool) -> None:
    shop.attributes, shop.incidents = attributes, [CHECKOUT]
    shop.open().until_changed()
    assert shop.is_quiet is not shown


HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "</b><script>alert(1)</script>",
    '"><svg onload=alert(1)>',
    "javascript:alert(1)",
    "{{constructor.constructor('alert(1)')()}}",
    "\u202eevil\u0000",
    "https://evil.example/",
    "//evil.example/x",
    "data:text/html,x",
    "http://status.kitsune.example/",
]


def test_hostile_text_stays_text_and_links_lead_only_to_the_status_page(shop: Shop) -> None:
    shop.page.on("dialog", lambda dialog: shop.errors.append(dialog.message))
    for version, text in enumerate(HOSTILE, 1):
        shop.incidents, shop.version = [{**CHECKOUT, "headline": text, "url": text}], version
        shop.open() if version == 1 else shop.page.reload()
        shop.until_changed()
        link = shop.page.locator("noroshi-banner a")
        assert str(link.get_attribute("href")).startswith(STATUS)
        assert shop.page.locator("noroshi-banner :is(img, script, svg)").count() == 0
        shown = shop.page.locator("noroshi-banner b").evaluate("b => b.textContent")
        assert shown == text
    assert shop.errors == []


NONSENSE = ["<html>", "null", "[]", '{"incidents": 3}', '{"incidents": [null], "version": 1}',
            '{"incidents": [{"url": "http://["}]}']  # fmt: skip


def test_the_script_is_silent_when_the_page_is_down_or_talks_nonsense(shop: Shop) -> None:
    shop.status = 503
    shop.open()
    for answer in NONSENSE:
        shop.status, shop.answer = 200, answer
        before = len(shop.asked)
        shop.check()
        while len(shop.asked) == before:
            shop.page.wait_for_timeout(10)
    assert shop.page.locator("h1").inner_text() == "Shop"
    assert [error for error in shop.errors if "503" not in error] == []
    shop.answer, shop.incidents, shop.version = None, [CHECKOUT], 7
    shop.check()
    shop.until_changed()
    assert "Some customers" in shop.banner()


def test_with_a_stream_news_are_fetched_soon(shop: Shop) -> None:
    shop.attributes = "data-live"
    shop.open().until_changed()
    shop.incidents, shop.version = [CHECKOUT], 2
    shop.until_changed()
    assert f"{STATUS}events" in shop.asked
    assert "Some customers" in shop.banner()


def test_the_script_asks_only_the_status_page(shop: Shop) -> None:
    shop.incidents = [CHECKOUT]
    shop.open().until_changed()
    assert {url for url in shop.asked if url != SHOP} == {
        f"{STATUS}{NEWEST}",
        f"{STATUS}en/status.json",
    }
