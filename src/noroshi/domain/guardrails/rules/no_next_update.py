"""Every message names the time of the next update, and it is the promised one (R4).

"Soon" and "in 30 minutes" are no time: the reader cannot know when the text was written. A time
beside "next update" that is not the promised one contradicts the status page, and so does the
right time on the next day. The time of a restart is no promise of news. Resolving messages,
final reports and texts for colleagues only need no promise.

Examples with a promise for 15:15:

Bad (en): We are sorry. The next update follows soon.
Bad (en): We are sorry. Next update by 16:00.
Good (en): We are sorry. Next update by 15:15.
Bad (ja): 次回のお知らせまで、しばらくお待ちください。
Bad (ja): 次回は16:00までにお知らせします。
Good (ja): 次回は15:15までにお知らせします。
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from noroshi.domain.guardrails.clock_times import ClockTime, minute_of_day, times_in
from noroshi.domain.guardrails.folding import fold
from noroshi.domain.guardrails.promised_times import is_of_work, is_same_day, next_day
from noroshi.domain.guardrails.rule import Context, Finding, Level, Passage, Rule, Text, finding
from noroshi.domain.incident import Stage
from noroshi.domain.language import Localised
from noroshi.kernel import late

_NEWS = r"(?:update|news|report|post|message|information|notice|announcement)s?"
_MENTIONS = {
    "en": late.pattern(
        rf"\b(?:next|another|further|following) (?:\w{{1,12}} ){{0,2}}?{_NEWS}\b"
        r"|\bupdate (?:you |this page |again )?(?:by|at|before|no later)\b"
        r"|\b(?:we|i)(?: will|'ll) (?:\w{1,12} ){0,3}?(?:report|write|inform|be back|tell you|"
        r"post (?:here|again|more|news|another|an? |the next|by|at)|"
        r"update (?:you|this|the (?:status )?page|again|here|everyone))\b",
        re.IGNORECASE,
    ),
    "ja": late.pattern(
        r"次回|次の(?:お知らせ|ご案内|ご報告|更新|情報)|続報|次報|改めて|あらためて"
        r"|まで(?:には?|を目途に)[^。\n]{0,15}(?:知らせ|案内|報告|更新|連絡)(?!いただ|くださ|頂|下さ|の)"
    ),
}
# The report after the end has a time of its own, and so has the next version of a program.
_ANOTHER_MATTER = {
    "en": late.pattern(
        r"\b(?:final|full|detailed) report\b|\bpost-?mortem\b|\broot cause analysis\b"
        r"|\b(?:software|security|app|plug-in|firmware|next|following) updates? (?:of|to|for) (?:our|the|your)\b",
        re.IGNORECASE,
    ),
    "ja": late.pattern(r"最終報告|報告書|再発防止"),
}
_SENTENCE_END = late.pattern(r"[\n。]|[.!?](?=\s|$)")
# A time that says when something began is not the time of the next update.
_BEGAN_BEFORE = late.pattern(
    r"(?:since|from|between|began|begun|started|starting|occurred|until)\b[^.\n]{0,12}$", re.I
)
_BEGAN_AFTER = late.pattern(r"\s?(?:頃|ごろ)?\s?(?:から|より|以降|現在|に[^。\n]{0,10}発生|発生)")
_SURELY_BEFORE = late.pattern(r"\b(?:since|(?:began|begun|started|occurred) at)\s$", re.I)
_SURELY_AFTER = late.pattern(r"\)?\s?(?:頃|ごろ)?\s?に(?:[^。\n]{0,10})(?:発生|停止)")
_NO_PROMISE = {
    "en": "No time for the next update is set.",
    "ja": "次回のお知らせの予定時刻が設定されていません。",
}
_NOT_SAID = {
    "en": "The text does not say at which time the next update comes.",
    "ja": "次回のお知らせの予定時刻が書かれていません。",
}
_ADD = {"en": "Add the promised time", "ja": "予定時刻を書き加える"}


def find(text: Text) -> Iterator[Finding]:
    """Findings for a time that contradicts the promise, or one for a time that is missing."""
    owed = text.context.owes_next_update and not text.internal
    if not owed or text.stage in {Stage.RESOLVED, Stage.POSTMORTEM}:
        return
    body, context = text.passages[1], text.context
    if context.promise_is_elsewhere:
        yield from _without_any_time(body, text)
        return
    if not context.next_update_text and context.next_update_at is None:
        yield finding("no_next_update", body, _end(body), _NO_PROMISE)
        return
    folded = body.folded_prose.text
    times = list(times_in(folded))
    wrong = list(_contradictions(folded, times, text))
    yield from (_contradiction(body, time, context) for time in wrong)
    if not wrong and not _says(folded, times, text):
        yield _missing(body, text)


def _without_any_time(body: Passage, text: Text) -> Iterator[Finding]:
    """One finding if no sentence about the next update gives a time."""
    mentions = _MENTIONS.get(text.speech)
    folded = body.folded_prose.text
    said = mentions is not None and any(
        mentions.search(folded, start, end) and any(times_in(folded[start:end]))
        for start, end in _sentences(folded)
    )
    if not said:
        yield finding("no_next_update", body, _end(body), _NOT_SAID)


def _says(folded: str, times: list[ClockTime], text: Text) -> bool:
    promised = [time for time in times if _is_promised(time, text.context)]
    if promised:
        return any(_is_meant(folded, time, text) for time in promised)
    literal = fold(text.context.next_update_text).text.strip()
    return bool(literal and literal in folded)


def _is_meant(folded: str, time: ClockTime, text: Text) -> bool:
    if _is_start(folded, time) or is_of_work(folded, time, text.speech):
        return False
    return _on_another_day(folded, time, text.context) is None


def _on_another_day(folded: str, time: ClockTime, context: Context) -> ClockTime | None:
    """The time with its "tomorrow", if the promise is for today."""
    began = context.known.started_at if context.known else None
    span = next_day(folded, time)
    if span is None or not is_same_day(began, context.next_update_at, time.zone):
        return None
    return replace(time, start=span[0], end=span[1])


def _is_start(folded: str, time: ClockTime) -> bool:
    """Whether the trouble began at this time, beyond doubt: the promise may come at the same."""
    before = folded[max(0, time.start - 30) : time.start]
    return bool(_SURELY_BEFORE.search(before) or _SURELY_AFTER.match(folded, time.end))


def _is_promised(time: ClockTime, context: Context) -> bool:
    if context.next_update_at is not None and time.is_at(context.next_update_at):
        return True
    written = _times_of(context.next_update_text)
    return any(time.minute == w.minute and time.zone in {w.zone, None} for w in written)


@lru_cache(maxsize=16)
def _times_of(promise: str) -> tuple[ClockTime, ...]:
    return tuple(times_in(fold(promise).text))


def _contradictions(folded: str, times: list[ClockTime], text: Text) -> Iterator[ClockTime]:
    """For each sentence about the next update: the time it gives, if that is another one."""
    mentions = _MENTIONS.get(text.speech)
    if mentions is None:
        return
    another = _ANOTHER_MATTER[text.speech]
    ahead = deque(times)
    for start, end in _sentences(folded):
        inside = []
        while ahead and ahead[0].start < end:
            inside.append(ahead.popleft())
        if (
            inside
            and mentions.search(folded, start, end)
            and not another.search(folded, start, end)
        ):
            yield from _wrong(folded, inside, text.context)


def _sentences(folded: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _SENTENCE_END.finditer(folded):
        yield start, match.end()
        start = match.end()
    yield start, len(folded)


def _wrong(folded: str, inside: list[ClockTime], context: Context) -> list[ClockTime]:
    meant = [time for time in inside if not _is_beginning(folded, time)]
    promised = [time for time in meant if _is_promised(time, context)]
    if not promised:
        return meant[-1:]
    another_day = [_on_another_day(folded, time, context) for time in promised]
    return [time for time in another_day[-1:] if time and all(another_day)]


def _is_beginning(folded: str, time: ClockTime) -> bool:
    before = folded[max(0, time.start - 30) : time.start]
    return bool(_BEGAN_BEFORE.search(before) or _BEGAN_AFTER.match(folded, time.end))


def _contradiction(body: Passage, time: ClockTime, context: Context) -> Finding:
    promised = _promised(context)
    return finding(
        "no_next_update",
        body,
        body.folded_prose.origin(time.start, time.end),
        {
            "en": f"The next update is promised for {promised}, not for this time.",
            "ja": f"次回のお知らせの予定時刻（{promised}）と異なります。",
        },
        mend=promised,
        mend_label={"en": f"Say {promised}", "ja": f"{promised}にする"},
    )


def _missing(body: Passage, text: Text) -> Finding:
    promised = _promised(text.context)
    sentences: Localised = {
        "en": f"\n\nNext update by {promised}.",
        "ja": f"\n\n次回は{promised}までにお知らせいたします。",
    }
    return finding(
        "no_next_update",
        body,
        _end(body),
        {
            "en": f"The text does not say when the next update comes: by {promised}.",
            "ja": f"次回のお知らせの予定時刻（{promised}）が書かれていません。",
        },
        mend=sentences.get(text.speech),
        mend_label=_ADD if text.speech in sentences else {},
    )


def _promised(context: Context) -> str:
    if context.next_update_text or context.next_update_at is None:
        return context.next_update_text.strip().removesuffix("まで")
    minute = minute_of_day(context.next_update_at)
    return f"{minute // 60:02}:{minute % 60:02}"


def _end(body: Passage) -> tuple[int, int]:
    end = len(body.raw.rstrip())
    return end, end


RULE = Rule(
    code="no_next_update",
    name={"en": "No next update", "ja": "次回予定時刻がない"},
    level=Level.BLOCK,
    find=find,
    guide=__doc__,
)
