"""Where sentences begin and end, in English and Japanese Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator

Span = tuple[int, int]

_OPEN, _CLOSE = "「『（(【“", "」』）)】”"
_MARK = re.compile(r"[。！？!?.\n]|[「『（(【“」』）)】”]")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|a\.m|p\.m|No|no|approx|vs|etc|Inc|Ltd|Co|Mr|Ms|Dr|St|[A-Z]))$"
)
_AFTER_END = re.compile(r"[\"'”’)\]*_~]*+")
_LINE_PREFIX = re.compile(
    r"[ \t]*+(?:(?:[-*+>・※■●◆□○]|[0-9]{1,3}[.)])[ \t]++|#{1,6}[ \t]++|[■●◆□○※])?"
)


def sentences(text: str) -> Iterator[Span]:
    """Each sentence with its end mark. A new line ends one; a full stop within brackets does not.

    List marks and heading marks are left out. ``text`` is prose or folded prose.
    """
    start = 0
    depth = 0
    for mark in _MARK.finditer(text):
        sign = mark[0]
        if sign == "\n":
            yield from _trimmed(text, start, mark.start())
            start, depth = mark.end(), 0
        elif sign in _OPEN:
            depth += 1
        elif sign in _CLOSE:
            depth = max(0, depth - 1)
        elif depth == 0 and mark.end() > start and (end := _end(text, mark, start)):
            yield from _trimmed(text, start, end)
            start = end
    yield from _trimmed(text, start, len(text))


def _end(text: str, mark: re.Match[str], start: int) -> int | None:
    """Where the sentence ends if ``mark`` ends one."""
    if mark[0] in "。！？":
        return mark.end()
    after = _AFTER_END.match(text, mark.end())
    end = after.end() if after else mark.end()
    if end < len(text) and not text[end].isspace():
        return None
    before = text[max(start, mark.start() - 12) : mark.start()]
    return None if mark[0] == "." and _ABBREVIATION.search(before) else end


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    prefix = _LINE_PREFIX.match(text, start, end)
    start = prefix.end() if prefix else start
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end
