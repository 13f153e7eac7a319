"""Characters that look different, or are missing, on other machines. Data, not code."""

from __future__ import annotations

import unicodedata

COMPANIES = {
    "㈱": "株式会社",
    "㍿": "株式会社",
    "㈲": "有限会社",
    "㈹": "（代表）",
    "℡": "電話",
    "№": "No. ",
    "〝": "「",
    "〟": "」",
    "〞": "」",
    "㊤": "（上）",
    "㊥": "（中）",
    "㊦": "（下）",
    "㊧": "（左）",
    "㊨": "（右）",
    "㏍": "株式会社",
    "㎡": "平方メートル",
    "㎥": "立方メートル",
    "㏄": "cc",
    "㊞": "（印）",
}
"""Where the compatibility form is not what a writer would put."""

BLOCKS = (
    "①-⒛⓪-⓿❶-➓"  # circled, bracketed and dotted numbers
    "Ⅰ-ⅿ"  # Roman numerals as one character
    "㈠-㉃㉈-㉟㊀-㊕㊘㊚-㋿㌀-㏿"  # bracketed kanji, squared words, months; ㊗ and ㊙ are emoji
    "№℡〝-〟"
)
"""For a character class of a regular expression."""

NAMES = "\u3400-\u4dbf\uf900-\ufaff髙栁\U00020000-\U0002ffff"
"""Variants of kanji that stand in names of people and places."""


def plain(signs: str) -> str:
    """What to write instead of a run of machine-dependent characters."""
    return "".join(map(_plain, signs))


def _plain(sign: str) -> str:
    form = COMPANIES.get(sign)
    if form is not None:
        return form
    form = unicodedata.normalize("NFKC", sign)
    if form == sign:  # white on black, or with two circles
        form = str(int(unicodedata.numeric(sign, 0)))
    if form.isascii() and form.isdigit():
        return f"({form})"
    if form.endswith(".") and form[:-1].isdigit():
        return f"{form} "
    return form.replace("\u2215", "/")
