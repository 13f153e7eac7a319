"""Long lists of words, found in one pass however long the list is; the longest entry wins.

A list is written as text, one line each: ``form, form = what to say instead`` where those words
certainly fit, ``form ? what to say`` (or nothing) where only the writer can tell, ``form :`` for
words that merely contain one of the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from noroshi.kernel import late

_LINE = late.pattern(r"(?P<forms>[^=?:]+?) (?P<sign>[=?:])(?: (?P<plain>.+))?")
_GAP = late.pattern(r"[\s-]+")
_KATAKANA = late.pattern(r"[ァ-ヴー]")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What to say instead of a word; ``certain`` if it fits wherever the word stands.

    ``plain`` is empty where it takes a whole sentence to say it.
    """

    plain: str
    certain: bool


class Lexicon:
    """The words of one language, in folded text and whatever their case."""

    def __init__(self, lines: str, *, spaced: bool) -> None:
        """``spaced``: the language puts spaces between words, and hyphens count as such."""
        self._entries = dict(_read(lines))
        tree = _expression(_tree(self._entries))
        edges = (r"(?<![\w'])", r"(?![\w'])") if spaced else ("", "")
        self._pattern = late.pattern(f"{edges[0]}{tree}{edges[1]}", re.IGNORECASE)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What is said instead of each word that is found."""
        return tuple(entry for entry in self._entries.values() if entry)

    def find(self, folded: str) -> Iterator[tuple[tuple[int, int], Entry]]:
        """Each place where one of the words stands, in order."""
        for match in self._pattern.finditer(folded):
            entry = self._entries.get(_GAP.sub(" ", match[0].lower()))
            if entry and not _inside_katakana(folded, match):
                yield match.span(), entry


def _read(lines: str) -> Iterator[tuple[str, Entry | None]]:
    for line in filter(str.strip, lines.splitlines()):
        read = _LINE.fullmatch(line.strip())
        if read is None:
            raise ValueError(line)
        sign, plain = read["sign"], read["plain"] or ""
        entry = None if sign == ":" else Entry(plain=plain, certain=sign == "=")
        for form in read["forms"].split(", "):
            yield _GAP.sub(" ", form.lower()), entry


def _tree(words: Mapping[str, Entry | None]) -> dict[str, Any]:
    root: dict[str, Any] = {}
    for word in words:
        node = root
        for letter in word:
            node = node.setdefault(letter, {})
        node[""] = {}
    return root


def _expression(node: dict[str, Any]) -> str:
    """A pattern that shares beginnings, so that a letter is looked at once."""
    branches = [
        (r"[\s-]{1,2}" if letter == " " else re.escape(letter)) + _expression(rest)
        for letter, rest in node.items()
        if letter
    ]
    if not branches:
        return ""
    whole = branches[0] if len(branches) == 1 and "" not in node else f"(?:{'|'.join(branches)})"
    return f"{whole}?" if "" in node else whole


def _inside_katakana(folded: str, match: re.Match[str]) -> bool:
    """Whether a word in katakana is only a part of a longer one."""
    start, end = match.span()
    begins = _KATAKANA.match(match[0]) and start and _KATAKANA.match(folded, start - 1)
    ends = _KATAKANA.match(match[0][-1]) and _KATAKANA.match(folded, end)
    return bool(begins or ends)
