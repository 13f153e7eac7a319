"""Taking words out of a text so that what stays reads as if they had never been there."""

from __future__ import annotations

import re

from noroshi.domain.guardrails.sentences import Span
from noroshi.kernel import late

_BEFORE = late.pattern(r"(?:^|\n)[ \t]*(?:[-*+>・※■●◆□○#]{1,6}[ \t]*)?\Z")
_SPACE = late.pattern(r"[ \t\u3000]*+")
_GAP = late.pattern(r"[ \t\u3000\r]*+(?:\n[ \t\u3000\r]*+)*+")
_FIRST_WORD = late.pattern(r"[ \t]*+([^\s.,;:!?]{1,30}+)")
_ADDRESS = late.pattern(r"[.:][^\s]")
_WINDOW = 200


def whole(raw: str, span: Span) -> Span:
    """The span to delete when a sentence goes: with its space, its line or its paragraph."""
    start, end = span
    line = _BEFORE.search(raw, max(0, start - _WINDOW), start)
    after = _space_after(raw, end)
    if line and (after == len(raw) or raw[after] in "\r\n"):
        return _paragraph(raw, line.end() if not line[0] else _line_start(line), after)
    if line or (after < len(raw) and raw[after] not in "\r\n"):
        return start, after
    return _space_before(raw, start), end


def lead(raw: str, span: Span) -> tuple[Span, str]:
    """The span to replace, and the word it leaves, when opening words go: the next one is capital.

    "Rest assured that no data is lost" becomes "No data is lost".
    """
    start, end = span
    word = _FIRST_WORD.match(raw, end)
    if word is None:
        return span, ""
    if _ADDRESS.match(raw, word.end()):  # ci.example.org has no capital
        return (start, word.end()), word[1]
    return (start, word.end()), word[1][0].upper() + word[1][1:]


def _line_start(line: re.Match[str]) -> int:
    return line.start() + (1 if line[0].startswith("\n") else 0)


def _paragraph(raw: str, start: int, end: int) -> Span:
    """A line that goes leaves the larger of the two gaps around it."""
    gap = _GAP.match(raw, end)
    below = gap.end() if gap else end
    above = start
    while above > 0 and start - above < _WINDOW and raw[above - 1] in " \t\u3000\r\n":
        above -= 1
    if below == len(raw):
        return above, end
    if above == 0:
        return 0, below
    if raw.count("\n", above, start) < raw.count("\n", end, below):
        return above, end
    return start, below


def _space_after(raw: str, at: int) -> int:
    space = _SPACE.match(raw, at)
    return space.end() if space else at


def _space_before(raw: str, at: int) -> int:
    while at > 0 and raw[at - 1] in " \t\u3000":
        at -= 1
    return at
