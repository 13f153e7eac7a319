"""Japanese words by Sudachi with its small dictionary."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from functools import lru_cache

from sudachipy import Dictionary, SplitMode

from noroshi.domain.guardrails.linguist import Morpheme

_MOST = 10_000
"""Characters per call. Sudachi takes 49,149 bytes; a kana has three."""

_BREAKS = re.compile(r"(?<=[\n。！？!?])")


@lru_cache(maxsize=1)
def _dictionary() -> Dictionary:
    return Dictionary(dict="small")


class _OfThread(threading.local):
    """Sudachi's tokenizer keeps its buffers, so that each thread needs its own."""

    def __init__(self) -> None:
        self.tokenizer = _dictionary().tokenizer(mode=SplitMode.C)


@lru_cache(maxsize=1)
def _own() -> _OfThread:
    return _OfThread()


@lru_cache(maxsize=256)
def morphemes(text: str) -> tuple[Morpheme, ...]:
    """The words of ``text``, in order."""
    found: list[Morpheme] = []
    for at, piece in _pieces(text):
        found += _in_piece(piece, at)
    return tuple(found)


def _in_piece(piece: str, at: int) -> Iterator[Morpheme]:
    for word in _own().tokenizer.tokenize(piece):
        yield Morpheme(
            surface=piece[word.begin() : word.end()],
            start=at + word.begin(),
            end=at + word.end(),
            part=tuple(word.part_of_speech()),
            base=word.dictionary_form(),
            normal=word.normalized_form(),
        )


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Sentences put together as far as one call takes them, with where each piece begins."""
    at, piece = 0, ""
    for sentence in _BREAKS.split(text):
        for part in (sentence[i : i + _MOST] for i in range(0, len(sentence), _MOST)):
            if len(piece) + len(part) > _MOST:
                yield at, piece
                at, piece = at + len(piece), ""
            piece += part
    if piece:
        yield at, piece
