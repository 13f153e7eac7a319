"""The forms that blanks and placeholders take, as regular expressions on folded text.

Each is bounded in length or possessive, so that hostile text costs linear time. ``ALWAYS`` are
template slots, found in code too; ``IN_PROSE`` are marks that mean something else in code or in
a web address (``__init__``, ``2001:db8::XX``, ``/orders/[ID]``).
"""

from __future__ import annotations

import re

from noroshi.kernel import late

# Characters that would make a mark part of a longer word. Kana and kanji do not: は＿＿時.
_NOT_AFTER = r"(?<![A-Za-z0-9_:.])"
_NOT_BEFORE = r"(?![A-Za-z0-9_]|::)"
_LONE = r"(?<![A-Za-z0-9_])"
_LONE_END = r"(?![A-Za-z0-9_])"

_NOUNS_JA = (
    "会社名|貴社名|サービス名|製品名|機能名|お客(?:様|さま)名|お?名前|氏名|担当者名?|部署名|日時|時刻|日付|"
    "時間|件数|地域名?|原因|影響範囲|金額|電話番号|URL"
)
_COUNTERS = "時|分|日|月|年|名|件|社|様|さま|円|%|パーセント|割|回|台|頃|ごろ|か所|箇所|店舗|地域|サービス|まで|より|から"
_NOUNS_EN = (
    "name|date|time|link|url|company|customer|component|service|region|product|feature|number|"
    "amount|eta|reason|cause|impact|details?|description|duration|person|team|e-?mail|phone|"
    "address|placeholder|blank|tbd|xx+"
)
_FILLERS_EN = (
    "the|a|an|of|your|our|my|insert|enter|add|fill|in|here|start|end|next|update|affected|"
    "status|page|incident|issue|support|list|expected|estimated|x|hh:mm|recovery"
)

ALWAYS = late.pattern(
    r"""
    \{[ ]?\{[^{}\n]{0,200}+(?:\}[ ]?\})?  |  \}[ ]?\}     # {{ slot }}, also torn or spaced
    | \{%[^%\n]{0,200}+%?\}?                              # {% tag %}
    | <%[^%\n]{0,200}+%>?                                 # <%= tag %>
    """,
    re.VERBOSE,
)

IN_PROSE = late.pattern(
    rf"""
    (?=[$\[{{%*<【(「A-Zxhy0-9?_tfldm#@『〔〇○◯●△▲□×✕こ-])(?:   # most letters begin no blank
    (?P<dollar>\$\{{[^{{}}\n]{{0,80}}+\}}?)
    |(?P<brace>(?<![/\w{{$])\{{[^\W\d][\w .-]{{0,40}}+\}}(?!\}}))
    |(?P<numbered>\{{[0-9]\}}|(?<![\w%])%[sd](?![A-Za-z0-9_])|\$[a-z][a-z_]{{2,40}}+(?![\w.-])
        |@@[A-Z_]{{2,40}}+@@|\#\#[A-Z_]{{2,40}}+\#\#)
    |(?P<star>\*{{2,}}+(?=(?:{_COUNTERS})))
    |(?P<twin>(?<![A-Za-z0-9])(?P<letter>[A-Z])(?P=letter)
        (?=[時分月日件名社]|[ ](?:minutes?|hours?|customers|shops|percent)\b|[ ]?%))
    |(?P<nothing>[【「『〔][ ]{{1,20}}+[】」』〕])
    |(?P<percent>%\([a-z_]{{1,40}}+\)[sd]|%[A-Z_]{{3,40}}%|\*\|[A-Z_:]{{2,40}}\|\*)
    |(?P<insert><(?i:insert|enter|add|fill[ ]in|your)\b[^<>\n]{{0,80}}+>)
    |(?P<angle><(?!/?(?:TABLE|DIV|SPAN|STRONG|CODE|PRE|BODY|HTML|HEAD|LINK|IMG)\b)
        [A-Z][A-Z0-9_ -]{{2,40}}+>)
    |(?P<named><(?i:(?!(?:link|time|address|details)>)(?:(?:{_NOUNS_EN}|{_FILLERS_EN})\b[ _/-]?){{1,6}}+)>)
    |(?P<caps>\[[A-Z][A-Z0-9_ /:'-]{{1,60}}+\](?![(\[:]))
    |(?P<words>\[(?i:(?:(?:{_NOUNS_EN}|{_FILLERS_EN})\b[ _/-]?){{1,6}}+)\](?![(\[:]))
    |(?P<noun_ja>[\[<【(「](?:{_NOUNS_JA})[\]>】)」])
    |(?P<ask_ja>[\[<【(](?:ここに[^\[\]<>【】()\n]{{0,30}}
        |[^\[\]<>【】()\n]{{0,30}}?(?:を記入|を挿入|要記入|要確認|未記入|記入してください))[\]>】)])
    |(?P<told_ja>(?:\A|(?<=[\n。]))ここに(?:回避策|影響(?:範囲)?|原因|本文|文面|内容|状況|説明|対応状況|日時|時刻|{_NOUNS_JA})
        を(?:ご?記入|記載|挿入)(?:して|する|の(?:うえ|上)|ください))
    |(?P<gap_ja>\([ ]{{1,20}}+\)(?=[時分日月年名件社%]))
    |(?P<clock>{_NOT_AFTER}(?=[0-9]{{0,2}}[XxHh?_-]|[0-9]{{1,2}}:[0-9]?[XxMm?_-])
        (?:[0-9]{{0,1}}[Xx?_-]{{1,2}}|[Hh]{{2}}|[0-9]{{1,2}}):(?:[0-9]?[Xx?_-]{{1,2}}|[Mm]{{2}}|[0-9]{{2}})
        (?![A-Za-z0-9_:-]))
    |(?P<year>{_LONE}(?:19|20)(?:[Xx?]{{2}}|__){_LONE_END})
    |(?P<date>(?<![A-Za-z])[Yy]{{4}}(?:[-/.][Mm]{{2}}[-/.][Dd]{{2}}(?![A-Za-z])
        |年[Mm]{{1,2}}月(?:[Dd]{{1,2}}日)?)
        |(?<![A-Za-z])(?:[Dd]{{2}}[-/.][Mm]{{2}}|[Mm]{{2}}[-/.][Dd]{{2}})[-/.][Yy]{{2,4}}(?![A-Za-z]))
    |(?P<cross>{_NOT_AFTER}(?:X{{2,}}+|x{{2,}}+){_NOT_BEFORE})
    |(?P<some>{_LONE}[XN](?:[ ](?=(?:minutes?|hours?|percent|customers|shops|of[ ](?:our[ ])?(?:customers|shops|users|payments))\b)|[ ]?%))
    |(?P<word>{_LONE}(?:(?i:TBD|TBC|T\.B\.D\.?)|TBA|TODO|FIXME|(?i:todo|fixme)(?=:)){_LONE_END})
    |(?P<line>{_LONE}_{{2,}}+{_LONE_END})
    |(?P<ring>(?<![一二三四五六七八九十百千〇○◯●△▲□×✕])
        (?:[〇○◯●△▲□]{{2,}}+|[×✕]{{2,}}+|[〇○◯●△▲□×✕X](?=(?:{_COUNTERS}))))
    |(?P<query>(?<![^\s(:])\?{{2,}}+(?=[\s.,)。、]|\Z))
    |(?P<latin>(?i:\blorem\s{{1,3}}ipsum\b))
    )
    """,
    re.VERBOSE,
)

ALLOWED_CAPS = frozenset(
    re.findall(
        r"\S+",
        "RESOLVED INVESTIGATING IDENTIFIED MONITORING UPDATE UPDATED SCHEDULED COMPLETED COMPLETE "
        "MAINTENANCE OUTAGE INCIDENT INFO INFORMATION NOTICE ALERT WARNING CRITICAL URGENT "
        "IMPORTANT ACTION REQUIRED FINAL REPORT CLOSED OPEN FIXED MITIGATED RECOVERED DEGRADED "
        "PARTIAL FULL MAJOR MINOR SERVICE DISRUPTION STATUS RESTORED ONGOING NEW CORRECTION "
        "CORRECTED REMINDER DRILL TEST EXERCISE PLANNED CANCELLED CANCELED EXTENDED INTERNAL "
        "EXTERNAL CONFIDENTIAL EU US UK JP AU APAC EMEA EN JA JST UTC CET GMT API SMS FAQ SEV OK "
        "POSTMORTEM RCA DOWN UP STARTED INITIAL CLOSING ",
    )
)
"""Words that stand in brackets as a label, not as a blank. P1 to P5 and SEV1 go as well."""

NEVER_A_LABEL = frozenset({"NAME", "DATE", "TIME", "LINK", "URL", "INSERT", "TBD", "XX", "X"})
"""Words that make a blank of any label."""

BLANK_ALONE = frozenset({"SERVICE", "STATUS PAGE", "INCIDENT STATUS", "REGION", "ACTION"})
"""Words of labels that by themselves ask to be replaced: [SERVICE] is down."""
