"""Whether a time that is the promised one by the clock is meant as the promise.

It is not where its sentence tells of work ("the restart begins at 15:15") and says nothing of
news, and not where it is put on the next day although the promise is for the day of the incident.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from noroshi.domain.guardrails.clock_times import ClockTime
from noroshi.kernel import late

_NEAR = 200  # characters of the sentence on each side
_LONGEST_DAY = 24  # characters of "tomorrow afternoon at "
_SENTENCE_END = late.pattern(r"[\n。]|[.!?](?=\s|\Z)")
_WORK = {
    "en": late.pattern(
        r"\b(?:re-?(?:start|boot)\w{0,3}|fail-?over|maintenance|deploy\w{0,6}|switch(?:es|ing|-?over)?|"
        r"roll(?:s|ing)? (?:out|back)|rollback|migrat\w{2,4})\b",
        re.IGNORECASE,
    ),
    "ja": late.pattern(r"再起動|切り?替え|メンテナンス|デプロイ|ロールバック|切り戻し|移行"),
}
_NEWS = {
    "en": late.pattern(
        r"\b(?:updat\w{1,4}|news|more|next|tell|inform\w{0,6}|report\w{0,3}|writ(?:e|ing)|post\w{0,3}|message|notice|"
        r"know|hear|back|again|status|latest|promise\w{0,3}|announce\w{0,5}|details?)\b",
        re.IGNORECASE,
    ),
    "ja": late.pattern(
        r"知らせ|案内|報告|更新|連絡|続報|次報|次回|次の|改めて|あらためて|公開|発表|投稿|掲載|伝え|説明"
    ),
}
_DAY_BEFORE = late.pattern(
    r"(?i)\btomorrow(?: (?:morning|afternoon|evening|night))?,? (?:at |by |around |before )?\Z"
    r"|(?:明日|明後日|翌日|あす)(?:\([月火水木金土日]\))?の?、?\Z"
)
_DAY_AFTER = late.pattern(r"(?i)\)?,? tomorrow\b")


def is_of_work(folded: str, time: ClockTime, speech: str) -> bool:
    """Whether the sentence of the time tells of work and of no news."""
    if speech not in _WORK:
        return False
    before = _SENTENCE_END.split(folded[max(0, time.start - _NEAR) : time.start])[-1]
    after = _SENTENCE_END.split(folded[time.end : time.end + _NEAR], maxsplit=1)[0]
    said = f"{before}\0{after}"
    return bool(_WORK[speech].search(said)) and not _NEWS[speech].search(said)


def next_day(folded: str, time: ClockTime) -> tuple[int, int] | None:
    """The span of the time with its "tomorrow", if it has one."""
    start = max(0, time.start - _LONGEST_DAY)
    before = _DAY_BEFORE.search(folded[start : time.start])
    after = _DAY_AFTER.match(folded, time.end)
    if before is None and after is None:
        return None
    return (start + before.start() if before else time.start, after.end() if after else time.end)


def is_same_day(began: datetime | None, promised: datetime | None, zone: int | None) -> bool:
    """Whether the promise is for the day on which it all began, where the reader's clock is.

    ``zone``: minutes east of UTC, None for the zone of the promise. A message is written between
    the two, so that "tomorrow" cannot be the day of the promise then.
    """
    if began is None or promised is None:
        return False
    if zone is None:
        return began.astimezone(promised.tzinfo).date() == promised.date()
    shift = timedelta(minutes=zone)
    return (began.astimezone(UTC) + shift).date() == (promised.astimezone(UTC) + shift).date()
