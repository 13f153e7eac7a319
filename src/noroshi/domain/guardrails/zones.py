"""Time zones as messages name them: CET, UTC+9, Pacific time, 日本時間, 中央ヨーロッパ時間.

Wider than ``clock_times``, which reads the zones it can reckon with: here it only matters that
the reader is told one.
"""

from __future__ import annotations

import re

from noroshi.kernel import late

_ABBREVIATIONS = (
    "UTC|GMT|WEST|WET|CEST|CET|EEST|EET|MSK|TRT|BST|IST|JST|KST|HKT|SGT|PHT|WIB|ICT|PKT|GST|ADT|"
    "EST|EDT|CST|CDT|MST|MDT|PST|PDT|AKST|AKDT|HST|AEST|AEDT|ACST|ACDT|AWST|NZST|NZDT|BRT|ART|CLT|"
    "SAST|EAT|WAT|ET|PT|CT|MT"
)
_PLACES = (
    "local|pacific|eastern|central|mountain|atlantic|european?|western|berlin|london|paris|tokyo|"
    "new york|sydney|singapore|japan|german|british|uk|us|indian?|china|korean?|standard|daylight|"
    "summer|universal"
)
_PLACES_JA = (
    "日本|現地|世界|米国|アメリカ|英国|イギリス|ヨーロッパ|欧州|東部|中部|山岳|太平洋|ドイツ|フランス|中国|"
    "韓国|台湾|インド|シンガポール|オーストラリア|ロンドン|ニューヨーク|ベルリン|パリ|シドニー"
)
NAME = (
    rf"(?:(?<![A-Za-z])(?:{_ABBREVIATIONS})(?![A-Za-z])(?: ?[+-][0-9]{{1,2}}(?::[0-9]{{2}})?)?"
    rf"|(?i:(?<![A-Za-z])(?:{_PLACES})(?: (?:standard|daylight|summer))?[ ]time(?![A-Za-z]))"
    rf"|(?:{_PLACES_JA})(?:標準|夏)?時[間刻]|標準時|世界時)"
)
"""A zone by name, as a regular expression on folded text, without groups."""

ZONE = late.pattern(
    rf"{NAME}"
    # Helsinki time, Pacific: only right behind a time of day
    r"|[0-9](?: ?[ap]\.?m?\.?)?,? (?:in )?[A-Z][a-z]{2,15}(?: [A-Z][a-z]{2,15})? time\b"
    r"|[0-9](?: ?[ap]\.?m?\.?)? (?i:pacific|eastern)\b"
    r"|[0-9]Z(?![A-Za-z0-9])"
    r"|T[0-9]{2}:[0-9:.]{2,13}[+-][0-9]{2}:?[0-9]{2}"
)
"""A zone that stands with a time."""

_NAME = late.pattern(NAME)
_LABEL = late.pattern(
    r"(?:(?i:\b(?:times?|timestamps?|timeline|clock)\b)[^0-9.\n]{0,40}"
    r"|(?:時刻|日時|時間帯?|表記|タイムライン|経過|※)[^0-9。\n]{0,20})$"
)
_SAID = late.pattern(r"\)?(?:表記|で(?:表記|記載|表示|の表記)|に基づ)")
_AFTER_TIME = late.pattern(r"[0-9] ?$")


def for_all(folded: str) -> bool:
    """Whether the text says once in which zone all its times are: "All times CET"."""
    return any(_is_for_all(folded, match) for match in _NAME.finditer(folded))


def _is_for_all(folded: str, zone: re.Match[str]) -> bool:
    before = folded[max(0, zone.start() - 50) : zone.start()]
    if _SAID.match(folded, zone.end()) and not _AFTER_TIME.search(before):
        return True
    return _LABEL.search(before) is not None


def named(folded: str) -> str | None:
    """The first zone that a text names, in its own words."""
    match = _NAME.search(folded)
    return match[0] if match else None
