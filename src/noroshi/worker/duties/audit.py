"""Audit each minute, and tell a watcher outside that it was done."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from noroshi.actions.run_audit import run_audit
from noroshi.jobs.payloads import Audit
from noroshi.net.errors import AnswerLost, NotAllowedAddress, NotReached
from noroshi.worker.duties.tools import Toolbox
from noroshi.worker.threads import in_thread

_log = logging.getLogger(__name__)

Heartbeat = Callable[[], Awaitable[None]]


async def audit(tools: Toolbox, _job: Audit, heartbeat: Heartbeat | None = None) -> None:
    """Look at everything once. ``heartbeat`` is told after a look that nothing cut short.

    Whoever listens to it outside notices when Noroshi itself has fallen silent.
    """
    audited = await in_thread(lambda: run_audit(tools.context))
    for finding in audited.findings:
        _log.warning("the auditor found %s %s %s", finding.kind, finding.about, finding.detail)
    if heartbeat is None or not audited.is_whole:
        return
    try:
        await heartbeat()
    except (AnswerLost, NotAllowedAddress, NotReached) as problem:
        _log.warning("the watcher outside was not reached: %s", problem)
