"""Foreign values made harmless: times, words, and HTML turned into plain text."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html.parser import HTMLParser

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_SPACES = re.compile(r"[ \t]+")
_LINES = re.compile(r" ?\n\s*")
_BREAKS = frozenset({"br", "p", "div", "li", "ul", "ol", "tr", "h1", "h2", "h3", "h4"})
_UNSEEN = frozenset({"script", "style"})


def moment(value: object) -> datetime | None:
    """A time with a zone, in UTC; None for everything else."""
    if not isinstance(value, str):
        return None
    try:
        at = datetime.fromisoformat(value)
        return None if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def word(value: object, otherwise: str) -> str:
    """A short text on one line; ``otherwise`` if there is none."""
    if not isinstance(value, str):
        return otherwise
    return _SPACES.sub(" ", _CONTROL.sub(" ", value.replace("\n", " "))).strip() or otherwise


def body(value: object) -> str:
    """The text of an update without its HTML."""
    if not isinstance(value, str):
        return ""
    text = _without_tags(value) if "<" in value or "&" in value else value
    return _LINES.sub("\n", _SPACES.sub(" ", _CONTROL.sub(" ", text))).strip()


_Attributes = list[tuple[str, str | None]]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: _Attributes) -> None:  # noqa: ARG002 (HTMLParser's name)
        self._unseen += tag in _UNSEEN
        if tag in _BREAKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._unseen = max(self._unseen - (tag in _UNSEEN), 0)
        if tag in _BREAKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(data)


def _without_tags(value: str) -> str:
    reader = _Reader()
    reader.feed(value)
    reader.close()
    return "".join(reader.parts)
