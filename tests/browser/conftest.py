"""One demo for all browser tests, and a Chromium for each file of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.launching import a_chromium, chromium_path
from tests.browser.people import Desk, SignedIn
from tests.browser.plugin import NO_BROWSER
from tests.browser.running import Demo, running_demo


@pytest.fixture(scope="session")
def demo() -> Iterator[Demo]:
    """The sample company after its afternoon; a second alert waits."""
    if not chromium_path():
        pytest.skip(NO_BROWSER)
    with running_demo() as demo:
        yield demo


# For each file anew: while Playwright runs, its event loop keeps Django from the database, and
# other files of the same process need that.
@pytest.fixture(scope="module")
def chromium(demo: Demo) -> Iterator[Browser]:
    """A browser with nothing remembered."""
    with a_chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def signed_in() -> SignedIn:
    """Who has signed in to the demo in any file."""
    return {}


@pytest.fixture(scope="module")
def desk(demo: Demo, chromium: Browser, signed_in: SignedIn) -> Desk:
    """Opens screens for the people of the story."""
    return Desk(demo=demo, browser=chromium, signed_in=signed_in)
