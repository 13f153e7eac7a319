"""Remarks in brackets: what can be taken out of a sentence and leaves a sentence."""

from __future__ import annotations

from noroshi.domain.guardrails.rule import Passage
from noroshi.kernel import late

Span = tuple[int, int]

_BEFORE = late.pattern(
    r"[ \u3000]{0,3}[(（\[［【][ ]?(?P<word>(?:(?i:see|cf\.?|ticket|issue|host|server|ref\.?|mailto:)[ :]{0,2}|"
    r"(?:チケット|サーバー?|参照|ホスト)[:： ]?))?[`\"]?$"
)
_AFTER = late.pattern(r"[`\"]?[ ]?[)）\]］】](?![(\[:])")


def around(passage: Passage, span: Span) -> Span | None:
    """The bracket that holds nothing but ``span`` of the text as written; None without one."""
    start, end = span
    before = _BEFORE.search(passage.raw[max(0, start - 24) : start])
    after = _AFTER.match(passage.raw, end)
    if before is None or after is None:
        return None
    return start - len(before[0]), after.end()
