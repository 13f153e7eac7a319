"""Small numbers as a headline writes them."""

from __future__ import annotations

from noroshi.web.reader import language

_WORDS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")


def in_words(number: int) -> str:
    """ "Three" in English up to ten; digits otherwise, and always in Japanese."""
    if language() == "ja" or number >= len(_WORDS):
        return str(number)
    return _WORDS[number]
