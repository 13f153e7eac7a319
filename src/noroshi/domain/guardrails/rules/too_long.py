"""A text fits its channel, by the count of that channel.

The limits are data (``noroshi.domain.lengths.limits.LIMITS``): characters for a subject, parts for an SMS,
weights for X, letters and bytes for Bluesky. What is marked is the part beyond the limit; it never
begins inside a letter or an address. Nothing is ever cut without asking: what is cut on a phone is
the end, and the end often says where, for whom, or where to read on.

Bad (en, subject of an e-mail): Some card payments in Europe and in the United Kingdom are failing \
since this afternoon
Good (en, subject of an e-mail): Some card payments in Europe are failing
Bad (ja, subject of an e-mail): 欧州および英国の一部のお客さまにおいて、本日の午後からカード決済の\
確認に時間がかかり、お支払いが完了しない場合があることについてのお詫びと、現在の対応状況および次回の\
お知らせ予定時刻のご案内
Good (ja, subject of an e-mail): 欧州の一部のお客さまにおける決済エラー
"""

from __future__ import annotations

from collections.abc import Iterator

from noroshi.domain.channel import NAMES, Channel
from noroshi.domain.guardrails.rule import Finding, Level, Rule, Text, finding
from noroshi.domain.language import Localised
from noroshi.domain.lengths.fit import fits_until
from noroshi.domain.lengths.gsm import Encoding
from noroshi.domain.lengths.limits import Part
from noroshi.domain.lengths.measure import Length, measure
from noroshi.domain.lengths.unit import Unit

_PARTS: dict[Part, tuple[str, str]] = {
    Part.SUBJECT: ("subject", "件名"),
    Part.BODY: ("text", "本文"),
    Part.WHOLE: ("subject and text together", "件名と本文の合計"),
}
_UNITS: dict[Unit, tuple[str, str, str, str]] = {
    # English and Japanese name of the unit, and how this channel counts
    Unit.CODEPOINTS: ("characters", "文字", "", ""),
    Unit.GRAPHEMES: ("characters", "文字", "", ""),
    Unit.UTF8: ("bytes", "バイト", "", ""),
    Unit.JSON_UTF8: ("bytes", "バイト", "", "（日本語は1文字3バイト）"),
    Unit.UTF16: ("characters", "文字", ", where most emoji count 2", "（絵文字の多くは2文字）"),
    Unit.X_WEIGHTED: (
        "characters",
        "文字",
        ", where Japanese and emoji count 2 and a link to a known top-level domain 23",
        "（全角と絵文字は2文字、既知のトップレベルドメインのURLは23文字として計算）",
    ),
    Unit.MASTODON: (
        "characters",
        "文字",
        ", where a link to a known top-level domain counts 23",
        "（既知のトップレベルドメインのURLは23文字として計算）",
    ),
}


def find(text: Text) -> Iterator[Finding]:
    """The part of subject or body beyond what the channel takes, once for each limit."""
    for length in measure(text.subject, text.body, text.channel, graphemes=text.linguist.graphemes):
        if length.is_over:
            yield _finding(text, length)


def _finding(text: Text, length: Length) -> Finding:
    subject, body = text.passages
    passage = subject if length.part is Part.SUBJECT else body
    before = subject.raw if length.part is Part.WHOLE else ""
    fits = fits_until(
        before + passage.raw,
        length.limit,
        graphemes=text.linguist.graphemes,
        ends=text.linguist.grapheme_ends,
    )
    if fits < len(before):
        passage, before = subject, ""
    span = (fits - len(before), len(passage.raw))
    return finding("too_long", passage, span, reason(length, text.channel))


def reason(length: Length, channel: Channel) -> Localised:
    """What is too long and by how much, in the channel's own unit."""
    part_en, part_ja = _PARTS[length.part]
    name = NAMES[channel]
    if length.unit is Unit.GSM_SEGMENTS:
        return _of_sms(length)
    used, most, over = length.used, length.most, length.used - length.most
    unit_en, unit_ja, how_en, how_ja = _UNITS[length.unit]
    return {
        "en": f"The {part_en} has {used:,} {unit_en}{how_en}; this channel ({name['en']}) takes"
        f" {most:,}: shorten it by {over:,}.",
        "ja": f"{part_ja}が{used:,}{unit_ja}あり、{name['ja']}の上限{most:,}{unit_ja}{how_ja}を"
        f"{over:,}{unit_ja}超えているため、短くしてください。",
    }


def _of_sms(length: Length) -> Localised:
    encoding = length.encoding or Encoding.UCS_2
    culprit = length.culprits[0].found if length.culprits else ""
    why_en = f" because of “{culprit}”" if culprit.isprintable() and culprit else ""
    return {
        "en": f"The text takes {length.used:,} SMS parts ({length.characters:,} characters in"
        f" {encoding}{why_en}); at most {length.most} are sent: shorten it.",
        "ja": f"本文がSMS {length.used:,}通分（{encoding}で{length.characters:,}文字）あり、"
        f"上限の{length.most}通を超えているため、短くしてください。",
    }


RULE = Rule(
    code="too_long",
    name={"en": "Too long for the channel", "ja": "チャネルの文字数超過"},
    level=Level.BLOCK,
    find=find,
    guide=__doc__,
)
