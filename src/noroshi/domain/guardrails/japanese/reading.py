"""How the Japanese rules look at a text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from noroshi.domain.guardrails.linguist import Linguist, Morpheme
from noroshi.domain.guardrails.rule import Passage, Text
from noroshi.domain.language import Localised
from noroshi.kernel import late

Span = tuple[int, int]

_QUOTED = late.pattern(
    r"「[^「」\n]{0,200}」|『[^『』\n]{0,200}』|“[^“”\n]{0,200}”|^>[^\n]*", re.MULTILINE
)


def japanese(text: Text) -> Iterator[Passage]:
    """Subject and body of a Japanese text; nothing of any other."""
    if text.speech == "ja":
        yield from text.passages


def quoted(passage: Passage) -> list[Span]:
    """Words of somebody else, such as those on the reader's screen: not ours to write."""
    return [match.span() for match in _QUOTED.finditer(passage.prose)]


def within(span: Span, spans: list[Span]) -> bool:
    """Whether ``span`` lies in one of ``spans``."""
    return any(start <= span[0] and span[1] <= end for start, end in spans)


def write(words: str) -> Localised:
    """The label of a mend that puts ``words``."""
    return {"en": f"Write “{words}”", "ja": f"「{words}」にする"}


def conjugation(linguist: Linguist, verb: str) -> str:
    """How a verb in its dictionary form is inflected ("下一段-バ行"); "" for what is no verb."""
    words = linguist.morphemes(verb)
    return _conjugation(words[0]) if len(words) == 1 else ""


def _conjugation(word: Morpheme) -> str:
    return word.part[4] if word.part[0] == "動詞" and len(word.part) > 4 else ""
