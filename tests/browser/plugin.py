"""How pytest deals the tests out to its workers; and browser tests are never skipped in silence."""

from __future__ import annotations

from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

NO_BROWSER = (
    "**** NO CHROMIUM: no browser test has run. Install one, or set CHROMIUM=/path "
    "(make test installs it where it may). ****"
)
_BROWSER = "tests/browser/"


class OneBrowser(LoadScopeScheduling):
    """The browser tests share one demo, so one worker gets them all; the rest goes file by file,
    and what a file starts for its tests (a product, a Chromium, a server) is started once."""

    def _split_scope(self, nodeid: str) -> str:
        return "browser" if nodeid.startswith(_BROWSER) else nodeid.partition("::")[0]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> OneBrowser:
    """xdist's hook; its own groups do nothing under this pytest."""
    config.option.loadscopereorder = False  # in the order of the hook below
    return OneBrowser(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first, so that the workers end together; otherwise as pytest-randomly wants it."""
    starts_processes = {item.path for item in items if item.get_closest_marker("smoke")}

    def rank(item: pytest.Item) -> int:
        if item.nodeid.startswith(_BROWSER):
            return 0
        return 1 if item.path in starts_processes else 2

    items.sort(key=rank)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """One line, in red, when there was no browser."""
    skipped = terminalreporter.stats.get("skipped", [])
    if any("NO CHROMIUM" in str(report.longrepr) for report in skipped):
        terminalreporter.write_line(NO_BROWSER, red=True, bold=True)
