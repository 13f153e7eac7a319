"""Where sentences begin and end, in English and Japanese Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from noroshi.kernel import late

Span = tuple[int, int]

_OPEN, _CLOSE = "「『（(【“", "」』）)】”"
_MARK = late.pattern(r"[。！？!?.]++|[「『（(【“」』）)】”]")
_NEVER_END = late.pattern(r"\b(?:e\.g|i\.e|cf|approx|vs|Mr|Mrs|Ms|Dr|St|[A-Z])$")
_MAY_END = late.pattern(r"\b(?:a\.m|p\.m|etc|Inc|Ltd|Co|Corp|incl|max|min|est)$")
_NUMERO = late.pattern(r"\b[Nn]o$")
_AFTER_END = late.pattern(r"[\"'”’)\]*_~]*+")
_NEXT_WORD = late.pattern(r"\s++[\"'“‘(\[*_]*+(?:[A-Z][a-z']|[AI]\s)")
_NEXT_LARGE = late.pattern(r"\s++[\"'“‘(\[*_]*+[^a-z\s]")
_NEXT_DIGIT = late.pattern(r"\s++[0-9]")
_WIDE = late.pattern(r"[\u3040-\u30ff\u3400-\u9fff]")
_LINE_PREFIX = late.pattern(
    r"[ \t]*+(?:(?:[-*+>・※■●◆□○]|[0-9]{1,3}[.)])[ \t]++|#{1,6}[ \t]++|[・■●◆□○※])?"
)


def sentences(text: str) -> Iterator[Span]:
    """Each sentence with its end mark. A new line ends one; a full stop within brackets does not.

    List marks and heading marks are left out. ``text`` is prose or folded prose. A bracket counts
    when it is closed on its line.
    """
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if line and not line.isspace():
            yield from _of_line(text, start, end)
        start = end + 1


def _of_line(text: str, start: int, end: int) -> Iterator[Span]:
    prefix = _LINE_PREFIX.match(text, start, end)
    start = prefix.end() if prefix else start
    closes, bracketed = _brackets(text, start, end), start
    for mark in _MARK.finditer(text, start, end):
        if mark.start() in closes:
            bracketed = max(bracketed, closes[mark.start()])
        elif mark.start() >= bracketed and mark[0][0] not in _OPEN + _CLOSE:
            stop = _end(text, mark, start, end)
            if stop is not None:
                yield from _trimmed(text, start, stop)
                start = stop
    yield from _trimmed(text, start, end)


def _brackets(text: str, start: int, end: int) -> dict[int, int]:
    """Where each opening bracket is closed, by the next one of its kind that fits."""
    opened: dict[str, list[int]] = {sign: [] for sign in _OPEN}
    closes: dict[int, int] = {}
    for mark in _MARK.finditer(text, start, end):
        sign = mark[0]
        if sign in _OPEN:
            opened[sign].append(mark.start())
        elif sign in _CLOSE and opened[_OPEN[_CLOSE.index(sign)]]:
            closes[opened[_OPEN[_CLOSE.index(sign)]].pop()] = mark.end()
    return closes


def _end(text: str, mark: re.Match[str], start: int, end: int) -> int | None:
    """Where the sentence ends if ``mark`` ends one."""
    if any(sign in "。！？" for sign in mark[0]):
        return mark.end()
    after = _AFTER_END.match(text, mark.end(), end)
    stop = after.end() if after else mark.end()
    if stop >= end:
        return stop
    if mark[0][-1] in "!?":
        return stop if text[stop].isspace() or _WIDE.match(text, stop) else None
    if not text[stop].isspace():
        return None
    before = text[max(start, mark.start() - 12) : mark.start()]
    return stop if _ends(mark[0], before, text, at=stop) else None


def _ends(stops: str, before: str, text: str, *, at: int) -> bool:
    """Whether full stops before a space end a sentence: not those of an abbreviation."""
    if len(stops) > 1:
        return _NEXT_LARGE.match(text, at) is not None
    if _NUMERO.search(before):
        return _NEXT_DIGIT.match(text, at) is None
    if _MAY_END.search(before):
        return _NEXT_WORD.match(text, at) is not None
    return _NEVER_END.search(before) is None


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end
