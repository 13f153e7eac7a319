"""The approved Markdown as HTML for the mail, and as plain text that reads well by itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

_READER: Final = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable("image")
_TAGS: Final = frozenset({
    "p", "br", "strong", "em", "a", "ul", "ol", "li", "h2", "h3", "blockquote", "code", "pre", "hr",
})  # fmt: skip


def as_html(markdown: str) -> str:
    """Safe HTML: a short list of tags, links to http, https and mailto only."""
    html = str(_READER.render(_sunk(markdown)))
    return nh3.clean(
        html,
        tags=set(_TAGS),
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )


def as_text(markdown: str) -> str:
    """Plain text: paragraphs apart, list items with a mark, links as "words (address)"."""
    return as_marked_text(markdown, inline=_inline, code=str)


def as_marked_text(
    markdown: str, *, inline: Callable[[Sequence[Token]], str], code: Callable[[str], str]
) -> str:
    """The same layout with words marked in another way: ``inline`` writes the words of a line,
    ``code`` what stands apart as code."""
    writer = _TextWriter(inline, code)
    for token in _READER.parse(markdown):
        writer.take(token)
    return re.sub(r"\n{3,}", "\n\n", "".join(writer.pieces)).strip() + "\n"


def _sunk(markdown: str) -> str:
    # The mail's title is the only heading of the first level.
    return re.sub(r"(?m)^# ", "## ", markdown)


class _TextWriter:
    """Collects the text of a token stream."""

    def __init__(
        self, inline: Callable[[Sequence[Token]], str], code: Callable[[str], str]
    ) -> None:
        self._inline, self._code = inline, code
        self.pieces: list[str] = []
        self._counters: list[int | None] = []

    def take(self, token: Token) -> None:
        if "list" in token.type:
            self._take_list(token)
        else:
            self._take_block(token)

    def _take_list(self, token: Token) -> None:
        match token.type:
            case "bullet_list_open":
                self._counters.append(None)
            case "ordered_list_open":
                self._counters.append(int(token.attrGet("start") or 1))
            case "list_item_open":
                self.pieces.append(self._item_mark())
            case "bullet_list_close" | "ordered_list_close":
                self._counters.pop()
                self.pieces.append("\n")
            case _:
                pass

    def _take_block(self, token: Token) -> None:
        match token.type:
            case "inline":
                self.pieces.append(self._inline(token.children or ()))
            case "paragraph_close" | "heading_close":
                self.pieces.append("\n" if token.hidden else "\n\n")
            case "fence" | "code_block":
                self.pieces.append(f"{self._code(token.content)}\n")
            case "hr":
                self.pieces.append("----\n\n")
            case _:
                pass

    def _item_mark(self) -> str:
        indent = "  " * (len(self._counters) - 1)
        number = self._counters[-1]
        if number is None:
            return f"{indent}- "
        self._counters[-1] = number + 1
        return f"{indent}{number}. "


def _inline(children: Sequence[Token]) -> str:
    pieces: list[str] = []
    links: list[tuple[str, int]] = []
    for token in children:
        match token.type:
            case "text" | "code_inline":
                pieces.append(token.content)
            case "softbreak" | "hardbreak":
                pieces.append("\n")
            case "link_open":
                links.append((str(token.attrGet("href") or ""), len(pieces)))
            case "link_close":
                href, start = links.pop()
                pieces.append("" if "".join(pieces[start:]) == href else f" ({href})")
            case _:
                pass
    return "".join(pieces)
