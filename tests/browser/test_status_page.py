"""Every kind of status page, in a browser: for everybody, in every width, with and without scripts."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from noroshi.pages.build import build
from tests.browser.gallery import EVERYTHING, WORDS, gallery, in_language
from tests.browser.launching import a_chromium, chromium_path
from tests.browser.plugin import NO_BROWSER
from tests.pages.everything import saying
from tests.pages.gallery import KINDS, burning
from tests.pages.kitsune import at

ALBUM = Path(__file__).parents[2] / "build" / "screenshots" / "page"
LOOKS = (
    (390, "light", "en"),
    (390, "dark", "ja"),
    (768, "dark", "en"),
    (768, "light", "ja"),
    (1280, "light", "en"),
    (1280, "dark", "ja"),
)

# Other states of the overview are made of the same parts; a translation changes none of them.
_ALIKE = {
    "overview-overdue",
    "overview-quiet",
    "overview-solved",
    "overview-regional",
    "overview-bare",
}
ONE_OF_EACH = tuple(kind for kind in KINDS if kind[0] not in _ALIKE)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """No demo behind it: pages are made by a pure build."""
    if not chromium_path():
        pytest.skip(NO_BROWSER)
    with a_chromium() as found:
        yield found


@pytest.mark.parametrize("language", ["en", "ja"])
def test_axe_has_no_objection_to_any_page_light_or_dark(browser: Browser, language: str) -> None:
    with gallery(browser, bypass_csp=True) as shown:
        found = {}
        for name, state, path in KINDS if language == "en" else ONE_OF_EACH:
            shown.show(state, in_language(path, language))
            found[name] = shown.objections(EVERYTHING if language == "en" else WORDS)
    assert {name: said for name, said in found.items() if said} == {}


def test_axe_objects_to_a_page_that_is_hard_to_read(browser: Browser) -> None:
    with gallery(browser, bypass_csp=True) as shown:
        page = shown.show("quiet", "history.html")
        page.evaluate(
            "document.querySelector('h1').outerHTML = '<h3>Grey</h3><img src=\"data:,\">'"
        )
        page.add_style_tag(content="h3 { color: #aaa !important }")
        said = " ".join(shown.objections())
    for rule in ("color-contrast", "image-alt", "page-has-heading-one"):
        assert rule in said


@pytest.mark.parametrize("look", LOOKS)
def test_pages_have_their_pictures(browser: Browser, look: tuple[int, str, str]) -> None:
    width, scheme, language = look
    ALBUM.mkdir(parents=True, exist_ok=True)
    with gallery(browser, width=width, color_scheme=scheme, java_script_enabled=False) as shown:
        for name, state, path in _taken(look):
            page = shown.show(state, in_language(path, language))
            file = ALBUM / f"{name}-{width}-{scheme}-{language}.png"
            page.screenshot(path=file, full_page=True, animations="disabled")
            assert file.stat().st_size > 5_000


def _taken(look: tuple[int, str, str]) -> tuple[tuple[str, str, str], ...]:
    """Every kind of page in one look each; all in all looks when somebody wants to see them."""
    if os.environ.get("NOROSHI_PICTURES"):
        return KINDS
    return KINDS[LOOKS.index(look) :: len(LOOKS)]


def test_nothing_stands_over_the_edge_at_400_percent(browser: Browser) -> None:
    with gallery(browser, width=320) as shown:
        for number, (name, state, path) in enumerate(KINDS):
            page = shown.show(state, in_language(path, "ja" if number % 2 else "en"))
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, name


def test_on_paper_a_page_keeps_its_columns(browser: Browser) -> None:
    with gallery(browser, width=680) as shown:
        page = shown.show("burning", "index.html")
        page.emulate_media(media="print")
        newest, promise = (
            page.locator(".newest").bounding_box(),
            page.locator(".when").bounding_box(),
        )
        assert newest
        assert promise
        assert promise["x"] > newest["x"] + newest["width"]
        assert promise["y"] < newest["y"]
        expect(page.get_by_role("columnheader", name="United Kingdom")).to_be_visible()
        expect(page.get_by_text("I am affected")).to_be_hidden()


def test_names_of_300_letters_leave_the_states_in_one_piece(browser: Browser) -> None:
    with gallery(browser, width=390) as shown:
        for name in ("Antidisestablishmentarianism" * 11, "خدمة الدفع " * 27):
            shown.page.set_content(build(saying(burning(), name))["index.html"].decode())
            heights = shown.page.locator(".matrix .state").evaluate_all(
                "all => all.map((one) => one.getBoundingClientRect().height)"
            )
            assert max(heights) < 45
            assert shown.page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_reader_elsewhere_reads_their_own_time_and_the_pages_beside_it(browser: Browser) -> None:
    with gallery(browser, timezone_id="Asia/Tokyo", now=at("14:04")) as shown:
        page = shown.show("burning", "index.html")
        promise = page.locator(".promise").first
        expect(promise.locator(".when")).to_have_text("23:15 UTC+9 15:15 CET")
        expect(promise.locator(".label")).to_contain_text("in 11 minutes")
        expect(page.locator(".update time").first).to_have_text("22:52 14:52 CET")
        expect(page.locator(".headline .meta")).to_contain_text("As of 22:58 UTC+9")
        expect(page.locator(".headline .ago")).to_have_text("6 minutes ago")
        expect(page.locator("footer")).to_contain_text("Times are in your time zone (UTC+9)")
        expect(page.locator("footer")).to_contain_text("inside our messages are in CET (UTC+1)")


def test_a_day_that_is_another_one_for_the_reader_is_named(browser: Browser) -> None:
    with gallery(browser, timezone_id="Australia/Sydney", now=at("14:04")) as shown:
        page = shown.show("burning", "index.html")
        expect(page.locator(".promise .when").first).to_have_text("01:15 UTC+11 15:15 CET")
        expect(page.locator(".since").first).to_contain_text("Since 00:02 UTC+11")


def test_a_reader_in_the_pages_zone_reads_what_was_built(browser: Browser) -> None:
    with gallery(browser, timezone_id="Europe/Berlin", now=at("14:04")) as shown:
        page = shown.show("burning", "index.html")
        expect(page.locator(".promise .when").first).to_have_text("15:15 CET")
        expect(page.locator("footer")).to_contain_text("Times are in CET (UTC+1)")


def test_a_readers_clock_that_is_an_hour_slow_does_not_promise_an_hour_more(
    browser: Browser,
) -> None:
    with gallery(browser, timezone_id="Europe/Berlin", now=at("13:00")) as shown:
        page = shown.show("burning", "index.html")
        expect(page.locator(".headline .ago")).to_have_text("0 minutes ago")
        expect(page.locator(".promise .label").first).to_contain_text("in 17 minutes")


def test_without_scripts_every_time_is_there_in_the_pages_zone(browser: Browser) -> None:
    look = {"timezone_id": "Asia/Tokyo", "java_script_enabled": False}
    with gallery(browser, **look) as shown:
        page = shown.show("burning", "index.html")
        expect(page.locator(".promise .when").first).to_have_text("15:15 CET")
        expect(page.locator(".headline .meta")).to_have_text(
            "As of 14:58 CET, Thursday 12 March 2026"
        )


def test_when_the_promised_time_has_passed_the_page_does_not_claim_to_know_more(
    browser: Browser,
) -> None:
    with gallery(browser, timezone_id="Europe/Berlin", now=at("14:20")) as shown:
        page = shown.show("burning", "index.html")
        promise = page.locator(".promise").first
        expect(promise.locator(".label")).to_have_text("Was due by 5 minutes ago")
        expect(promise.get_by_text("even if nothing has changed")).to_be_hidden()
        expect(promise.locator(".gone")).to_contain_text(
            "Please reload: this page was made at 14:58"
        )
        expect(promise.locator(".ash")).to_have_attribute("x2", "100%")
        assert "sorry" not in promise.inner_text()


def test_the_pages_own_policy_lets_its_script_and_styles_through(browser: Browser) -> None:
    with gallery(browser, timezone_id="Asia/Tokyo", now=at("14:04")) as shown:
        heard: list[str] = []
        shown.page.on("console", lambda message: heard.append(message.text))
        shown.page.on("pageerror", lambda error: heard.append(str(error)))
        for _, state, path in KINDS:
            shown.show(state, path)
        size = shown.page.evaluate("getComputedStyle(document.body).fontFamily")
    assert heard == []
    assert "system-ui" in size


def test_a_keyboard_reaches_everything_in_the_order_of_need(browser: Browser) -> None:
    with gallery(browser) as shown:
        page = shown.show("burning", "index.html")
        order = []
        for _ in range(12):
            page.keyboard.press("Tab")
            order.append(page.evaluate("document.activeElement.textContent.trim().slice(0, 30)"))
    skip, affected = order.index("Skip to the current state"), order.index("I am affected")
    assert skip == 0
    assert affected < order.index("Yes") < order.index("No")
