"""Length as X counts it, by version 3 of its configuration (twitter-text 3.1.0).

Most alphabets weigh 1; kana, kanji and all other signs 2; an emoji 2, however many code points
it is made of; any address 23, however long it is.
"""

from __future__ import annotations

import re
import unicodedata

from noroshi.domain.lengths.emoji import EMOJI
from noroshi.domain.lengths.web_address import web_addresses

ADDRESS = 23
_LIGHT = re.compile("[\u0000-\u10ff\u2000-\u200d\u2010-\u201f\u2032-\u2037]++")
_COMPOSED_UP_TO = 10_000  # characters; composing may take quadratic time, and nothing longer fits


def x_weight(text: str) -> int:
    """The weight of ``text``; X takes 280."""
    if len(text) <= _COMPOSED_UP_TO:
        text = unicodedata.normalize("NFC", text)
    weight, done = 0, 0
    for start, end in web_addresses(text):
        weight += _words(text[done:start]) + ADDRESS
        done = end
    return weight + _words(text[done:])


def _words(text: str) -> int:
    if text.isascii():
        return len(text)
    plain, emoji = EMOJI.subn("", text)
    light = sum(len(run) for run in _LIGHT.findall(plain))
    return 2 * emoji + 2 * len(plain) - light
