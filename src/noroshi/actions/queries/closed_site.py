"""The files of a page for one audience, built in memory when they are asked for.

Nothing of them lies on a disk or in a bucket that anybody else could read. A build is kept until
the pages change: whatever shows on a page asks for a new version of all of them.
"""

from __future__ import annotations

import threading
from collections.abc import Hashable, Mapping
from datetime import datetime

from noroshi.actions.context import Context
from noroshi.actions.queries.page_state import page_state
from noroshi.actions.queries.plan import current_plan
from noroshi.domain.plan.model import StatusPage
from noroshi.pages.press import Press
from noroshi.storage import events, pages

Files = Mapping[str, bytes]


class ClosedSites:
    """The newest build of each page. One for a process; a crowd at once builds once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._press = Press()
        self._built: dict[str, tuple[Hashable, Files]] = {}

    def files(self, context: Context, page: StatusPage) -> Files:
        """Every file of the page as it is now, by its path below the page."""
        plan, (version, asked_at) = current_plan(), _newest()
        now = (plan.version, version, asked_at, events.newest_id())
        with self._lock:
            known = self._built.get(page.key)
            if known is not None and known[0] == now:
                return known[1]
            files = self._press.build(page_state(context, plan, page, version=version))
            self._built[page.key] = (now, files)
            return files


def _newest() -> tuple[int, datetime | None]:
    newest = pages.newest()
    return (newest.version, newest.wanted_at) if newest else (0, None)
