"""The words of the frame around a mail, per language; they live in words.json."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from importlib import resources
from typing import Final

_FALLBACK: Final = "en"


@functools.cache
def _all_words() -> Mapping[str, Mapping[str, str]]:
    file = resources.files("noroshi.delivery.mail").joinpath("words.json")
    words: Mapping[str, Mapping[str, str]] = json.loads(file.read_text(encoding="utf-8"))
    return words


def frame_words(language: str) -> Mapping[str, str]:
    """The frame's words in ``language``; in English where a language has none yet."""
    words = _all_words()
    return words.get(language, words[_FALLBACK])
