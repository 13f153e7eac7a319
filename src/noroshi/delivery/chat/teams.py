"""A note as the workflows of Microsoft Teams take it: a message with one Adaptive Card.

The older connectors (``webhook.office.com``) take the same. A card's text blocks read a part of
Markdown; HTML is shown as it stands.
"""

from __future__ import annotations

import re
from typing import Final

from noroshi.delivery.chat.note import ChatNote, as_bytes, parts

_CARD: Final = "application/vnd.microsoft.card.adaptive"
_LONGEST_TEXT: Final = 5_000
_NO_LINK: Final = re.compile(r"\]\((?!https?://|mailto:)")
"""What would lead to something else than the web or a mail; every other channel shows it as text."""
_MOST_BLOCKS: Final = 3  # with the envelope below the 28 kB that Teams takes


def teams_body(note: ChatNote) -> bytes:
    """The JSON to post."""
    texts = parts(note.body_markdown, _LONGEST_TEXT)[:_MOST_BLOCKS]
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "lang": note.language,
        "fallbackText": note.title,
        "body": [
            _block(_unmarked(note.title), size="Large", weight="Bolder", style="heading"),
            *(_block(_paragraphs(text)) for text in texts),
        ],
        "actions": [{"type": "Action.OpenUrl", "title": note.link_label, "url": note.link}],
    }
    attachment = {"contentType": _CARD, "contentUrl": None, "content": card}
    return as_bytes({"type": "message", "summary": note.title, "attachments": [attachment]})


def _block(text: str, **looks: str) -> dict[str, object]:
    return {"type": "TextBlock", "text": text, "wrap": True, **looks}


def _paragraphs(markdown: str) -> str:
    # A single line break is a space to Markdown, and our texts mean it as a break.
    markdown = _NO_LINK.sub(r"]\\(", markdown)
    return markdown.strip().replace("\r\n", "\n").replace("\n", "\n\n").replace("\n\n\n\n", "\n\n")


def _unmarked(title: str) -> str:
    return "".join(f"\\{sign}" if sign in r"\`*_[]<>#" else sign for sign in title)
