"""Foreign HTML as Markdown: a short list of tags, links to http, https and mailto, nothing else.

The text of the HTML stays text: what would be markup in Markdown is escaped, so that no body can
bring links, images or headings of its own that were not there. Pages and mails render Markdown
with raw HTML switched off, and clean the result again.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Final
from urllib.parse import urlsplit

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_MARKUP = re.compile(r"([\\`*_\[\]<>])")
_LINE_START = re.compile(r"(?m)^(\s*)([#+-]|\d{1,9}[.)])(?=\s)")
_TAG = re.compile(r"<[a-zA-Z/!]|&[a-zA-Z#]")
_BLANK_LINES = re.compile(r"\n{3,}")
_UNSEEN: Final = frozenset({"script", "style", "head", "template", "iframe", "object"})
_BLOCKS: Final = frozenset({
    "p", "div", "ul", "ol", "table", "tr", "blockquote", "pre", "section", "article",
    "h1", "h2", "h3", "h4", "h5", "h6", "hr",
})  # fmt: skip
_MARKS: Final = {"b": "**", "strong": "**", "em": "*", "i": "*"}
_SCHEMES: Final = frozenset({"http", "https", "mailto"})
_DEEPEST: Final = 6


def from_html(text: str) -> str:
    """``text`` as Markdown. What holds no tag is taken as plain text, its lines kept."""
    clean = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if not _TAG.search(clean):
        return _escaped_lines(clean).strip()
    writer = _Writer()
    writer.feed(clean)
    writer.close()
    return writer.text()


def from_markdown(text: str) -> str:
    """Foreign Markdown: kept, without control characters and HTML comments."""
    clean = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _BLANK_LINES.sub("\n\n", re.sub(r"<!--.*?-->", "", clean, flags=re.DOTALL)).strip()


def _escaped(text: str) -> str:
    return _MARKUP.sub(r"\\\1", text)


def _escaped_lines(text: str) -> str:
    return _LINE_START.sub(r"\1\\\2", _escaped(text))


class _Writer(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._unseen = 0
        self._lists: list[int] = []  # -1: bullets; else the last number
        self._links: list[str] = []

    def text(self) -> str:
        lines = (line.rstrip() for line in "".join(self._parts).split("\n"))
        return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == "br":
            self._parts.append("\n")
        elif tag in {"ul", "ol"}:
            self._parts.append("\n" if self._lists else "\n\n")
            self._lists.append(-1 if tag == "ul" else 0)
        elif tag == "li":
            self._item()
        elif tag == "a":
            self._link(dict(attrs).get("href") or "")
        elif tag in _BLOCKS:
            self._parts.append("\n\n")
        elif tag in _MARKS:
            self._parts.append(_MARKS[tag])

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag in {"ul", "ol"}:
            if self._lists:
                self._lists.pop()
            self._parts.append("\n" if self._lists else "\n\n")
        elif tag == "a" and self._links:
            href = self._links.pop()
            self._parts.append(f"]({href})" if href else "")
        elif tag in _BLOCKS:
            self._parts.append("\n\n")
        elif tag in _MARKS:
            self._close_mark(_MARKS[tag])

    def handle_data(self, data: str) -> None:
        if self._unseen:
            return
        words = _escaped(re.sub(r"\s+", " ", data))
        if not self._parts or self._parts[-1].endswith("\n"):
            words = _LINE_START.sub(r"\1\\\2", words.lstrip())
        self._parts.append(words)

    def _item(self) -> None:
        depth = min(max(len(self._lists) - 1, 0), _DEEPEST)
        if self._lists and self._lists[-1] >= 0:
            self._lists[-1] += 1
            mark = f"{self._lists[-1]}. "
        else:
            mark = "- "
        self._parts.append(f"\n{'   ' * depth}{mark}")

    def _link(self, href: str) -> None:
        safe = _safe_address(href)
        self._links.append(safe)
        self._parts.append("[" if safe else "")

    def _close_mark(self, mark: str) -> None:
        """An emphasis around nothing, or before a space, would show its asterisks."""
        if self._parts and self._parts[-1] == mark:
            self._parts.pop()
            return
        last = self._parts[-1] if self._parts else ""
        self._parts[-1:] = [last.rstrip(), mark, " " if last.endswith(" ") else ""]


def _safe_address(href: str) -> str:
    """An address that can stand in a link of Markdown, or nothing."""
    address = _CONTROL.sub("", href).strip()
    try:
        scheme = urlsplit(address).scheme.lower()
    except ValueError:
        return ""
    if scheme not in _SCHEMES or len(address) > 2_000:
        return ""
    return re.sub(r"[\s()<>\\]", lambda sign: f"%{ord(sign.group(0)):02X}", address)
