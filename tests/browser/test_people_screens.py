"""People, ways to reach them, and the readers' own forms: looked at in every state that matters."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.http import HttpResponseBase
from django.test import Client

from tests.browser.captured import (
    EVERY_LOOK,
    LANGUAGES,
    WIDE,
    Camera,
    Screen,
    Window,
    review,
    window,
)
from tests.browser.gallery import EVERYTHING
from tests.browser.launching import a_chromium, chromium_path
from tests.browser.people import PHONE
from tests.browser.people_scenes import all_people_screens
from tests.browser.plugin import NO_BROWSER
from tests.cast import World

RICHEST = frozenset({
    "subscribe-refused", "subscribe-no-room", "subscribe-code-wrong", "confirmed-webhook",
    "manage-ask-refused", "manage-many", "manage-pause-refused", "unsubscribed",
    "unsubscribe-forged", "clear-asked", "clear-why", "subscribers-none", "subscribers-many",
    "subscriber-leave-refused", "import-tried", "suppressions-found", "providers-none",
    "providers-many", "provider-down", "providers-add-refused", "delivery-paused",
    "delivery-stop-refused", "person-found", "reach", "audit-bad", "people-invited",
})  # fmt: skip
"""The states with the most in them; the others are made of the same parts, with less."""


@dataclass(kw_only=True)
class InTurn(Camera):
    """Asks for the richest screens, each in one language, in turn: so a look at them is cheap."""

    def languages(self) -> tuple[str, ...]:
        return (LANGUAGES[len(self.kept) % len(LANGUAGES)],)

    def keep(
        self, name: str, ask: Callable[[Client], HttpResponseBase], by: Callable[[str], Client]
    ) -> None:
        if name in RICHEST:
            super().keep(name, ask, by)


def glance(seen: Window, screen: Screen, turn: int) -> list[str]:
    """Look at a screen in one of its looks; everything that is wrong with it."""
    (language,) = screen.answers
    size, scheme = (WIDE, PHONE)[turn // 2 % 2], ("light", "dark")[turn // 4 % 2]
    seen.look(size=size, scheme=scheme)
    seen.show(screen, language)
    found = seen.objections(EVERYTHING) + seen.skipped_headings()
    seen.look(size=PHONE, scheme=scheme)
    return [f"{screen.name}: {one}" for one in found + seen.too_wide_or_small()]


@pytest.mark.django_db
def test_every_state_is_clean_and_fits_a_phone(world: World) -> None:
    if not chromium_path():
        pytest.skip(NO_BROWSER)
    every = bool(os.environ.get(EVERY_LOOK))
    # Everything is kept before the browser starts: its event loop keeps Django from the database.
    screens = all_people_screens(world, Camera() if every else InTurn())
    assert {screen.name for screen in screens} >= RICHEST
    with a_chromium() as browser, window(browser, world.clock.now()) as seen:
        found = [
            one
            for turn, screen in enumerate(screens)
            for one in (review(seen, screen) if every else glance(seen, screen, turn))
        ]
    assert not found, "\n".join(found)
