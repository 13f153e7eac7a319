"""Foreign text made safe: control characters out, Markdown to a short list of tags.

Source of the rules: security reference, section 7 (raw HTML off, allow-list, http, https, mailto).
"""

from __future__ import annotations

import re
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

# C0 and C1 controls, lone surrogates, noncharacters, the byte order mark, and the bidirectional
# embeddings and isolates that could turn the rest of a line around. The marks U+200E and U+200F
# stay: they act on their neighbours only, and right-to-left text needs them.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
_LINE_ENDS = re.compile("\r\n?|[\x85\u2028\u2029]")
_BLANKS = re.compile(r"[ \t\n]+")

_TAGS = {"p", "br", "strong", "em", "a", "ul", "ol", "li", "code", "pre", "blockquote", "h4", "hr"}

_MARKDOWN = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable("image")


def clean(text: str) -> str:
    """``text`` without characters that nobody sees but parsers and readers stumble over."""
    return _UNWANTED.sub("", _LINE_ENDS.sub("\n", text))


def one_line(text: str) -> str:
    """``text`` cleaned and on one line: titles, names, labels."""
    return _BLANKS.sub(" ", clean(text)).strip()


@lru_cache(maxsize=4096)
def markdown(text: str) -> Markup:
    """``text`` as HTML: paragraphs, lists, emphasis, links; no images, no raw HTML.

    Every heading becomes ``h4``, so that a message cannot break the page's outline.
    """
    tokens = _MARKDOWN.parse(clean(text))
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = "h4"
    raw = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    safe = nh3.clean(
        raw,
        tags=_TAGS,
        attributes={"a": {"href"}, "*": set()},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )
    return Markup(safe.strip())  # noqa: S704 - cleaned by the allow-list just above
