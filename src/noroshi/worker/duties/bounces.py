"""Once a minute: what came back by mail, and receipts that came before their attempt was noted."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from noroshi.actions.context import Context
from noroshi.actions.settle_receipts import settle_receipts
from noroshi.actions.take_in_mail import ACCOUNT, Fate, take_in_mail
from noroshi.intake.bounces.imap import visit_imap
from noroshi.intake.bounces.mailbox import MailboxAt, MailboxOut, Visit, Visitor
from noroshi.intake.bounces.pop3 import visit_pop3
from noroshi.jobs.payloads import FetchBounces
from noroshi.storage import receipts
from noroshi.worker.duties.tools import Toolbox

_SECONDS: Final = 8.0  # a worker that is asked to end waits ten
_VISITORS: Final[Mapping[str, Visitor]] = MappingProxyType(
    {"imaps": visit_imap, "pop3s": visit_pop3}
)
_log = logging.getLogger(__name__)


def fetch_bounces(tools: Toolbox, _job: FetchBounces, mailbox: MailboxAt | None) -> Visit:
    """Take in the new mails of the bounce mailbox, if there is one; the rest stays for later."""
    settle_receipts(tools.context)
    if mailbox is None:
        return Visit()
    try:
        visit = _VISITORS[mailbox.protocol](mailbox, MailReader(tools.context))
    except MailboxOut as out:
        # It is looked at again in a minute: no reason to fail the job and count it as one.
        _log.warning("bounce mailbox: %s", out)
        return Visit()
    if visit.left:
        _log.warning("bounce mailbox: %d mails left for a person to look at", visit.left)
    return visit


class MailReader:
    """What a visit to the mailbox does with each mail."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._until = time.monotonic() + _SECONDS

    def take(self, raw: bytes) -> bool:
        """See ``Reader.take``."""
        return take_in_mail(self._context, raw) is not Fate.LEFT

    def is_left(self, name: str) -> bool:
        """See ``Reader.is_left``."""
        return receipts.is_known(ACCOUNT, f"left:{name}")

    def leave(self, name: str) -> None:
        """See ``Reader.leave``."""
        receipts.keep_once(ACCOUNT, f"left:{name}", at=self._context.clock.now())

    def is_time_up(self) -> bool:
        """See ``Reader.is_time_up``."""
        return time.monotonic() > self._until
