"""Whose fault a bounce is: enhanced status codes (RFC 3463), and the words beside them.

Codes are often wrong, so the plainest words win over them, but only towards patience: words may
keep an address on the list that a code would give up. Words alone give an address up only when
they cannot be misread.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final


class Fault(StrEnum):
    """Whose fault it is that a mail came back."""

    ADDRESS = "address"
    """There is no such address. Writing again is useless."""
    PASSING = "passing"
    """The mailbox is full, the host is down, or nobody knows. It may work another day."""
    OURS = "ours"
    """They do not want mail from us: reputation, policy, authentication."""


_ENHANCED: Final = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?!\.?\d)")
_REPLY: Final = re.compile(r"(?<![\d.])([45])\d\d(?=[ \-])")
_GONE: Final = frozenset({"1.1", "1.10", "1.6"})
_SENDER: Final = frozenset({"1.7", "1.8"})  # the sender's address is bad, says RFC 3463

_FULL: Final = re.compile(
    r"mailbox (?:is )?(?:full|exceed)|mail ?box size|over ?quota|quota (?:exceeded|full)"
    r"|exceed\w* (?:\w+ ){0,3}quota|insufficient (?:disk|system|storage)|storage limit"
    r"|(?:disk|mail ?box|user) quota|容量"
)
_OURS: Final = re.compile(
    r"spam|blacklist|block ?list|blocked|reputation|policy|\bspf\b|\bdkim\b|\bdmarc\b"
    r"|relay(?:ing)? (?:access )?denied|unable to relay|not permitted to relay"
    r"|poor sender|access denied|sender (?:address )?(?:rejected|denied|verif)|\bptr\b|reverse dns"
    r"|authenticat|virus|not rfc ?\d+ compliant|rate limit"
)
_NOBODY: Final = re.compile(
    r"no such (?:user|recipient|mailbox|address|person|account|local user)"
    r"|user(?: is)? ?unknown|unknown (?:local )?(?:user|recipient|mailbox)\b"
    r"|user not (?:found|known)|recipient (?:not found|unknown)|(?:user|mailbox|address|account)"
    r" (?:\S+ )?(?:does ?n.t|does not) exist|no mailbox (?:here )?by that name"
    r"|unrouteable mail address|invalid (?:recipient|mailbox)|not a valid (?:recipient|mailbox)"
    r"|address (?:couldn.t be|could not be|was not) found|recipientnotfound|no longer (?:valid|in use)|mailbox not found|account (?:is )?closed"
)
_VAGUE: Final = re.compile(r"relay|local recipient table|greylist|try again later|suspend|disabled")
_LONGEST: Final = 2_000


def enhanced_code(text: str) -> str:
    """The first enhanced status code in a text ("5.1.1"), or nothing."""
    found = _ENHANCED.search(text[:_LONGEST])
    return found[0] if found else ""


def fault_of(code: str, detail: str) -> Fault:
    """Whose fault a bounce is. What is not understood is nobody's fault and may pass."""
    words = " ".join(detail[:_LONGEST].lower().split())
    status = _status(code, words)
    if status is None:
        return _by_words(words, is_final=(_reply(words) or code[:1]) == "5")
    if status[0] == "4":
        return Fault.PASSING
    if _FULL.search(words):
        return Fault.PASSING
    return _by_status(status[2:], words)


def _status(code: str, words: str) -> str | None:
    told = enhanced_code(code)
    if not told or told.startswith("5.0."):
        told = enhanced_code(words) or told
    if not told:
        return None
    return None if told.startswith(("2", "5.0.")) else told


def _by_status(subject: str, words: str) -> Fault:
    if subject.startswith("7.") or subject in _SENDER:
        return Fault.OURS
    nobody = _NOBODY.search(words)
    if subject == "4.1":
        return Fault.PASSING  # Exchange says "access denied" with it when it knows no such person
    if subject in _GONE:
        return Fault.ADDRESS if nobody or not _OURS.search(words) else Fault.OURS
    return _by_words(words, is_final=True)


def _by_words(words: str, *, is_final: bool) -> Fault:
    if _FULL.search(words) or not is_final:
        return Fault.PASSING
    if _OURS.search(words):
        return Fault.OURS
    if _NOBODY.search(words) and not _VAGUE.search(words):
        return Fault.ADDRESS
    return Fault.PASSING


def _reply(words: str) -> str:
    found = _REPLY.search(words)
    return found[1] if found else ""
