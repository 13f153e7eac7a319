r"""Makes a value safe inside a Markdown text, and leaves it readable as plain text.

Values are what people answered under stress, or titles from an alert. They must come out as the
characters they are: no links, no emphasis, no HTML, no headings. Escaping everything would make
plain-text mail unreadable (``Checkout \(EU\)``), so a backslash is written only where CommonMark
would otherwise see a construct. In ordinary prose nothing changes.
"""

from __future__ import annotations

import re
from urllib.parse import quote

# Control characters, and the marks that turn the direction of text (used to disguise addresses).
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_BREAKS = re.compile(r"[ \t]*[\r\n\t\x0b\x0c\x85\u2028\u2029][\r\n\t\x0b\x0c\x85\u2028\u2029 ]*")
_PUNCTUATION = re.escape("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")

_INLINE = re.compile(
    rf"\\(?=[{_PUNCTUATION}]|$)"  # would be eaten, or escape the sign that follows in the template
    r"|[`*]"  # code, emphasis
    r"|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])"  # emphasis; snake_case is left alone
    r"|~(?=~)|(?<=~)~"  # strikethrough
    r"|<(?=[A-Za-z/!?]|$)"  # HTML, autolinks
    r"|\](?=[(\[:]|$)"  # links, images, references; "[P1] Checkout" is left alone
    r"|&(?=#[0-9xX]|[A-Za-z][A-Za-z0-9]*;)"  # character references
)
_AT_LINE_START = re.compile(r"#{1,6}(?=\s|$)|[-+](?=\s|$)|>|[-=]+\s*$|(?:-\s*){3,}$|:")
_NUMBERED = re.compile(r"([0-9]{1,9})([.)])(?=\s|$)")
_WEB_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s]+", re.IGNORECASE)


def one_line(value: str) -> str:
    """``value`` on one line, without characters that cannot be seen."""
    return _UNSEEN.sub("", _BREAKS.sub(_joint, value.strip())).strip()


def _joint(found: re.Match[str]) -> str:
    # Japanese is written without spaces: a line that was broken is put together again.
    around = found.string[found.start() - 1 : found.start()] + found.string[found.end() :][:1]
    return " " if any(sign.isascii() for sign in around) or not around else ""


def in_text(value: str, *, at_line_start: bool = False, before: str = "") -> str:
    """``value`` as part of a Markdown text that shows exactly these characters.

    ``before`` is the sign of the template that the value stands before.
    """
    escaped = _INLINE.sub(lambda found: "\\" + found.group(), one_line(value))
    if not at_line_start:
        return escaped
    if _AT_LINE_START.match(escaped):
        return "\\" + escaped
    if escaped.isdecimal() and before in {".", ")"}:
        return escaped + "\\"  # "7." would begin a numbered list
    return _NUMBERED.sub(r"\1\\\2", escaped, count=1) if _NUMBERED.match(escaped) else escaped


def in_link(value: str) -> str:
    """``value`` as the destination of a link; empty when it is no web or mail address."""
    address = one_line(value)
    if not _WEB_ADDRESS.fullmatch(address):
        return ""
    return quote(address, safe="/:?#@!$&'*+,;=%~-._")
