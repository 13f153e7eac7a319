"""Delivery status notifications (RFC 3464): one group of fields for each recipient."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from email.message import Message
from typing import Final

from noroshi.domain.bounce_words import enhanced_code
from noroshi.intake.bounces.mime import header, kind_of, text_of
from noroshi.intake.bounces.report import Failed

_MOST: Final = 100
_FIELD: Final = re.compile(r"^([A-Za-z][A-Za-z0-9-]{1,60}):[ \t]*(.*)$")
_ADDRESS: Final = re.compile(r"[^\s<>;,:\"@]{1,200}@[^\s<>;,:\"@]{1,253}")
_STATUS_TYPES: Final = frozenset({"message/delivery-status", "message/global-delivery-status"})


def is_status(part: Message) -> bool:
    """Whether a part is the machine's half of a notification."""
    return kind_of(part) in _STATUS_TYPES


def recipients_of(part: Message) -> list[Failed]:
    """The recipients that a part of type message/delivery-status names."""
    below = part.get_payload()
    if isinstance(below, list):
        groups = [_of_part(each) for each in below[:_MOST] if isinstance(each, Message)]
    else:
        groups = list(field_groups(text_of(part)))
    return [failed for failed in map(_recipient, groups) if failed]


def recipients_in(text: str) -> list[Failed]:
    """The same from plain text, for reports that wrap the fields in a text part."""
    return [failed for failed in map(_recipient, field_groups(text)) if failed]


def field_groups(text: str) -> Iterator[dict[str, str]]:
    """Groups of header-like fields, separated by empty lines; folded lines are joined."""
    group: dict[str, str] = {}
    last = ""
    for line in text.splitlines()[:5_000]:
        found = _FIELD.match(line)
        if not line.strip():
            if group:
                yield group
            group, last = {}, ""
        elif found:
            last = found[1].lower()
            group.setdefault(last, found[2].strip())
        elif last and line[:1] in " \t" and len(group[last]) < 2_000:
            group[last] += f" {line.strip()}"
    if group:
        yield group


def _of_part(part: Message) -> dict[str, str]:
    return {name.lower(): header(part, name) for name in part.keys()}  # noqa: SIM118 - no mapping


def _recipient(group: Mapping[str, str]) -> Failed | None:
    final = address_in(group.get("final-recipient", ""))
    original = address_in(group.get("original-recipient", "")) or address_in(
        group.get("x-actual-recipient", "")
    )
    if not final and not original:
        return None
    status = group.get("status", "")
    detail = group.get("diagnostic-code", "") or group.get("x-supplementary-info", "")
    return Failed(
        address=final or original,
        original=original,
        action=_action(group.get("action", "")),
        code=enhanced_code(status) or enhanced_code(detail),
        detail=detail[:1_000],
    )


def address_in(text: str) -> str:
    """The mail address in "rfc822; name@host", as it is written."""
    found = _ADDRESS.search(text.partition(";")[2] or text)
    return found[0].strip(".'") if found else ""


def _action(text: str) -> str:
    word = (text.split() or ["failed"])[0].lower()
    return "failed" if word.startswith("fail") else word[:20]
