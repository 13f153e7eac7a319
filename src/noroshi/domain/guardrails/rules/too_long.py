"""A text fits its channel.

Limits are counted in code points and come from the channel (``noroshi.domain.channel``). A title
that is cut on a phone loses its end, and the end often says where or for whom.

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

from noroshi.domain.channel import LIMITS, NAMES, Channel, Limits
from noroshi.domain.guardrails.rule import Field, Finding, Level, Passage, Rule, Text, finding
from noroshi.domain.language import Localised


def find(text: Text) -> Iterator[Finding]:
    """The part of subject or body beyond what the channel takes."""
    limits = LIMITS.get(text.channel, Limits())
    for passage in text.passages:
        most = limits.subject if passage.field is Field.SUBJECT else limits.body
        if most is not None and len(passage.raw) > most:
            span = (most, len(passage.raw))
            yield finding("too_long", passage, span, _reason(passage, text.channel, most))


def _reason(passage: Passage, channel: Channel, most: int) -> Localised:
    name = NAMES[channel]
    length = len(passage.raw)
    subject = passage.field is Field.SUBJECT
    part_en, part_ja = ("subject", "件名") if subject else ("text", "本文")
    return {
        "en": f"The {part_en} has {length:,} characters; this channel ({name['en']}) takes {most:,}.",
        "ja": f"{part_ja}が{length:,}文字あります。{name['ja']}の上限は{most:,}文字です。",
    }


RULE = Rule(
    code="too_long",
    name={"en": "Too long for the channel", "ja": "チャネルの文字数超過"},
    level=Level.BLOCK,
    find=find,
    guide=__doc__,
)
