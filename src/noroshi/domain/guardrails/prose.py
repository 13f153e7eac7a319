"""What a person wrote to be read: a Markdown text without its code and addresses.

A placeholder in a command or a web address is often meant (``GET /v2/orders/XX``). Masked
characters become U+FFFC, one for one, so that offsets stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from noroshi.kernel import late

MASK = "\ufffc"
"""What stands for a character of code or of an address. It is no letter, digit or space."""

Span = tuple[int, int]

_FENCE = late.pattern(r"^ {0,3}(?P<fence>`{3,}+|~{3,}+)(?P<info>[^\n]*)$", re.MULTILINE)
_TICKS = late.pattern(r"`++")
_BLANK_LINES = late.pattern(r"\n(?:[ \t\r]*+\n)++")
_ADDRESS = late.pattern(r"(?:https?|ftps?)://[^\s<>\"'()\[\]「」『』（）【】、。，]*+")


def prose(markdown: str) -> str:
    """``markdown`` with fenced code, inline code and web addresses masked."""
    return masked(markdown, unread(markdown))


def unread(markdown: str) -> list[Span]:
    """The spans of code and of web addresses, in order; they may touch or overlap."""
    return sorted([*_fenced(markdown), *_inline(markdown), *addresses(markdown)])


def addresses(text: str) -> Iterator[Span]:
    """The web addresses in a text, Markdown or not."""
    for match in _ADDRESS.finditer(text):
        # The full stop belongs to the sentence.
        yield match.start(), match.start() + len(match[0].rstrip(".!?"))


def paragraphs(text: str) -> list[Span]:
    """The stretches between blank lines that hold anything."""
    edges = [0]
    for match in _BLANK_LINES.finditer(text):
        edges += match.span()
    edges.append(len(text))
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return [(start, end) for start, end in pairs if text[start:end].strip()]


def masked(text: str, spans: Iterable[Span]) -> str:
    """``text`` with the characters of ``spans`` masked; line breaks stay."""
    pieces: list[str] = []
    done = 0
    for start, end in spans:
        if end > done:
            begin = max(start, done)
            pieces += text[done:begin], re.sub(r"[^\n]", MASK, text[begin:end])
            done = end
    return "".join([*pieces, text[done:]])


def _fenced(text: str) -> Iterator[Span]:
    """Closed fences only: after one that is left open nothing may hide."""
    opened: re.Match[str] | None = None
    for match in _FENCE.finditer(text):
        if opened is None:
            opened = match
        elif match["fence"].startswith(opened["fence"]) and not match["info"].strip():
            yield opened.start(), match.end()
            opened = None


def _inline(text: str) -> Iterator[Span]:
    """Inline code: closed by as many backticks as opened it, within the paragraph."""
    for start, end in paragraphs(text):
        runs = [m for m in _TICKS.finditer(text, start, end) if not _escaped(text, m.start())]
        closers = _next_of_same_length(runs)
        position = 0
        while position < len(runs):
            closer = closers[position]
            if closer is not None:
                yield runs[position].start(), runs[closer].end()
                position = closer
            position += 1


def _escaped(text: str, at: int) -> bool:
    return at > 0 and text[at - 1] == "\\"


def _next_of_same_length(runs: list[re.Match[str]]) -> list[int | None]:
    closers: list[int | None] = [None] * len(runs)
    nearest: dict[int, int] = {}
    for index in range(len(runs) - 1, -1, -1):
        length = len(runs[index][0])
        closers[index] = nearest.get(length)
        nearest[length] = index
    return closers
