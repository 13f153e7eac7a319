"""People at their screens: who sits where, on which device, in which language."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, StorageState

from tests.browser.running import Demo

DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
PATIENCE_MS = 15_000  # a busy machine is not a slow program


SignedIn = dict[tuple[str, str], StorageState]
"""What browsers keep of people and languages, so that nobody signs in twice."""


@dataclass
class Desk:
    """Opens screens; somebody who signed in once stays signed in on other devices."""

    demo: Demo
    browser: Browser
    signed_in: SignedIn = field(default_factory=dict)

    def stranger(self, *, size: dict[str, int] = DESKTOP, **more: Any) -> Page:
        """A browser of somebody without a sign-in."""
        return self._context(size, more).new_page()

    def of(
        self, who: str, *, size: dict[str, int] = DESKTOP, language: str = "en", **more: Any
    ) -> Page:
        """A browser in which ``who`` ("sofie", "yuki") has signed in, on screens in a language."""
        if (who, language) not in self.signed_in:
            page = self.stranger()
            sign_in(page, self.demo, who)
            speak(page, language)
            self.signed_in[who, language] = page.context.storage_state()
            page.context.close()
        return self._context(
            size, {"storage_state": self.signed_in[who, language], **more}
        ).new_page()

    def _context(self, size: dict[str, int], more: dict[str, Any]) -> BrowserContext:
        given = {"base_url": self.demo.url, "viewport": size, "locale": "en-GB", **more}
        context = self.browser.new_context(**given)
        context.set_default_timeout(PATIENCE_MS)
        return context


def sign_in(page: Page, demo: Demo, who: str, password: str = "") -> None:
    """Fill the form of the sign-in and send it."""
    address = demo.address(who)
    page.goto("/sign-in/")
    page.get_by_label("Mail address").fill(address)
    page.get_by_label("Password").fill(password or demo.passwords[address])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_load_state()


def speak(page: Page, language: str) -> None:
    """Switch the screens to a language."""
    page.locator(f"form.lang button[value={language}]").click()
    page.wait_for_load_state()
