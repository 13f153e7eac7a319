"""What has changed between two versions of a text, sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

_SENTENCE = re.compile(r"[^\n]*?(?:[.!?](?=\s)|[。！？](?![」』）])|\n|$)\s*")
_MOST = 1_500
"""More pieces than this are compared by lines, because the comparison is quadratic."""

Kind = Literal["same", "added", "removed"]


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A run of text that was kept, added or removed."""

    kind: Kind
    text: str


@dataclass(frozen=True, kw_only=True)
class Changes:
    """The pieces in the order of reading, and how many sentences are new or other."""

    pieces: tuple[Piece, ...]
    sentences: int

    @property
    def is_nothing(self) -> bool:
        """Both texts are the same."""
        return all(piece.kind == "same" for piece in self.pieces)


def changes(before: str, after: str) -> Changes:
    """How ``before`` became ``after``."""
    old, new = _pieces(before), _pieces(after)
    if max(len(old), len(new)) > _MOST:
        old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    if max(len(old), len(new)) > _MOST:
        old, new = [before], [after]
    return _compared(old, new)


def _pieces(text: str) -> list[str]:
    return [piece for piece in _SENTENCE.findall(text) if piece]


def _compared(old: Sequence[str], new: Sequence[str]) -> Changes:
    pieces: list[Piece] = []
    sentences = 0
    matcher = SequenceMatcher(None, _bare(old), _bare(new), autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(Piece(kind="same", text="".join(new[j1:j2])))
            continue
        sentences += sum(1 for piece in new[j1:j2] if piece.strip())
        pieces += _pair("".join(old[i1:i2]), "".join(new[j1:j2]))
    return Changes(pieces=tuple(pieces), sentences=sentences)


def _bare(pieces: Sequence[str]) -> list[str]:
    return [piece.strip() for piece in pieces]


def _pair(gone: str, come: str) -> list[Piece]:
    made: list[Piece] = []
    if gone.strip():
        made.append(Piece(kind="removed", text=gone))
    if come:
        made.append(Piece(kind="added" if come.strip() else "same", text=come))
    return made
