"""The page's own words, one complete set per language."""

from __future__ import annotations

from collections.abc import Mapping

from noroshi.pages.words.english import ENGLISH
from noroshi.pages.words.japanese import JAPANESE
from noroshi.pages.words.vocabulary import Words

_BY_LANGUAGE: Mapping[str, Words] = {"en": ENGLISH, "ja": JAPANESE}


def words_for(language: str) -> Words:
    """The words for ``language``; English frames a text in a language we have no words for."""
    return _BY_LANGUAGE.get(language, ENGLISH)
