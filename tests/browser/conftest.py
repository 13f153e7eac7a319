"""One demo for all browser tests, and a Chromium for each file of them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.people import Desk
from tests.browser.plugin import NO_BROWSER
from tests.browser.running import Demo, running_demo

_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-color-profile=srgb",
]


def _chromium() -> str:
    named = os.environ.get("CHROMIUM") or "/usr/bin/chromium"
    return named if os.access(named, os.X_OK) else ""


@pytest.fixture(scope="session")
def demo() -> Iterator[Demo]:
    """The sample company after its afternoon; a second alert waits."""
    if not _chromium():
        pytest.skip(NO_BROWSER)
    with running_demo() as demo:
        yield demo


# For each file anew: while Playwright runs, its event loop keeps Django from the database, and
# other files of the same process need that.
@pytest.fixture(scope="module")
def chromium(demo: Demo) -> Iterator[Browser]:
    """A browser with nothing remembered."""
    fonts = {"FONTCONFIG_FILE": str(Path(__file__).with_name("fonts.conf"))}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=_chromium(), args=_FLAGS, env={**os.environ, **fonts}
        )
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def desk(demo: Demo, chromium: Browser) -> Desk:
    """Opens screens for the people of the story."""
    return Desk(demo=demo, browser=chromium)
