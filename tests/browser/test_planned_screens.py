"""Planned work, components, commitments and closed pages: looked at in every state that matters."""

from __future__ import annotations

import pytest

from tests.browser.captured import review, window
from tests.browser.launching import a_chromium, chromium_path
from tests.browser.planned_scenes import all_screens
from tests.browser.plugin import NO_BROWSER
from tests.cast import World


@pytest.mark.django_db
def test_every_state_is_clean_fits_a_phone_and_has_its_picture(world: World) -> None:
    if not chromium_path():
        pytest.skip(NO_BROWSER)
    # Everything is kept before the browser starts: its event loop keeps Django from the database.
    screens, now = all_screens(world), world.clock.now()
    with a_chromium() as browser, window(browser, now) as shown:
        found = [one for screen in screens for one in review(shown, screen)]
    assert not found, "\n".join(found)
