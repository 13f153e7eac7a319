"""Apologies that a text makes itself, in English and Japanese.

Those that are denied (nothing to apologise for), only mentioned (our sorry page, お詫びの品), made
by somebody else (the carrier has apologised), or none at all (a sorry state of affairs) do not
count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from noroshi.domain.guardrails.sentences import Span
from noroshi.kernel import late

_WORDS = {
    "en": late.pattern(
        r"(?<!no )(?<!never )(?<!without )(?<!need to )(?<!they are )(?<!buyers are )"
        r"(?<!customers are )(?<!users are )(?<!shops are )(?<!you are )(?<!instead of an )(?<!than )"
        r"(?<!their )(?<!his )(?<!her )(?<!your )(?<!you'll be )(?<!you will be )"
        r"\b(?:(?:sorry|apolog(?:y|ies))(?!['-]?(?: the)? ?(?:page|screen|mail|e-?mail|letter|banner|text|"
        r"post|voucher|of (?:this|last|yesterday))s?\b)"
        r"|apologi[sz]e[sd]?|apologi[sz]ing|regret(?:s|ted|fully|tably)?)\b"
        r"|\b(?:forgive|pardon)\s(?:us|the|any|our)\b",
        re.IGNORECASE,
    ),
    "ja": late.pattern(
        r"申し?訳(?!ばかり|程度)|申しわけ|もうしわけ"
        r"|(?:お?詫び|お?わび)(?:を?(?:申|いたし|致し|い(?!り)た|述べ|お伝え)|し(?:ます|たい)|させて|の(?:言葉|申し|しよう|気持ち))"
        r"|陳謝|深謝|謝罪(?:の(?:意|言葉)|を?(?:いた|致|申|させ)|し(?:ます|たい))|すみません|ごめんなさい|お許しくだ"
    ),
}
# In front of the word: that nobody needs to, or that somebody else did.
_DENIED = late.pattern(
    r"(?:\b(?:nothing|nobody|no one|(?:no|any|little|without|hardly any|not much|don't see (?:a|the)) (?:need|reason|"
    r"cause|call|point|use|sense|grounds|obligation)|(?:not|n't) (?:need|have|going|asked|required|obliged|ready|"
    r"willing|about|here|want|wish|intend|plan))(?: [\w']{1,15}){0,4}? (?:to|for|in)"
    r"|\b(?:refus|declin|fail|hesitat)\w{0,4} to|\brather than|\binstead of|\b(?:neither|nor|hardly|scarcely|never once))"
    r"(?: (?:be|being|feel|feeling|say|saying|make|making|offer|an|a|any|us|you|deeply|publicly))*+ $"
    r"|(?:n't|\bnot|\bcannot)(?: (?:be|feel|say|make|an|a|any|at all|in the least|really|particularly))*+ $"
    r"|\b(?:they|he|she|who|which|provider|supplier|vendor|carrier|partner|landlord|operator|contractor|utility)"
    r"(?: (?:has|have|had|already|since|also|publicly|is|are|was|were))*+ $",
    re.IGNORECASE,
)
_CANNOT_ENOUGH = late.pattern(
    r"[^.!?\n]{0,30}?\b(?:enough|sufficiently|too (?:much|often))\b", re.I
)
_SORRY_THING = late.pattern(
    r"(?:\b(?:a|an|the|this|that|these|those|such|rather|one|another)) $", re.IGNORECASE
)
_TO_WHOM = late.pattern(
    r" ?(?:for|to|that|about|if|from|we|once|again|and)\b|[^\w ]| [^\w]|\Z", re.I
)
_NEEDLESS = late.pattern(
    r"(?: \w{1,12}){0,3}? (?:is|are|was|were|would be|seems)(?:n't| not| un\w+| never| hardly| out of place| misplaced)",
    re.IGNORECASE,
)
_NEEDLESS_JA = late.pattern(
    r"(?!(?:は|も)?(?:ござい|あり)ま(?:せん|す))(?:[^。、\n]{0,24}?(?:必要(?:は|も)?(?:ござい|あり)?ま?(?:せん|ない|無い|なく)|(?:には|に)(?:は)?(?:及び|当たり|あたり)ま?せ|"
    r"筋合い|いわれ(?:は|も)|ほどのこと(?:では|でも)|つもり(?:は|も))"
    r"|[^。、\n]{0,6}?(?:いたし|致し|し|でき|申し上げ)?(?:ませんで(?!した)|かねます|兼ねます|るつもり)"
    r"|(?:いたし|致し|し)ません|が?立(?:た|ち))"
)


def apologies(spoken: str, language: str) -> Iterator[Span]:
    """Each apology in a folded text without quotations; nothing in a language not known here."""
    words = _WORDS.get(language)
    if words is None:
        return
    for match in words.finditer(spoken):
        meant = _is_meant_in_japanese if language == "ja" else _is_meant_in_english
        if meant(match):
            yield match.span()


def judges(language: str) -> bool:
    """Whether apologies are known in ``language``."""
    return language in _WORDS


def _is_meant_in_english(match: re.Match[str]) -> bool:
    before = match.string[max(0, match.start() - 80) : match.start()]
    if _DENIED.search(before) and not _CANNOT_ENOUGH.match(match.string, match.end()):
        return False
    word = match[0].lower()
    if word == "sorry" and _SORRY_THING.search(before[-12:]):
        return _TO_WHOM.match(match.string, match.end()) is not None
    return not (word.startswith("apolog") and _NEEDLESS.match(match.string, match.end()))


def _is_meant_in_japanese(match: re.Match[str]) -> bool:
    return _NEEDLESS_JA.match(match.string, match.end()) is None
