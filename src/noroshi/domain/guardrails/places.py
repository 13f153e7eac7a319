"""Whether a text names a part of the service, or of the world, as hit."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import islice

from noroshi.domain.guardrails import names
from noroshi.domain.guardrails.claims import MOST, sentences_of
from noroshi.kernel import late

Span = tuple[int, int]

_NEAR = 200  # characters that a clause has on either side of a name at most
_CLAUSE = {
    "en": late.pattern(r"[,;:]\s|\b(?:but|while|whereas|because|so that|although)\b|\s-\s"),
    "ja": late.pattern(r"[、;:]|が、|一方"),
}
_TROUBLE = {
    "en": late.pattern(
        r"\b(?:fail(?:s|ed|ing|ures?)?|errors?|trouble|problems?|issues?|disrupt\w*|outages?|affect\w*|"
        r"impact\w*|unavailable|cannot|can't|unable|slow(?:er|ly)?|down|degraded|delays?|delayed|interrupt\w*|"
        r"timeouts?|time out)\b",
        re.IGNORECASE,
    ),
    "ja": late.pattern(
        r"障害|エラー|不具合|影響|発生|利用できな|ご利用いただけな|できない|つながらない|停止|遅延|失敗|繋がりにくい|つながりにくい"
    ),
}
_SPARED = {
    "en": late.pattern(
        r"\b(?:not|no|never|none|neither|unaffected|normal(?:ly)?|usual|other|others|only|except|without|"
        r"outside|unlike|instead|works?|working|operational|through|via|rerout\w*|rout(?:e|ed|ing)|mov(?:e|ed|ing)|"
        r"shift\w*|switch\w*|engineers?|teams?|offices?|colleagues|than|last|earlier|previous|may see|can see|"
        r"shown?|shows?|listed|look|check|open|visit|log|if you|resolved|recovered|restored|again|"
        r"unless|alternative|use|appear\w*|marked|visible|pending|view\w*)\b|n't\b",
        re.IGNORECASE,
    ),
    "ja": late.pattern(
        r"(?:影響|問題|支障|障害|異常)(?:は|の|を|が)?(?:ござい|あり|なく|な[いし]|受け(?:て(?:い|お)|る)|出て(?:い|お)り?ま"
        r"せ)|(?<!申し訳)(?:あり|ござい)ません|おりません|いません|除く|除き|以外|限ら|のみ|だけ|正常|通常|問題なく|ご利用いただけます|"
        r"経由|切り替|迂回|拠点|担当|チーム|確認いただけ|ご確認|ご覧|表示され|復旧|解消|回復|比べ|前回|過去|代わり|場合は|から"
    ),
}
_AS_SUBJECT = {
    "en": late.pattern(
        r"\s(?:is|are|was|has been|have been|may be|is currently|are currently) (?:\w{1,12} )?(?:down|unavailable|slow|"
        r"failing|affected|degraded|delayed|disrupted|offline|unreachable)\b|\s(?:fails?|cannot|times? out)\b"
        r"|\s(?:errors|outage|issues?|problems?|failures|disruption|delays)\b|\sand\b",
        re.IGNORECASE,
    ),
    "ja": late.pattern(
        r"(?:の(?:一部)?|において|にて|で|に|が|も|は|[、・および及び]{1,3})[^。、\n]{0,16}?"
        r"(?:障害|エラー|不具合|影響が|発生|利用できな|ご利用いただけな|つながらない|停止|遅延|失敗|つながりにくい)"
    ),
}
_TROUBLE_WITH = late.pattern(
    r"\b(?:trouble|problems?|issues?|errors|outage|disruption|failures) (?:with|of|in|on|affecting) (?:the |our )?$", re.I
)  # fmt: skip


def named_as_hit(
    others: tuple[str, ...], hit: tuple[str, ...], folded: str, speech: str
) -> Iterator[Span]:
    """Where one of ``others``, which are not hit, is said to be; ``hit`` are those that are."""
    if speech not in _TROUBLE or not others:
        return
    named = list(islice(names.spans(others, folded), MOST))
    if not named:
        return
    ours = list(islice(names.spans(hit, folded), MOST))
    spans = sentences_of(folded)
    starts = [start for start, _ in spans]
    for span in named:
        place = bisect_right(starts, span[0]) - 1
        inside = any(start <= span[0] and span[1] <= end for start, end in ours)
        if place >= 0 and not inside and _is_hit(folded, spans[place], span, speech=speech):
            yield span


def _is_hit(folded: str, sentence: Span, name: Span, *, speech: str) -> bool:
    clause = _clause(folded, sentence, name, speech=speech)
    said = folded[slice(*clause)]
    if _SPARED[speech].search(said):
        return False
    before, after = folded[clause[0] : name[0]], folded[name[1] : clause[1]]
    if _AS_SUBJECT[speech].match(after) and _TROUBLE[speech].search(said):
        return True
    if speech == "ja":
        return False
    if _TROUBLE_WITH.search(before):
        return True
    where = re.search(r"\b(?:in|across|throughout|within|from)\s+(?:the |all of )?$", before, re.I)
    listed = re.search(
        r"\b(?:in|across) [^,;]{2,60}(?:,| and| or)\s+(?:in )?(?:the )?$", before, re.I
    )
    return bool(where or listed) and _TROUBLE[speech].search(said) is not None


def _clause(folded: str, sentence: Span, name: Span, *, speech: str) -> Span:
    start, end = max(sentence[0], name[0] - _NEAR), min(sentence[1], name[1] + _NEAR)
    for joint in _CLAUSE[speech].finditer(folded, start, end):
        if joint.end() <= name[0]:
            start = joint.end()
        elif joint.start() >= name[1]:
            return start, joint.start()
    return start, end
