"""What Twilio's error codes mean for the next attempt (twilio.com/docs/api/errors).

Only codes that are surely about the receiver or the text end a copy for good. Twilio splits and
renames codes now and then, so what is not listed here is tried again.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from noroshi.domain.delivery import FailureKind, Reason


class Meaning(NamedTuple):
    """What follows from an error code."""

    kind: FailureKind
    reason: Reason = Reason.REFUSED


_NO_SUCH_NUMBER: Final = Meaning(FailureKind.PERMANENT, Reason.BAD_ADDRESS)
_TOO_FAST: Final = Meaning(FailureKind.THROTTLED)
_BAD_TEXT: Final = Meaning(FailureKind.PERMANENT, Reason.NOT_RENDERED)

MEANINGS: Final[Mapping[int, Meaning]] = MappingProxyType({
    21211: _NO_SUCH_NUMBER,  # the number is not valid
    21217: _NO_SUCH_NUMBER,
    21265: _NO_SUCH_NUMBER,  # a short code
    21614: _NO_SUCH_NUMBER,  # not a mobile number
    21635: _NO_SUCH_NUMBER,  # a landline
    30005: _NO_SUCH_NUMBER,  # unknown to its network
    30006: _NO_SUCH_NUMBER,  # a landline
    21610: Meaning(FailureKind.PERMANENT, Reason.UNSUBSCRIBED),  # answered STOP
    30004: Meaning(FailureKind.PERMANENT, Reason.REFUSED),  # blocked by the receiver
    21602: _BAD_TEXT,  # empty
    21617: _BAD_TEXT,  # longer than 1,600 characters
    14107: _TOO_FAST,
    20429: _TOO_FAST,
    21611: _TOO_FAST,  # the sender's queue is full
    30001: _TOO_FAST,
    30022: _TOO_FAST,
})  # fmt: skip
