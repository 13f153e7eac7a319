"""Every time of day has its zone (style guide: "a time with its zone").

Readers sit in several countries, and a text is passed on. One zone is enough for a sentence, and
one statement for the whole text: "All times CET", 時刻はすべて日本時間です. Readers of Japanese take a
bare time for Japan time; there the zone is asked for only if the company names it elsewhere or
gives Japanese readers another zone. The mend is the zone of the promised update. For colleagues
it is a hint.

Examples with a promise for 15:15 CET:

Bad (en): Card payments have failed since 14:02.
Bad (en): The checkout stopped at 3pm.
Good (en): Card payments have failed since 14:02 CET.
Good (en): All times are in UTC. It began at 14:02 and ended at 14:54.
Bad (ja): 14:02ごろから、決済ができない状態です。
Good (ja): 14:02（日本時間）ごろから、決済ができない状態です。
Good (ja): 時刻はすべて日本時間です。14:02に発生し、14:54に復旧しました。
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from datetime import timedelta

from noroshi.domain.guardrails import zones
from noroshi.domain.guardrails.clock_times import ClockTime, times_in
from noroshi.domain.guardrails.folding import fold
from noroshi.domain.guardrails.rule import Context, Finding, Level, Passage, Rule, Text, finding
from noroshi.domain.guardrails.sentences import sentences
from noroshi.kernel import late

_JAPAN = timedelta(hours=9)
_ABBREVIATION = late.pattern(r"[A-Z]{2,5}(?:[+-][0-9:]{1,5})?$")
_DOTTED = late.pattern(r"[ap]\.m\.$", re.IGNORECASE)
_NEAR = 30
_BORDERS = frozenset(("", *" \t\r\n.,;:!?()[]{}<>|/*_~\"'-"))
_REASON = {
    "en": "The time has no time zone, and readers may live in another one.",
    "ja": "時刻にタイムゾーンがありません。ほかの地域の読者にも分かるように書き添えてください。",
}


def find(text: Text) -> Iterator[Finding]:
    """One finding for each sentence with a time of day and no zone, at its last time."""
    if text.speech not in {"en", "ja"} or (text.speech == "ja" and not _many_zones(text.context)):
        return
    if any(zones.for_all(passage.folded_prose.text) for passage in text.passages):
        return
    zone = _zone(text)
    for passage in text.passages:
        for time in _bare(passage.folded_prose.text):
            yield _finding(passage, time, zone, text)


def _many_zones(context: Context) -> bool:
    """Whether readers of Japanese, too, are told zones, or live by another than Japan's."""
    if zones.named(fold(context.next_update_text).text):
        return True
    known = context.known.times if context.known else ()
    moments = (context.next_update_at, *known)
    return any(at is not None and at.utcoffset() != _JAPAN for at in moments)


def _bare(folded: str) -> Iterator[ClockTime]:
    """The last time of each sentence that has times and names no zone."""
    ahead = deque(times_in(folded))
    if not ahead:
        return
    for start, end in sentences(folded):
        last: ClockTime | None = None
        while ahead and ahead[0].start < end:
            last = ahead.popleft()
        if last is not None and not _has_zone(folded, (start, end), last):
            yield last


def _has_zone(folded: str, sentence: tuple[int, int], time: ClockTime) -> bool:
    if zones.ZONE.search(folded, *sentence):
        return True
    # "3 p.m. Pacific time" may be read as two sentences.
    behind = zones.ZONE.search(folded, time.digits_end - 1, time.end + _NEAR)
    return behind is not None and behind.start() <= time.end + 1


def _zone(text: Text) -> str | None:
    """The zone of the promised update as this language writes it: "CET", （日本時間）."""
    context = text.context
    name = zones.named(fold(context.next_update_text).text)
    if name is None and context.next_update_at is not None:
        name = context.next_update_at.tzname()
    if name is None:
        return None
    if text.speech == "ja":
        return f"（{'日本時間' if name == 'JST' else name}）"
    return name if _ABBREVIATION.match(name) else None


def _finding(passage: Passage, time: ClockTime, zone: str | None, text: Text) -> Finding:
    origin = passage.folded_prose.origin(time.start, time.end)
    return finding(
        "time_without_zone",
        passage,
        origin,
        _REASON,
        level=Level.HINT if text.internal else Level.WARN,
        mend=None if zone is None else _with_zone(passage.raw, origin, zone),
        mend_label={"en": f"Add {zone}", "ja": f"{zone}を書き添える"} if zone else None,
    )


def _with_zone(raw: str, origin: tuple[int, int], zone: str) -> str:
    """The time with its zone behind it, before the full stop if that was read as part of it."""
    start, end = origin
    time = raw[start:end]
    if zone.startswith("（"):
        return time + zone
    dotted = _DOTTED.search(time)
    stop = "." if time.endswith(".") and (not dotted or _ends_sentence(raw, end)) else ""
    gap = "" if raw[end : end + 1] in _BORDERS else " "
    return f"{time if dotted else time.rstrip('.')} {zone}{stop}{gap}"


def _ends_sentence(raw: str, at: int) -> bool:
    after = raw[at : at + 3]
    return not after.strip() or (after[:1].isspace() and after.lstrip()[:1].isupper())


RULE = Rule(
    code="time_without_zone",
    name={"en": "Time without a zone", "ja": "タイムゾーンのない時刻"},
    level=Level.WARN,
    find=find,
    guide=__doc__,
)
