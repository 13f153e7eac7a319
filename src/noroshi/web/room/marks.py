"""Texts with marks in them: what the guardrails found, and what has changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

import nh3
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from noroshi.actions.queries.changes import Changes
from noroshi.delivery.mail.markdown import as_html
from noroshi.domain.guardrails.rule import Field
from noroshi.web.room.numbers import Numbered

# Private-use characters, which no text that passes the guardrails holds: they carry the place of
# a mark through the rendering of the Markdown.
_BEGIN, _END = "\ue0f0", "\ue0f1"
_MARKS = re.compile(f"[{_BEGIN}{_END}]")
_LINE_START = re.compile(r"^(\s*(?:(?:[-*+>]|\d{1,9}[.)]|#{1,6})\s+)*)(.*?)(\s*)$")


def marked(text: str, found: Iterable[Numbered], field: Field) -> SafeString:
    """``text`` as it was written, with a mark around each finding in it.

    Findings of the very same place share a mark; one that begins inside another has none.
    """
    here = sorted((each for each in found if each.finding.field is field), key=_place)
    pieces: list[str] = []
    at = 0
    for (start, end), group in groupby(here, key=_span):
        if start < at:
            continue
        pieces.append(escape(text[at:start]))
        pieces.append(_mark(tuple(group), text[start:end]))
        at = end
    pieces.append(escape(text[at:]))
    return mark_safe("".join(pieces))  # noqa: S308 - every piece was escaped


def _span(each: Numbered) -> tuple[int, int]:
    return each.finding.start, each.finding.end


def _place(each: Numbered) -> tuple[int, int, int]:
    return *_span(each), each.number


def _mark(group: Sequence[Numbered], inside: str) -> SafeString:
    numbers = " ".join(str(each.number) for each in group)
    return format_html(
        '<mark class="{}" data-n="{}">{}</mark>', group[0].finding.level, numbers, inside
    )


def rendered(markdown: str) -> SafeString:
    """The text as its readers see it."""
    return mark_safe(as_html(_MARKS.sub("", markdown)))  # noqa: S308 - cleaned by nh3


def rendered_with_changes(changes: Changes) -> SafeString:
    """The same, with everything new marked. What was taken out is told elsewhere."""
    source = "".join(
        _framed(_MARKS.sub("", piece.text)) if piece.kind == "added" else _MARKS.sub("", piece.text)
        for piece in changes.pieces
        if piece.kind != "removed"
    )
    html = as_html(source).replace(_BEGIN, "<ins>").replace(_END, "</ins>")
    # A new sentence may begin inside a link and end outside: the cleaner closes what is open.
    safe = nh3.clean(html, tags=_TAGS, attributes={"a": {"href"}}, link_rel=None)
    return mark_safe(safe)  # noqa: S308 - cleaned a moment ago


_TAGS = {
    "p", "br", "strong", "em", "a", "ul", "ol", "li", "h2", "h3", "blockquote", "code", "pre",
    "hr", "ins",
}  # fmt: skip


def _framed(text: str) -> str:
    return "\n".join(_framed_line(line) for line in text.split("\n"))


def _framed_line(line: str) -> str:
    match = _LINE_START.match(line)
    if match is None or not match[2]:
        return line
    return f"{match[1]}{_BEGIN}{match[2]}{_END}{match[3]}"


def inline_changes(changes: Changes) -> SafeString:
    """A difference as plain text: new words in ins, old ones in del."""
    tags = {"added": "ins", "removed": "del", "same": "span"}
    return format_html_join(
        "",
        "<{0}>{1}</{0}>",
        ((mark_safe(tags[p.kind]), p.text) for p in changes.pieces),  # noqa: S308
    )
