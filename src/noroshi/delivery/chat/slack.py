"""A note as Slack's incoming webhooks take it: blocks, with a plain text for notices.

Three characters have a meaning to Slack everywhere (``&``, ``<``, ``>``) and are escaped, so no
text can mention a whole channel or hide a link. See "Formatting text for app surfaces".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from markdown_it.token import Token

from noroshi.delivery.chat.note import ChatNote, as_bytes, parts
from noroshi.delivery.mail.markdown import as_marked_text, as_text

_LONGEST_TITLE: Final = 150
_LONGEST_TEXT: Final = 3_000
_MOST_SECTIONS: Final = 10
_MARKS: Final = {"strong_open": "*", "strong_close": "*", "em_open": "_", "em_close": "_"}


def slack_body(note: ChatNote) -> bytes:
    """The JSON to post."""
    sections = parts(mrkdwn(note.body_markdown), _LONGEST_TEXT)[:_MOST_SECTIONS]
    title = note.title[:_LONGEST_TITLE]
    blocks: list[dict[str, object]] = [
        {"type": "header", "text": {"type": "plain_text", "text": title, "emoji": False}},
        *map(_section, sections),
        {"type": "context", "elements": [_marked(_link(note.link, note.link_label))]},
    ]
    short = f"{escaped(title)}\n{escaped(as_text(note.body_markdown).strip())}"
    return as_bytes(
        {
            "text": short[:_LONGEST_TEXT],
            "blocks": blocks,
            "unfurl_links": False,
            "unfurl_media": False,
        }
    )


def _section(text: str) -> dict[str, object]:
    return {"type": "section", "text": _marked(text)}


def _marked(text: str) -> dict[str, object]:
    # Verbatim: Slack makes no links, channels or people of words that only look like them.
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def mrkdwn(markdown: str) -> str:
    """Markdown in Slack's own notation."""
    return as_marked_text(markdown, inline=_inline, code=lambda text: f"```{escaped(text)}```")


def escaped(text: str) -> str:
    """A text in which nothing has a meaning to Slack."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _link(href: str, words: str) -> str:
    # A bar would end the address; in words it is harmless.
    return f"<{escaped(href).replace('|', '%7C')}|{escaped(words)}>"


def _inline(children: Sequence[Token]) -> str:
    pieces: list[str] = []
    links: list[tuple[str, int]] = []
    for token in children:
        match token.type:
            case "text":
                pieces.append(escaped(token.content))
            case "code_inline":
                pieces.append(f"`{escaped(token.content)}`")
            case "softbreak" | "hardbreak":
                pieces.append("\n")
            case "link_open":
                links.append((str(token.attrGet("href") or ""), len(pieces)))
            case "link_close":
                _close(pieces, *links.pop())
            case _:
                pieces.append(_MARKS.get(token.type, ""))
    return "".join(pieces)


def _close(pieces: list[str], href: str, start: int) -> None:
    words = "".join(pieces[start:])
    del pieces[start:]
    if href.startswith(("http://", "https://", "mailto:")):
        pieces.append(f"<{escaped(href).replace('|', '%7C')}|{words}>")
    else:
        pieces.append(words)
