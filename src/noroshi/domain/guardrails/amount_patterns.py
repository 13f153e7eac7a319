"""How amounts are written in English and Japanese, as regular expressions on folded text."""

from __future__ import annotations

import re

from noroshi.domain.guardrails.numerals import COUNTERS_JA, KANJI, WORDS_EN
from noroshi.kernel import late

_NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})++|[0-9]{1,12})(?:\.[0-9]{1,6}+)?"
_BEFORE = r"(?<![A-Za-z0-9_.,/#])(?<![A-Za-z0-9:]:)(?<![A-Za-z]-)"
_WORD = rf"(?i:\b(?:{'|'.join(sorted(WORDS_EN, key=len, reverse=True))})\b)"
_UNIT_EN = r"(?:days?|hours?|hrs?|h|minutes?|mins?|seconds?|secs?)"
_A = r"(?i:\b(?:half[ ])?an?\b(?=[ ](?:day|hour|minute|second)\b))"
_HIT_EN = (
    r"(?:customers?|shops?|stores?|merchants?|users?|accounts?|companies|businesses|"
    r"organi[sz]ations?|tenants?|workspaces?|people)"
)
_NOT_LINKING = (
    r"(?!(?:for|to|in|of|and|or|when|while|on|by|at|from|with|until|after|since|some|all|the|"
    r"our|your|as|that|if|but|because|so|minutes?|hours?|errors?|days?)\b)"
)

_ENGLISH = late.pattern(
    rf"""(?=[0-9]|(?<![A-Za-z0-9])[ABEFHNOSTabefhnost])(?:  # where a number may begin
    (?P<ratio>(?P<part>{_BEFORE}{_NUMBER}|{_WORD})[ ](?:in|out[ ]of)[ ](?:every[ ])?
        (?P<whole>{_NUMBER}|{_WORD})(?![A-Za-z0-9_]|[.,:][0-9]))
    |{_BEFORE}(?P<percent>(?P<hundredths>{_NUMBER}|{_WORD})(?:[ ]?%|[ ](?i:per[ ]?cent)\b))
    |(?P<length>(?P<span>{_BEFORE}{_NUMBER}|{_WORD}|{_A})(?P<half>[ ]and[ ]a[ ]half)?
        [ -]?(?P<unit>{_UNIT_EN})\b)
    |(?P<count>(?P<number>{_BEFORE}{_NUMBER}|{_WORD})(?:[ ]?(?P<scale>(?i:thousand|million|billion|bn|k|m)\b))?)
        (?![A-Za-z0-9_]|[.,:][0-9]|:[A-Za-z:]|/[0-9])
        (?P<hit>[ ](?:of[ ](?:our|your|the)[ ])?(?:{_NOT_LINKING}[A-Za-z-]{{2,16}}+[ ]){{0,2}}{_HIT_EN}\b)?
    )""",
    re.VERBOSE,
)

_NUMBER_JA = rf"(?:{_NUMBER}(?:[千万億](?:{_NUMBER})?){{0,3}}|[{KANJI}]{{1,4}}+)"
_HIT_JA = (
    r"(?:社|店舗|店(?!頭|内)|名|人(?!中)|アカウント|ユーザ|テナント|"
    r"(?:件|か所|箇所)?の?(?:お客|加盟店|店舗|会員|利用者|ユーザ|企業))"
)
_JAPANESE = late.pattern(
    rf"""(?=[0-9{KANJI}])(?:
    (?P<ratio>{_BEFORE}(?P<whole>{_NUMBER_JA})(?:(?P<fraction>分の)|
        (?P<counter>{COUNTERS_JA})(?:に(?:つき)?|のうち|中)(?:約|およそ)?)
        (?P<part>{_NUMBER_JA})(?(counter)(?P=counter)))
    |(?P<percent>{_BEFORE}(?P<hundredths>{_NUMBER_JA})(?:[ ]?%|[ ]?パーセント|(?P<tenths>割(?!り|引|当|増))))
    |(?P<length>{_BEFORE}(?P<span>{_NUMBER_JA})[ ]?(?P<unit>時間(?P<half>半)?|分(?!の|散|割|析|類)間?|秒|
        日(?=間|以内|後|前|ほど|以上|程度)間?))
    |(?P<count>{_BEFORE}(?P<number>{_NUMBER_JA}))(?![A-Za-z0-9_]|[.,:][0-9]|:[A-Za-z:]|/[0-9])
        (?P<scale>(?!))?(?P<hit>[ ]?{_HIT_JA})?(?P<counted>[ ]?(?:{COUNTERS_JA}|つ|回|度|か|ヶ|箇))?
    )""",
    re.VERBOSE,
)

PATTERNS = {"en": _ENGLISH, "ja": _JAPANESE}
"""One pattern per language; the groups ratio, percent, length and count say what was found."""

_MONTHS = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?"
)
_DATES = (
    rf"\b[0-9]{{1,2}}(?:st|nd|rd|th)?[ ](?:of[ ])?{_MONTHS}(?:,?[ ][0-9]{{4}}\b)?"
    rf"|\b{_MONTHS}[ ][0-9]{{1,2}}(?:st|nd|rd|th)?\b(?:,?[ ][0-9]{{4}}\b)?"
    r"|(?<![0-9])[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}(?![0-9])"
    r"|(?<![0-9])[0-9]{1,2}/[0-9]{1,2}(?:/[0-9]{2,4})?(?![0-9])"
    r"|(?<![0-9])(?:[0-9]{4}年)?[0-9]{1,2}月(?:[0-9]{1,2}日)?|(?<![0-9])[0-9]{4}年度?"
    r"|(?<![0-9])[0-9]{1,2}日(?!間|以内|後|前|ほど|以上|程度)"
)
_NO_AMOUNTS = (
    r"|(?<![A-Za-z0-9])[0-9]{1,4}(?:st|nd|rd|th)\b|第[0-9]{1,4}(?:報|回|版|四半期)?|[0-9]{1,4}(?:次|番目|位)"
    r"|(?<![A-Za-z0-9])(?:v|V|No\.?|no\.?|#|HTTP|TLS|IPv|Update|update|version|Version|Severity|severity|P|SEV|Q)[ ]?"
    r"[0-9]{1,6}(?:\.[0-9]{1,6}){0,4}"
    r"|(?<![0-9.])[0-9]{1,6}(?:\.[0-9]{1,6}){2,5}(?![0-9])"
    r"|(?<![0-9])(?:19|20)[0-9]{2}(?=年|[ ]?-[ ]?[0-9])"
)
_IDIOMS_EN = r"|\b(?:no|No|any) one\b|\b[Oo]ne of\b|\bthis one\b"
TAKEN = {
    "en": late.pattern(
        rf"(?=[0-9#第]|(?<![A-Za-z0-9])[A-Za-z])(?:{_DATES}{_NO_AMOUNTS}{_IDIOMS_EN})"
    ),
    "ja": late.pattern(rf"(?=[0-9#第重一十三二唯統万千八]|(?<![A-Za-z0-9])[A-Za-z])(?:{_DATES}{_NO_AMOUNTS}" r"|重大度[0-9]|一部|一時|一方|一切|一般|一定|一覧|一度|十分|"
        r"三者|二重|一つ一つ|唯一|統一|万一|一環|一連|一律|一同|一括|一層|一旦|千葉|万全|八百)"),
}  # fmt: skip
"""Digits that count nothing, and words that only look like numerals."""

ROUNDED = {
    "en": (
        late.pattern(
            r"(?:about|around|roughly|approximately|approx\.?|some|nearly|almost|over|than|to|least|"
            r"most|under|estimated|circa|~) ?$",
            re.IGNORECASE,
        ),
        late.pattern(r" ?(?:or (?:so|more|fewer|less)\b|\+)", re.IGNORECASE),
    ),
    "ja": (
        late.pattern(r"(?:約|およそ|おおよそ|ほぼ|最大|最大で|少なくとも|概ね|おおむね|推定) ?$"),
        late.pattern(r"[^\d\s。、]{0,3}?(?:以上|以下|未満|弱|強|超|程度|ほど|前後|余り|近く)"),
    ),
}
"""Words before and behind an amount that make it a rounded one."""
