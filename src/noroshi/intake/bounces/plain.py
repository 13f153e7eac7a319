"""Reports that follow no standard: Postfix and Sendmail texts, Exchange, SES notices by mail."""

from __future__ import annotations

import json
import re
from typing import Any, Final

from noroshi.domain.bounce_words import enhanced_code
from noroshi.intake.bounces.report import Failed

# Every repetition is bounded: a line of a stranger may be endless.
_LOCAL: Final = r"[^\s<>:@]{1,120}"
_HOST: Final = r"[^\s<>:@]{1,253}"
_POSTFIX: Final = re.compile(
    rf"(?m)^[ \t]{{0,8}}<({_LOCAL}@{_HOST})>(?: \([^)\n]{{1,200}}\))?:[ \t]*(.*)$"
)
_SENDMAIL: Final = re.compile(rf"(?m)^[ \t]{{0,8}}<?({_LOCAL}@{_HOST})>?[ \t]{{0,8}}$")
_DOTS: Final = re.compile(rf"(?m)^[ \t]{{0,8}}({_LOCAL}@{_HOST}) \.\.\. (.{{1,300}})$")
_REPLY: Final = re.compile(r"\b[45]\d\d[ \-]|#?\b[45]\.\d{1,3}\.\d{1,3}\b")
_IN_QUOTES: Final = re.compile(rf"<({_LOCAL}@{_HOST})>")
_DELAYED: Final = re.compile(r"still being retried|has not yet been delivered|delayed mail")
_SAYS_FAILED: Final = re.compile(
    r"could ?n[o']t (?:be )?deliver|undeliver|not (?:be )?delivered|unable to deliver"
    r"|delivery (?:has )?fail|returned (?:mail|message|to sender)|returning to sender|failed addresses"
    r"|fatal errors|permanent error|mail failed|user unknown"
)
_UP_TO_THE_ORIGINAL: Final = re.compile(
    r"(?mi)^[-|]{2,}.*(?:message text follows|original message|unsent message|copy of the message|header of the message)"
    r"|^(?:received|return-path): "
)


def says_failed(text: str) -> bool:
    """Whether a text says that a mail was not delivered."""
    return bool(_SAYS_FAILED.search(" ".join(text[:4_000].lower().split())))


def says_delayed(text: str) -> bool:
    """Whether a text says that a mail is only late."""
    return bool(_DELAYED.search(" ".join(text[:4_000].lower().split())))


def recipients_in_words(text: str) -> list[Failed]:
    """The recipients that a report names in the words for people."""
    told = _UP_TO_THE_ORIGINAL.split(text[:20_000], maxsplit=1)[0]
    dots = [_failed(match[1], match[2]) for match in _DOTS.finditer(told)]
    return _postfix(told) or dots or _listed(told) or _in_replies(told)


def _postfix(text: str) -> list[Failed]:
    found = list(_POSTFIX.finditer(text))[:50]
    ends = [match.start() for match in found[1:]] + [len(text)]
    return [
        _failed(match[1], text[match.start(2) : end].split("\n\n")[0])
        for match, end in zip(found, ends, strict=False)
    ]


def _listed(text: str) -> list[Failed]:
    found = list(_SENDMAIL.finditer(text))[:50]
    return [_failed(match[1], _about(text, match.end())) for match in found]


def _about(text: str, end: int) -> str:
    after = text[end : end + 1_000]
    told = after if _REPLY.search(after) or says_failed(after) else text
    return told[:1_000]


def _in_replies(text: str) -> list[Failed]:
    lines = [line for line in text.splitlines() if _REPLY.search(line) or "@" in line]
    found = {match[1]: line for line in lines for match in _IN_QUOTES.finditer(line)}
    return [_failed(address, text) for address in list(found)[:50]]


def _failed(address: str, words: str) -> Failed:
    detail = " ".join(words.split())[:1_000]
    return Failed(address=address.strip(".,'"), code=enhanced_code(detail), detail=detail)


def ses_notice(text: str) -> dict[str, Any] | None:
    """The notice that Amazon's SNS sends by mail: a JSON object, then words for people."""
    start = text.find("{")
    if start < 0 or "notificationType" not in text[:2_000]:
        return None
    told = _object_in(re.sub(r"!\r?\n ", "", text[start:]))
    wrapped = told.get("Message") if told else None
    return _object_in(wrapped) if isinstance(wrapped, str) else told


def _object_in(text: str) -> dict[str, Any] | None:
    try:
        told, _ = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return None
    return told if isinstance(told, dict) else None
