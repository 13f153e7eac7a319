"""Numbers in digits, in English words and in Japanese, as values."""

from __future__ import annotations

import re

from noroshi.kernel import late

_ONES = [
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
    *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
    *("nineteen", "twenty"),
]
WORDS_EN = {word: float(n) for n, word in enumerate(_ONES, start=1)} | {
    "once": 1.0,
    "twice": 2.0,
    "both": 2.0,
    "thirty": 30.0,
    "forty": 40.0,
    "fifty": 50.0,
    "sixty": 60.0,
    "seventy": 70.0,
    "eighty": 80.0,
    "ninety": 90.0,
}
"""English numbers in words. Longer ones are written in digits."""
_A = {"a": 1.0, "an": 1.0, "half a": 0.5, "half an": 0.5}
KANJI = "一二三四五六七八九十百千"
COUNTERS_JA = r"件|人|名|社|店舗|回|台|個|本|箇所|か所|ヶ所|項目|種類|地域|リージョン"

ASKS_FOR_CUSTOMERS = {
    "en": late.pattern(
        r"(?:customers|shops|stores|merchants|users|accounts)(?: that are)?(?: affected| hit)?"
        r"(?: so far)?: (?:about |around |over |some )?$",
        re.IGNORECASE,
    ),
    "ja": late.pattern(
        r"(?:店舗|社|お客(?:さま|様)|ユーザー?|アカウント|加盟店|会員|利用者|影響件)数"
        r"(?:は|が)?[:、]? ?(?:約|およそ|最大)? ?$"
    ),
}
"""What stands before a bare number that counts customers."""

_SCALES_EN = {"thousand": 1e3, "k": 1e3, "million": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9}
_SCALES_JA = {"千": 1e3, "万": 1e4, "億": 1e8}
_DIGITS_JA = {char: float(n) for n, char in enumerate("一二三四五六七八九", start=1)}
_TENS_JA = {"十": 10.0, "百": 100.0, "千": 1000.0}
_MINUTES = {
    "d": 1440.0,
    "日": 1440.0,
    "h": 60.0,
    "時": 60.0,
    "m": 1.0,
    "分": 1.0,
    "s": 1 / 60,
    "秒": 1 / 60,
}
_PIECE = late.pattern(r"(?P<digits>[0-9.,]+)(?P<scale>[千万億]*+)")


def number_of(written: str) -> float | None:
    """The value of a number in digits, in words, or mixed as 1万2千; None if it is none."""
    plain = written.strip().lower()
    if plain in WORDS_EN:
        return WORDS_EN[plain]
    if plain in _A:
        return _A[plain]
    if not plain[:1].isdigit():
        return _kanji(plain)
    total = 0.0
    for piece in _PIECE.finditer(plain):
        value = float(piece["digits"].replace(",", "").strip("."))
        for sign in piece["scale"]:
            value *= _SCALES_JA[sign]
        total += value
    return total


def value_of(kind: str, match: re.Match[str]) -> float | None:
    """The value of what a pattern of amounts has found: percent, minutes, or a count."""
    if kind == "ratio":
        return _ratio(match)
    if kind == "percent":
        value = number_of(match["hundredths"])
        tenths = match.groupdict().get("tenths") is not None
        return value * 10 if value is not None and tenths else value
    if kind == "length":
        value = number_of(match["span"])
        half = 0.5 if match["half"] else 0.0
        return None if value is None else (value + half) * _MINUTES[match["unit"][0].lower()]
    value = number_of(match["number"])
    scale = _SCALES_EN[match["scale"].lower()] if match["scale"] else 1.0
    return None if value is None or _is_no_count(match) else value * scale


def _is_no_count(match: re.Match[str]) -> bool:
    """A numeral in kanji counts only before a counter: 一 is a part of many words."""
    counted = match.groupdict().get("counted") or match["hit"]
    return match["number"][0] in KANJI and not counted


def _ratio(match: re.Match[str]) -> float | None:
    part, whole = number_of(match["part"]), number_of(match["whole"])
    if part is None or whole is None or not 0 < part <= whole <= 1000:
        return None
    return 100 * part / whole


def _kanji(written: str) -> float | None:
    total, digit = 0.0, 0.0
    for char in written:
        if char in _DIGITS_JA:
            digit = _DIGITS_JA[char]
        elif char in _TENS_JA:
            total += (digit or 1.0) * _TENS_JA[char]
            digit = 0.0
        else:
            return None
    return total + digit or None
