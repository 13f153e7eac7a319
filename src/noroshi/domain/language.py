"""Text in several languages. A language is an ISO 639-1 code such as "en" or "ja"."""

from __future__ import annotations

from collections.abc import Mapping

Localised = Mapping[str, str]
"""One text in each language it exists in."""

LANGUAGE_NAMES: Localised = {"en": "English", "ja": "日本語"}
"""Each language under its own name."""


def pick(text: Localised, language: str, fallback: str = "en") -> str:
    """``text`` in ``language``, else in ``fallback``, else in any language it has, else empty.

    For names and labels only. A message never falls back: a missing language is a blank.
    """
    return text.get(language) or text.get(fallback) or next(iter(text.values()), "")
