"""What is said in a chat, before it knows which service shows it."""

from __future__ import annotations

import json
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class ChatNote:
    """A title, approved Markdown, and one link below it."""

    title: str
    body_markdown: str
    link: str
    link_label: str
    language: str


def as_bytes(body: object) -> bytes:
    """JSON as it is posted."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def parts(text: str, most: int) -> list[str]:
    """A text in pieces of at most ``most`` letters, cut between lines where that is possible."""
    found: list[str] = []
    rest = text.strip()
    while len(rest) > most:
        cut = rest.rfind("\n", 0, most)
        cut = cut if cut > most // 2 else most
        found.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip("\n")
    return [*found, rest] if rest else found
