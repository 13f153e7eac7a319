"""SVG written as text: every word escaped, nothing that XML forbids, no style attributes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

# XML 1.0, section 2.2: a character outside these ranges makes the whole document unreadable.
_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")

Value = str | float | int


def words(text: str) -> str:
    """``text`` made safe between tags and inside quotes."""
    return escape(_FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text), quote=True)


def element(name: str, inside: str = "", /, **attributes: Value) -> str:
    """One element. ``inside`` is markup; attribute values are plain and get escaped.

    A trailing underscore is dropped from attribute names (``class_``), other ones become
    hyphens (``text_anchor``).
    """
    written = "".join(f' {_name(key)}="{_value(each)}"' for key, each in attributes.items())
    return f"<{name}{written}>{inside}</{name}>" if inside else f"<{name}{written}/>"


def text(said: str, /, **attributes: Value) -> str:
    """A text element; ``said`` is plain."""
    return element("text", words(said), **attributes)


def title(said: str, /, **attributes: Value) -> str:
    """What a pointer or a screen reader is told of the element around it."""
    return element("title", words(said), **attributes)


def lines(parts: Iterable[str]) -> str:
    """One element a line, so that two pictures can be compared by a person."""
    return "\n".join(part for part in parts if part)


def _name(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def _value(value: Value) -> str:
    if isinstance(value, float):
        return f"{value:.1f}".removesuffix(".0")
    return words(str(value))
