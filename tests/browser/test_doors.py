"""Coming in: sign-in, languages, what waits at home, declaring by keyboard."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.people import Desk, sign_in, speak


def test_sofie_signs_in_and_sees_what_waits(desk: Desk) -> None:
    page = desk.stranger()
    sign_in(page, desk.demo, "sofie")
    speak(page, "en")  # the sign-in remembers what other tests of this demo have switched to
    expect(page.get_by_text("Sofie Brandt").first).to_be_visible()
    expect(
        page.get_by_text("Is this an incident? Dashboard loads slowly in the United States")
    ).to_be_visible()
    expect(page.get_by_role("link", name="Look and decide")).to_be_visible()


def test_a_wrong_password_is_refused_without_saying_which_half_is_wrong(desk: Desk) -> None:
    page = desk.stranger()
    sign_in(page, desk.demo, "sofie", password="not the password")
    expect(page.get_by_role("alert").filter(has_text="do not belong together")).to_be_visible()
    expect(page).to_have_url(re.compile("/sign-in/"))


def test_a_screen_asked_for_before_signing_in_opens_afterwards(desk: Desk) -> None:
    page = desk.stranger()
    page.goto("/audiences/")
    page.get_by_label("Mail address").fill(desk.demo.address("sofie"))
    page.get_by_label("Password").fill(desk.demo.passwords[desk.demo.address("sofie")])
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/audiences/$"))
    speak(page, "en")
    expect(page.get_by_role("heading", name="Audiences")).to_be_visible()


def test_the_language_is_switched_with_one_press(desk: Desk) -> None:
    page = desk.stranger()
    page.goto("/sign-in/")
    speak(page, "ja")
    expect(page.locator("html")).to_have_attribute("lang", "ja")
    expect(page.get_by_role("heading", level=1)).to_have_text("ログイン")


def test_an_incident_is_declared_with_the_keyboard_alone(desk: Desk) -> None:
    page = desk.of("sofie")
    page.goto("/declare/")
    page.keyboard.type("Webhooks arrive twice")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Checkout")).to_be_focused()
    page.keyboard.press("Space")
    _tab_to(page, "status")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator("input[name=severity]").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Webhooks arrive twice")
    expect(page).to_have_url(re.compile(r"/incidents/\d+/"))


def _tab_to(page: Page, name: str) -> None:
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == name:
            return
    raise AssertionError(name)
