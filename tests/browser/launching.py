"""A Chromium for tests, wherever it is installed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

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


def chromium_path() -> str:
    """Where it is; "" when there is none."""
    named = os.environ.get("CHROMIUM") or "/usr/bin/chromium"
    return named if os.access(named, os.X_OK) else ""


@contextmanager
def a_chromium() -> Iterator[Browser]:
    """One with nothing remembered, and with the fonts that pictures are taken in."""
    fonts = {"FONTCONFIG_FILE": str(Path(__file__).with_name("fonts.conf"))}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path(), args=_FLAGS, env={**os.environ, **fonts}
        )
        yield browser
        browser.close()
