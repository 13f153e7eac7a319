"""A text says what is known: when it began, how many are hit, where, and how far it is (R1).

Compared with the answers of the checklist, the scope and the stage of the incident. Only a plain
contradiction is found: another time of the beginning or the end, another number of customers or
another share of what fails, a component or region that is not hit but named as hit, a text that
says "resolved" too early or "we are investigating" too late. Rounded numbers and times ("about
3,000 shops", 14時ごろ) may be a little off. Where nobody has answered, nothing can contradict.

Examples of an incident that is identified, began at 14:02 and hits 3,200 shops in Europe, and
not the United States (米国):

Bad (en): We are sorry. Since 14:20 some card payments fail.
Bad (en): We are sorry. Card payments of 3,400 shops fail.
Bad (en): We are sorry. Card payments in Europe and in the United States fail.
Bad (en): We are sorry for the trouble. The incident has been resolved.
Good (en): We are sorry. Since 14:02 card payments of about 3,000 shops in Europe fail. Customers \
in the United States are not affected. We will tell you when it is resolved.
Bad (ja): 14:20ごろから、欧州の一部のお客さまでカード決済ができない状態です。
Bad (ja): 現在、3,400店舗で決済エラーが発生しています。
Bad (ja): 欧州および米国で決済エラーが発生しています。
Bad (ja): 決済エラーは復旧しました。ご迷惑をおかけし、誠に申し訳ございませんでした。
Good (ja): 14:02ごろから、欧州の約3,200店舗で決済エラーが発生しています。米国には影響ありません。復旧しましたら、\
改めてお知らせいたします。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from noroshi.domain.guardrails import claims, counted, places
from noroshi.domain.guardrails.clock_times import ClockTime, minute_of_day, times_in
from noroshi.domain.guardrails.rule import (
    Field,
    Finding,
    Known,
    Level,
    Passage,
    Rule,
    Text,
    finding,
)
from noroshi.domain.incident import Stage
from noroshi.domain.language import Localised
from noroshi.kernel import late

_ROUNDED_BY = 15  # minutes by which a rounded time may be off
_DAY = 24 * 60
_EARLY = frozenset({Stage.INVESTIGATING, Stage.IDENTIFIED})
_PLAIN_CLOCK = late.pattern(r"[0-9]{1,2}:[0-9]{2}")
_KANJI_CLOCK = late.pattern(r"[0-9]{1,2}時[0-9]{1,2}")
_NOT_HIT: Localised = {
    "en": "This part of the service or region is not in the incident’s scope.",
    "ja": "この地域またはサービスは、今回のインシデントの影響範囲に含まれていません。",
}
_TOO_EARLY: Localised = {
    "en": "The text says that it is over, but the incident is not resolved.",
    "ja": "復旧したと書かれていますが、インシデントはまだ復旧していません。",
}
_TOO_LATE: Localised = {
    "en": "The text says that it goes on, but this message says that it is resolved.",
    "ja": "復旧のお知らせですが、障害が続いているように書かれています。",
}


def find(text: Text) -> Iterator[Finding]:
    """Every plain contradiction, rule by rule."""
    for passage in text.passages:
        yield from _status(passage, text)
        known = text.context.known
        if known is not None:
            yield from _times(passage, known)
            yield from _numbers(passage, known, text)
            yield from _places(passage, known, text)


def _status(passage: Passage, text: Text) -> Iterator[Finding]:
    folded, stage = passage.folded_prose, text.stage
    if stage is Stage.POSTMORTEM:
        return
    labelled = _label(passage, text)
    if labelled is not None:
        yield labelled
        return
    if stage in _EARLY:
        for span in claims.over(folded.text, text.speech):
            yield _found(passage, span, _TOO_EARLY)
    if stage is Stage.RESOLVED:
        for span in claims.goes_on(folded.text, text.speech):
            yield _found(passage, span, _TOO_LATE)


def _label(passage: Passage, text: Text) -> Finding | None:
    """A subject that begins with another stage than the message has."""
    if passage.field is not Field.SUBJECT:
        return None
    said = claims.label_of(passage.folded_prose.text, text.speech)
    names = claims.LABELS
    if said is None or said[0] is text.stage or text.stage not in names[text.speech]:
        return None
    right = names[text.speech][text.stage]
    reason = {
        "en": f"This message is at another stage: {names['en'][text.stage]}.",
        "ja": f"このお知らせの段階は「{names['ja'][text.stage]}」です。",
    }
    return _found(passage, said[1], reason, mend=right)


def _times(passage: Passage, known: Known) -> Iterator[Finding]:
    folded = passage.folded_prose.text
    times = list(islice(times_in(folded), claims.MOST))
    said = known.started_at is not None and any(
        _agrees(folded, time, known.started_at, known)
        for time in times
        if claims.is_beginning(folded, time)
    )
    for time in times:
        if claims.is_beginning(folded, time):
            if said and claims.is_window(folded, time):
                continue
            fact, wording = known.started_at, _BEGAN
        elif claims.is_end(folded, time):
            fact, wording = known.ended_at, _ENDED
        else:
            continue
        if fact is not None and not _agrees(folded, time, fact, known):
            yield _wrong_time(passage, time, fact, wording)


_BEGAN = ("The incident began at {at}, not at this time.", "発生時刻（{at}）と異なります。")
_ENDED = ("The incident ended at {at}, not at this time.", "復旧時刻（{at}）と異なります。")


def _agrees(folded: str, time: ClockTime, fact: datetime, known: Known) -> bool:
    if time.is_at(fact) or any(time.is_at(at) for at in known.times):
        return True
    if claims.names_a_day(folded, time):
        return True  # another day may be meant
    off = abs(time.minute - _minute_there(fact, time)) % _DAY
    slack = _ROUNDED_BY if claims.is_rounded(folded, time) else 0
    return min(off, _DAY - off) <= slack


def _minute_there(at: datetime, time: ClockTime) -> int:
    """The minute of the day of ``at`` in the zone in which the time is given."""
    if time.zone is None:
        return minute_of_day(at)
    offset = at.utcoffset()
    east = round(offset.total_seconds() / 60) if offset is not None else 0
    return (minute_of_day(at) - east + time.zone) % _DAY


def _wrong_time(
    passage: Passage, time: ClockTime, fact: datetime, wording: tuple[str, str]
) -> Finding:
    minute = _minute_there(fact, time)
    at = f"{minute // 60:02}:{minute % 60:02}"
    reason = {"en": wording[0].format(at=at), "ja": wording[1].format(at=at)}
    folded = passage.folded_prose.text
    written, rest = folded[time.start : time.digits_end], folded[time.digits_end : time.end]
    mend = None
    if re.search(r"[AaPp]\.?[Mm]", rest) is None:
        if _PLAIN_CLOCK.fullmatch(written):
            mend = at
        elif _KANJI_CLOCK.fullmatch(written):
            mend = f"{minute // 60}時{minute % 60:02}"
    end = time.digits_end if mend else time.end
    return _found(passage, (time.start, end), reason, mend=mend)


def _numbers(passage: Passage, known: Known, text: Text) -> Iterator[Finding]:
    folded = passage.folded_prose.text
    for wrong in counted.contradictions(folded, known.numbers, text.speech):
        reason = {
            "en": f"The number that is known is another one: {wrong.known}.",
            "ja": f"確認されている数（{wrong.known}）と異なります。",
        }
        yield _found(passage, wrong.span, reason, mend=wrong.mend)


def _places(passage: Passage, known: Known, text: Text) -> Iterator[Finding]:
    hit = text.context.scope_words
    for span in places.named_as_hit(
        known.other_scope_words, hit, passage.folded_prose.text, text.speech
    ):
        yield _found(passage, span, _NOT_HIT)


def _found(
    passage: Passage, span: tuple[int, int], reason: Localised, *, mend: str | None = None
) -> Finding:
    label = {"en": f"Say {mend}", "ja": f"{mend}にする"} if mend else None
    return finding(
        "contradicts_facts",
        passage,
        passage.folded_prose.origin(*span),
        reason,
        level=Level.WARN,
        mend=mend,
        mend_label=label,
    )


RULE = Rule(
    code="contradicts_facts",
    name={"en": "Contradicts the facts", "ja": "事実との食い違い"},
    level=Level.WARN,
    find=find,
    guide=__doc__,
)
