"""What a text claims about the course of the incident: when it began, how far it is.

Found in sentences, and only where the wording leaves little doubt: conditions ("once it is
resolved"), parts ("some shops are back") and other things (the search for the cause after the
end) are no claims.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from noroshi.domain.guardrails.clock_times import ClockTime
from noroshi.domain.guardrails.sentences import sentences
from noroshi.domain.incident import Stage
from noroshi.kernel import late

Span = tuple[int, int]

MOST = 1_000
"""More sentences than any message has; hostile texts are read no further."""

_OVER = {
    "en": late.pattern(
        r"\b(?:is|are|was|were|has been|have been|been) (?:(?:now|fully|completely|all|also|successfully)"
        r" ){0,3}(?:resolved|fixed|solved|restored|back to normal|operating normally again|over\b(?! \d))"
        r"|\b(?:has|have) (?:now |fully |completely ){0,2}recovered\b"
        r"|\bwe(?: have|'ve)? (?:now |fully ){0,2}(?:resolved|restored|solved) (?:the|this|all)\b",
        re.IGNORECASE,
    ),
    "ja": late.pattern(
        r"(?:復旧|解消|解決|回復)(?:いた)?(?:しました|しております|しています|済みです|されました|されております)"
        r"|(?:復旧|解消|解決)済み|正常な?(?:状態)?に(?:戻|復帰)(?:りました|って(?:い|お)ります|しました)"
    ),
}
_NOT_OVER = {
    "en": late.pattern(
        r"\b(?:once|when|until|till|after|as soon as|if|before|whether|will|would|should|could|must|"
        r"to be|not|never|yet|partial(?:ly)?|partly|some|most|many|several|part of|one of|other|"
        r"others|another|earlier|previous(?:ly)?|yesterday|last|first|unless|while|bulk|gradually|"
        r"increasingly|nearly|almost|believe|appears?|seems?|only|majority)\b|n't\b|[0-9] ?%|\bin ten\b|\?",
        re.IGNORECASE,
    ),
    "ja": late.pattern(
        r"一部|徐々|順次|次第|しましたら|した(?:場合|ら|際|後|時|とき)|まで(?:は|の|お)|割|%|(?<!申し訳ござい)(?<!申し訳あり)ません|ない|前回|先日|昨日|"
        r"部分|以外|別の|一旦|一度|再発|再び|ほぼ|概ね|おおむね|大部分|多く|大半|見込|予定|か。|見え|過去|うち|残り|引き続き|済みの[^。]{0,4}分"
    ),
}
_GOES_ON = {
    "en": late.pattern(
        r"\bwe(?: are|'re| continue to| will continue to) (?:(?:still|currently|now|actively|continuing to) ){0,2}"
        r"(?:investigat(?:e|ing)|look(?:ing)? into|work(?:ing)? (?:on (?:a|the|this|resolving|restoring)|to (?:fix|"
        r"restore|resolve)))\b"
        r"|\b(?:is|are|remains?) still (?:ongoing|unavailable|down|failing|degraded|affected)\b"
        r"|\b(?:is|remains) ongoing\b|\bcontinues? to fail\b",
        re.IGNORECASE,
    ),
    "ja": late.pattern(
        r"(?:調査|対応|復旧作業|復旧に向け)[^。\n]{0,12}?(?:して(?:い|お)り?ます|中です|進めて(?:い|お)り?ます|"
        r"行って(?:い|お)り?ます|続けて(?:い|お)り?ます|急いで(?:い|お)り?ます|あたって(?:い|お)り?ます)"
        r"|(?:障害|エラー|不具合|事象|遅延)が(?:発生し|続い)て(?:い|お)(?:り?ます|り、)|ご利用いただけない(?:状況|状態)です"
    ),
}
_AFTERWARDS = {
    "en": late.pattern(
        r"\b(?:cause|why|how|what|report|review|prevent\w*|happens? again|improv\w*|future|learn\w*|compensat\w*|"
        r"refunds?|credits?|backlog|data|individual|remaining|long[- ]term|permanent|lasting|not|no longer)\b",
        re.IGNORECASE,
    ),
    "ja": late.pattern(
        r"原因|再発|経緯|報告|詳細|補償|返金|問い合わせ|問合せ|監視|今後|恒久|個別|要因|なぜ|していた|おりました|(?<!申し訳ござい)(?<!申し訳あり)ません|"
        r"残り|未処理|以前|防止"
    ),
}
_LOG_LINE = late.pattern(r"[\[(*_]{0,3}(?:[0-9]{1,2}:[0-9]{2}|[0-9]{1,2}時)")
_LOG = late.pattern(
    r"[0-9]{4}[-/][0-9]{2}[-/][0-9]{2}[T ]{1,2}[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?\s?(?:-|:\s)"
)
"""A text that is a log says what was so at its times."""
LABELS = {
    "en": {
        Stage.INVESTIGATING: "Investigating",
        Stage.IDENTIFIED: "Identified",
        Stage.MONITORING: "Monitoring",
        Stage.RESOLVED: "Resolved",
    },
    "ja": {
        Stage.INVESTIGATING: "調査中",
        Stage.IDENTIFIED: "原因特定",
        Stage.MONITORING: "経過観察中",
        Stage.RESOLVED: "復旧",
    },
}
"""What subjects begin with at each stage, and the words that take the place of a wrong label."""

_LABEL = {
    "en": late.pattern(r"\s*\[?(?P<label>investigating|identified|monitoring|resolved)(?=[\]:,-]| -)", re.I),
    "ja": late.pattern(
        r"\s*[【\[](?P<label>調査中|原因特定|原因を特定|経過観察中|監視中|復旧(?:済み?)?|解決(?:済み?)?)(?=[・】\]])"
    ),
}  # fmt: skip
_STAGES = {
    "investigating": Stage.INVESTIGATING, "identified": Stage.IDENTIFIED,
    "monitoring": Stage.MONITORING, "resolved": Stage.RESOLVED,
    "調査": Stage.INVESTIGATING, "原因": Stage.IDENTIFIED, "経過": Stage.MONITORING,
    "監視": Stage.MONITORING, "復旧": Stage.RESOLVED, "解決": Stage.RESOLVED,
}  # fmt: skip


@lru_cache(maxsize=128)
def sentences_of(folded: str) -> tuple[Span, ...]:
    """The sentences of a folded text, as far as a message goes."""
    return tuple(islice(sentences(folded), MOST))


def over(folded: str, speech: str) -> Iterator[Span]:
    """Where the text says that the incident is over."""
    yield from _claims(folded, _OVER.get(speech), _NOT_OVER.get(speech))


def goes_on(folded: str, speech: str) -> Iterator[Span]:
    """Where the text says that the incident goes on."""
    yield from _claims(folded, _GOES_ON.get(speech), _AFTERWARDS.get(speech))


def label_of(subject: str, speech: str) -> tuple[Stage, Span] | None:
    """The stage that a folded subject begins with, and where it says so."""
    match = _LABEL[speech].match(subject) if speech in _LABEL else None
    if match is None:
        return None
    word = match["label"].lower()
    return _STAGES.get(word) or _STAGES[word[:2]], match.span("label")


def _claims(
    folded: str, claim: re.Pattern[str] | None, doubt: re.Pattern[str] | None
) -> Iterator[Span]:
    if claim is None or doubt is None or not claim.search(folded) or _LOG.search(folded):
        return
    for start, end in sentences_of(folded):
        match = claim.search(folded, start, end)
        if match is None or _LOG_LINE.match(folded, start):
            continue
        if not doubt.search(folded, start, end):
            yield match.span()


_SINCE = late.pattern(
    r"(?:\b(?:since|(?:began|begun|started|starting|beginning|occurring) (?:at|from)|from)"
    r"|\b(?:since|start(?:ed)?|began|start time|beginning)(?:\*\*)?:|(?:発生|発生時刻|発生日時|開始)(?:\*\*)?(?:は|:))"
    r"\s?(?:about|around|approximately|roughly|shortly after|約)?\s?$",
    re.IGNORECASE,
)
_SINCE_AFTER = late.pattern(
    r"[)\s]{0,2}(?:頃|ごろ|過ぎ|前後)?(?:から|より|以降|に発生|に始ま|に開始)"
)
_RECOVERY = late.pattern(
    r"normal|restor|recover|resolv|\bfix|\bback\b|again|rerout|mitigat|deploy|monitor|\bwork|"
    r"investigat|aware|engineer|support|maintenance|succeed|available|switch|rolled|over\b|stable|healthy|upgrad|migrat|proceed|planned|schedul|will be|"
    r"正常|通常|復旧|回復|切り替|再開|監視|メンテナンス|対応|調査|対策|解消|安定|予備|お知らせ|連絡|ご利用いただけ(?!な|ま)",
    re.IGNORECASE,
)
_ENDED = late.pattern(
    r"\b(?:resolved|restored|recovered|over|fixed|ended|normally)(?: again)? (?:at|since|by)\s?$"
    r"|\b(?:end(?:ed)?|resolved)(?:\*\*)?:\s?$|(?:復旧|終了|解消)(?:時刻|日時)?(?:\*\*)?(?:は|:)\s?$",
    re.IGNORECASE,
)
_ENDED_AFTER = late.pattern(r"[)\s]{0,2}(?:頃|ごろ)?に(?:完全に)?(?:復旧|解消|回復|終了)")
_ANOTHER_DAY = late.pattern(
    r"yesterday|last night|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day|昨日|昨夜|前日|[月火水木金土日]曜|"
    r"[0-9]月[0-9]|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6} ?[0-9]|"
    r"[0-9] (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|[0-9]{4}-[0-9]{2}",
    re.IGNORECASE,
)
ROUNDED_TIME = late.pattern(
    r"(?:about|around|approximately|roughly|shortly after|約)\s?$|^[)\s]{0,2}(?:頃|ごろ|過ぎ|前後)",
    re.IGNORECASE,
)
"""Before a time, or behind it: it is not meant to the minute."""


def is_beginning(folded: str, time: ClockTime) -> bool:
    """Whether the text says that the trouble began at this time."""
    before, after = _around(folded, time)
    said = _SINCE.search(before) or _SINCE_AFTER.match(after)
    return bool(said) and not _RECOVERY.search(_clause(before, after))


def is_window(folded: str, time: ClockTime) -> bool:
    """Whether the time opens one stretch among others: "from 14:20 to 14:30"."""
    before, _ = _around(folded, time)
    return re.search(r"\bfrom\s?\w{0,12}\s?$", before, re.IGNORECASE) is not None


def is_end(folded: str, time: ClockTime) -> bool:
    """Whether the text says that the trouble ended at this time."""
    before, after = _around(folded, time)
    return bool(_ENDED.search(before) or _ENDED_AFTER.match(after))


def is_rounded(folded: str, time: ClockTime) -> bool:
    """Whether the time is not meant to the minute."""
    before, after = _around(folded, time)
    return bool(ROUNDED_TIME.search(before) or ROUNDED_TIME.search(after))


def names_a_day(folded: str, time: ClockTime) -> bool:
    """Whether a day stands with the time, so that the time alone says little."""
    before, after = _around(folded, time)
    return bool(_ANOTHER_DAY.search(before[-24:]) or _ANOTHER_DAY.search(after[:24]))


def _around(folded: str, time: ClockTime) -> tuple[str, str]:
    """What stands before and behind the time in its sentence, at most 80 characters of each."""
    before = re.split(r"[\n。]|[.!?]\s", folded[max(0, time.start - 80) : time.start])[-1]
    after = re.split(r"[\n。]|[.!?](?:\s|$)", folded[time.end : time.end + 80])[0]
    return before, after


def _clause(before: str, after: str) -> str:
    """The clause of the time; a clause that says nothing else takes the next one in."""
    joints = r"[,;、]|\band\b|\bbut\b|が、"
    first = re.split(joints, before)[-1]
    parts = re.split(joints, after)
    said = first + parts[0]
    if len(re.findall(r"[A-Za-z]{3,}|[ぁ-んァ-ヶ一-龠]{4,}", said)) < 3 and len(parts) > 1:
        said += parts[1]
    return said
