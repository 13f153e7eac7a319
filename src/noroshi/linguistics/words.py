"""Japanese words by Sudachi with its small dictionary."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from functools import lru_cache

from sudachipy import Dictionary, SplitMode, Tokenizer
from sudachipy import Morpheme as Word

from noroshi.domain.guardrails.linguist import Morpheme
from noroshi.linguistics.kept import Kept

_MOST = 1_900
"""Characters per call. Sudachi takes 65,535 bytes after its own rewriting, which makes up to 33
bytes of one character (U+FDFA); a call this small also keeps the buffers of each thread small."""

_BREAKS = re.compile(r"(?<=[\n。！？!?])")
_SURROGATES = re.compile("[\ud800-\udfff]")

_KEPT: Kept[tuple[Morpheme, ...]] = Kept(most_characters=120_000)
"""Every rule, and every key pressed in the room, asks for the same texts again."""

_LOADING = threading.Lock()
_OF_THREAD = threading.local()
"""Sudachi's tokenizer keeps its buffers, so that each thread needs its own."""


def morphemes(text: str) -> tuple[Morpheme, ...]:
    """The words of ``text``, in order; put together, their surfaces are the text.

    No text raises: half a surrogate pair is read as the replacement character.
    """
    known = _KEPT.get(text)
    if known is None:
        known = tuple(word for at, piece in _pieces(text) for word in _in_piece(piece, at))
        _KEPT.put(text, known)
    return known


def _tokenizer() -> Tokenizer:
    tokenizer: Tokenizer | None = getattr(_OF_THREAD, "tokenizer", None)
    if tokenizer is None:
        with _LOADING:  # 45 MB of dictionary, once
            tokenizer = _dictionary().tokenizer(mode=SplitMode.C)
        _OF_THREAD.tokenizer = tokenizer
    return tokenizer


@lru_cache(maxsize=1)
def _dictionary() -> Dictionary:
    return Dictionary(dict="small")


def _in_piece(piece: str, at: int) -> Iterator[Morpheme]:
    for word in _tokenizer().tokenize(_SURROGATES.sub("\ufffd", piece)):
        start, end = word.begin(), word.end()
        yield Morpheme(piece[start:end], at + start, at + end, *_entry(word))


_ENTRIES: dict[int, tuple[tuple[str, ...], str, str]] = {}
"""What the dictionary says of a word, so that equal words share it. It cannot outgrow the
dictionary: words that are not in it are left out."""


def _entry(word: Word) -> tuple[tuple[str, ...], str, str]:
    if word.is_oov():
        return _read(word)
    number = word.word_id()
    known = _ENTRIES.get(number)
    if known is None:
        known = _ENTRIES[number] = _read(word)
    return known


def _read(word: Word) -> tuple[tuple[str, ...], str, str]:
    return tuple(word.part_of_speech()), word.dictionary_form(), word.normalized_form()


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
