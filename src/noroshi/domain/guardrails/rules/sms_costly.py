"""An SMS stays in the alphabet of SMS where a plain character does.

One character outside that alphabet (GSM 7-bit) turns the whole text to UCS-2: a part then holds 70
characters instead of 160, and the message takes, and costs, up to twice as many parts. The usual
culprits come from a word processor: curly quotes and apostrophes, long dashes, a single accent. A
text that needs other letters anyway, such as a Japanese one, is left alone.

Bad (en, SMS): We’re sorry – some card payments in Europe fail.
Good (en, SMS): We're sorry - some card payments in Europe fail.
Good (ja, SMS): 欧州の一部のお客さまで決済エラーが発生しており、申し訳ございません。
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from noroshi.domain.channel import Channel
from noroshi.domain.guardrails.rule import Finding, Level, Passage, Rule, Text, finding
from noroshi.domain.language import Localised
from noroshi.domain.lengths.gsm import Culprit, culprits, sms

_LONGEST = 2_000  # characters; a longer text is too long in any alphabet


def find(text: Text) -> Iterator[Finding]:
    """Each character that makes the SMS dear, if all of them can be spared."""
    passage = text.passages[1]
    if text.channel is not Channel.SMS or len(passage.raw) > _LONGEST:
        return
    found = list(culprits(passage.raw))
    if all(one.plain is not None for one in found):
        now, then = sms(passage.raw).parts, sms(_plain(passage.raw, found)).parts
        for one in found:
            yield _finding(passage, one, _reason(one, now, then))


def _reason(one: Culprit, now: int, then: int) -> Localised:
    """Why the character should go; ``now`` and ``then`` are parts with and without culprits."""
    en, ja = _shown(one.found, "“", "”"), _shown(one.found, "「", "」")
    if then < now:
        return {
            "en": f"{en} is not in the alphabet of SMS, so this text is sent and paid as {now}"
            f" parts; without such characters {then} would do.",
            "ja": f"{ja}はSMSの標準文字（GSM-7）にないため、この本文は{now}通分になりますが、"
            f"標準文字だけにすると{then}通で済みます。",
        }
    return {
        "en": f"{en} is not in the alphabet of SMS, so a part of this text holds 70 characters"
        " instead of 160.",
        "ja": f"{ja}はSMSの標準文字（GSM-7）にないため、1通に入る文字数が160から70に減ります。",
    }


def _plain(raw: str, found: Sequence[Culprit]) -> str:
    pieces: list[str] = []
    done = 0
    for one in found:
        pieces += [raw[done : one.start], one.plain or ""]
        done = one.end
    return "".join([*pieces, raw[done:]])


def _shown(character: str, opening: str, closing: str) -> str:
    if character.isprintable() and not character.isspace():
        return f"{opening}{character}{closing}"
    return f"U+{ord(character):04X}"


def _finding(passage: Passage, one: Culprit, reason: Localised) -> Finding:
    plain = one.plain or ""
    return finding(
        "sms_costly",
        passage,
        (one.start, one.end),
        reason,
        level=Level.HINT,
        mend=plain,
        mend_label={
            "en": f"Write “{plain}”" if plain.strip() else _SPACE[plain]["en"],
            "ja": f"「{plain}」に置き換える" if plain.strip() else _SPACE[plain]["ja"],
        },
    )


_SPACE: dict[str, Localised] = {
    "": {"en": "Leave it out", "ja": "削除する"},
    " ": {"en": "Write a plain space", "ja": "半角スペースに置き換える"},
}

RULE = Rule(
    code="sms_costly",
    name={"en": "Costly SMS", "ja": "SMSの通数が増える文字"},
    level=Level.HINT,
    find=find,
    guide=__doc__,
)
