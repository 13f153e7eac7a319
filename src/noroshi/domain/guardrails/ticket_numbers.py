"""Numbers of tickets in a folded text: PAY-4711, INC0012345, ticket #812, チケット番号：812.

Names of standards (UTF-8, ISO-8601, CVE-2026-1234) look alike, and so do the error codes that
customers see, the models of devices and the numbers of flights. A number that readers are asked
to quote is theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from noroshi.kernel import late

Span = tuple[int, int]

_STANDARDS = frozenset(
    [
        "HTTP",
        "HTTPS",
        "UTF",
        "UCS",
        "ISO",
        "IEC",
        "IEEE",
        "JIS",
        "SHA",
        "MD",
        "RFC",
        "CVE",
        "CWE",
        "COVID",
        "TLS",
        "SSL",
        "DTLS",
        "AES",
        "RSA",
        "ECDSA",
        "HMAC",
        "PCI",
        "DSS",
        "SOC",
        "EMV",
        "PSD",
        "GPT",
        "WPA",
        "USB",
        "HDMI",
        "IPV",
        "FIPS",
        "NIST",
        "SP",
        "BCP",
        "STD",
        "ANSI",
        "ASCII",
        "EN",
        "DIN",
        "ETSI",
        "ITU",
        "UTC",
        "GMT",
        "JST",
        "CET",
        "CEST",
        "EST",
        "PST",
        "EU",
        "US",
        "UK",
        "JP",
        "DE",
        "FR",
        "APAC",
        "EMEA",
        "AMER",
        "SEV",
        "FY",
        "KB",
        "TIER",
        "LEVEL",
        "PHASE",
        "STEP",
        "PART",
        "JAN",
        "FEB",
        "MAR",
        "APR",
        "MAY",
        "JUN",
        "JUL",
        "AUG",
        "SEP",
        "OCT",
        "NOV",
        "DEC",
        "HS",
        "ES",
        "RS",
        "PS",
        "OAUTH",
        "SAML",
        "WCAG",
        "ASVS",
        "OWASP",
        "TCP",
        "UDP",
        "PORT",
        "WINDOWS",
        "ANDROID",
        "IOS",
        "DDR",
        "PM",
        "MP",
        "XX",
        "SMS",
        "A4",
        "GHSA",
        "CET",
        "WIN",
        "TYPE",
        "CLASS",
        "GRADE",
        "SHIFT",
        "GSM",
        "UCS",
        "ADR",
    ]
)
_KEY = late.pattern(
    r"(?a)(?<![\w./#-])(?P<key>[A-Z][A-Z0-9]{1,9})-(?P<number>[0-9]{1,7})(?![\w-]|\.[0-9])"
)
_DESK = late.pattern(r"(?a)(?<![\w-])(?:INC|CHG|PRB|REQ|RITM|SCTASK|TASK|CS)-?[0-9]{5,10}(?![\w-])")
_WORD_EN = (
    r"(?:ticket|issue|bug|incident|problem|change(?: request)?|jira|task|story|case)"
    r"(?: (?:number|no\.?|id|key))?"
)
_WORD_JA = (
    r"(?:(?:社内|管理|障害|課題|案件|変更)(?:管理)?(?:番号|チケット|票)|チケット(?:番号|ID|No\.?)?|"
    r"課題(?:番号|キー)|インシデント(?:番号|ID|No\.?)|起票番号)"
)
_NAMED = late.pattern(
    rf"(?ai)(?=[a-z社管障課案変チイ起])(?:(?<![\w-]){_WORD_EN}[ ]?:?[ ]?(?:#[ ]?(?:[A-Z]{{1,9}}-)?[0-9]{{2,9}}|[0-9]{{4,9}}(?=[\s.,;:)\]。、]|\Z)))"
    rf"|{_WORD_JA}[ ]?(?:[:：はが][ ]?)?(?:#[ ]?[0-9]{{2,9}}|(?:No\.?[ ]?)?[A-Z]{{0,9}}-?[0-9]{{3,9}})(?![\w年月日時件]|-[0-9])"
)
_TICKET_BEFORE = late.pattern(
    rf"(?ai)(?:{_WORD_EN}|{_WORD_JA}|tracked (?:as|in|under)|チケット)[ ]?[:：#(`]{{0,3}}[ ]?$"
)
# What stands in front of the codes of errors, of products and of journeys, also of several.
_CODE_BEFORE = late.pattern(
    r"(?ai)(?:errors?|code|codes|message|エラー|コード|メッセージ|models?|types?|series|plan|part number|terminals?|"
    r"devices?|printers?|scanners?|readers?|routers?|flights?|trains?|型番|品番|機種|型式|製品|プラン|端末|機器|ルーター?|"
    r"プリンター?|便名|列車)"
    r"(?: (?:code|codes|number|message|of))?(?:番号|名)?[ ]?(?:is |は|[:：])?[ ]?[\"'`「『(]{0,2}"
    r"(?:[A-Z][A-Z0-9]{1,9}-[0-9]{1,7}[\"'`」』]?(?:, (?:and |or )?| (?:and|or|&) |、|・|/|および|及び|または|や|と)){0,3}$"
)
_CODE_AFTER = late.pattern(
    r"(?ai)[\"'`」』)]{0,2}[ ]?(?:errors?|codes?|message|(?:series|terminals?|devices?|printers?|flights?)\b|"
    r"便|型(?!番)|シリーズ|端末|(?:という|の)?(?:エラー|コード|表示))"
)
_QUOTED = late.pattern(r"(?a)[\"「『]$")
_ASKED = late.pattern(
    r"(?ai)\b(?:quote|mention|cite|give us|your (?:\w+ )?(?:ticket|case|reference|issue))\b|"
    r"お伝え|お申し(?:付|つ)け|ご記入|ご記載|お知らせください|お問い?合わ?せ番号|受付番号"
)
_LOOK = 60


def spans(folded: str, *, known: frozenset[str]) -> Iterator[Span]:
    """Each number with the word before it that says what it is. ``known`` are public names."""
    for pattern in (_NAMED, _DESK):
        for match in pattern.finditer(folded):
            if not _is_asked_for(match):
                yield match.span()
    for match in _KEY.finditer(folded):
        if match[0] not in known and _is_ticket(match) and not _is_asked_for(match):
            yield match.span()


def _is_ticket(match: re.Match[str]) -> bool:
    text, (start, end) = match.string, match.span()
    before = text[max(0, start - _LOOK) : start]
    if _TICKET_BEFORE.search(before):
        return match["key"] not in _STANDARDS
    if match["key"] in _STANDARDS or len(match["number"]) < 2:
        return False
    told = (_CODE_BEFORE.search(before), _CODE_AFTER.match(text, end), _QUOTED.search(before))
    return not any(told)


def _is_asked_for(match: re.Match[str]) -> bool:
    text, (start, end) = match.string, match.span()
    before = text[max(0, start - _LOOK) : start].rpartition("\n")[2]
    after = text[end : end + _LOOK // 2].partition("\n")[0]
    return bool(_ASKED.search(before + match[0] + after))
