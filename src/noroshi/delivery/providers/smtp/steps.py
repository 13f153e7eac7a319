"""What a reply answers, and how long it is waited for."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from noroshi.delivery.providers.smtp.config import Timeouts


class Step(StrEnum):
    """Something we wrote that has a reply; the value names it in details for operators."""

    RESET = "RSET"
    MAIL = "MAIL"
    RCPT = "RCPT"
    DATA = "DATA"
    DOT = "final dot"
    LONE_DOT = "lone dot"
    QUIT = "QUIT"


ENVELOPE: Final = [Step.MAIL, Step.RCPT, Step.DATA]
ROUND: Final = [Step.DOT, *ENVELOPE]
"""The end of one mail and the beginning of the next: what one write asks for."""


def limits(timeouts: Timeouts) -> dict[Step, float]:
    """Seconds to wait for the reply to each step (RFC 5321 4.5.3.2)."""
    return {
        Step.RESET: timeouts.mail,
        Step.MAIL: timeouts.mail,
        Step.RCPT: timeouts.rcpt,
        Step.DATA: timeouts.data,
        Step.DOT: timeouts.final_dot,
        Step.LONE_DOT: timeouts.final_dot,
        Step.QUIT: timeouts.quit,
    }
