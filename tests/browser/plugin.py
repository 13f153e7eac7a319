"""How pytest treats the browser tests: all on one worker, and never skipped in silence."""

from __future__ import annotations

from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

NO_BROWSER = (
    "**** NO CHROMIUM: no browser test has run. Install one, or set CHROMIUM=/path "
    "(make test installs it where it may). ****"
)


class OneBrowser(LoadScopeScheduling):
    """The browser tests share one demo, so one worker gets them all; the rest goes one by one."""

    def _split_scope(self, nodeid: str) -> str:
        return "browser" if nodeid.startswith("tests/browser/") else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> OneBrowser:
    """xdist's hook; its own groups do nothing under this pytest."""
    return OneBrowser(config, log)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """One line, in red, when there was no browser."""
    skipped = terminalreporter.stats.get("skipped", [])
    if any("NO CHROMIUM" in str(report.longrepr) for report in skipped):
        terminalreporter.write_line(NO_BROWSER, red=True, bold=True)
