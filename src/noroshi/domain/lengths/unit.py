"""The units in which channels count. ``len()`` of a Python string is right for few of them."""

from __future__ import annotations

from enum import StrEnum


class Unit(StrEnum):
    """What one step of a length is."""

    CODEPOINTS = "codepoints"  # characters as Python has them
    UTF16 = "utf16"  # code units; an emoji is 2
    UTF8 = "utf8"  # bytes; a kana or kanji is 3
    JSON_UTF8 = "json_utf8"  # bytes of the text inside a JSON string
    GRAPHEMES = "graphemes"  # characters as a reader sees them
    X_WEIGHTED = "x_weighted"  # Latin 1, kana, kanji and emoji 2, an address 23
    MASTODON = "mastodon"  # graphemes, an address 23, a mention without its server
    GSM_SEGMENTS = "gsm_segments"  # parts of an SMS
