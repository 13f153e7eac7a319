"""Every message apologises, and it does so first (R2).

Whoever is at fault, the reader hears that we are sorry in the first paragraph; headings do not
count. An apology further down is a warning. One that stands in quotation marks is somebody
else's ("Sorry, something went wrong"), and one that is denied or only mentioned is none. Texts for colleagues only
need no apology.

Bad (en): Some card payments in Europe fail. We are working on it.
Good (en): We are sorry that some card payments in Europe fail.
Bad (ja): 欧州の一部のお客さまで、カード決済ができない状態です。
Good (ja): 一部のお客さまで決済エラーが続いており、誠に申し訳ございません。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from noroshi.domain.guardrails import prose
from noroshi.domain.guardrails.quotes import unquoted
from noroshi.domain.guardrails.rule import Finding, Level, Passage, Rule, Text, finding
from noroshi.domain.incident import Stage
from noroshi.domain.language import Localised

# Apologies that are made. Those that are only mentioned (our sorry page, an apology mail, お詫びの
# 品) or are somebody else's (your buyers are sorry) are none.
_APOLOGIES = {
    "en": re.compile(
        r"(?<!not )(?<!no )(?<!n't )(?<!never )(?<!without )(?<!need to )(?<!they are )(?<!buyers are )"
        r"(?<!customers are )(?<!users are )(?<!shops are )(?<!you are )(?<!instead of an )"
        r"\b(?:(?:sorry|apolog(?:y|ies))(?!['-]?(?: the)? ?(?:page|screen|mail|e-?mail|letter|banner|text|"
        r"post|voucher|of (?:this|last|yesterday))s?\b)"
        r"|apologi[sz]e[sd]?|apologi[sz]ing|regret(?:s|ted|fully|tably)?)\b"
        r"|\b(?:forgive|pardon)\s(?:us|the|any|our)\b",
        re.IGNORECASE,
    ),
    "ja": re.compile(
        r"申し?訳(?!ばかり|程度)|申しわけ|もうしわけ"
        r"|(?:お?詫び|お?わび)(?:を?(?:申|いたし|致し|いた|述べ|お伝え)|し(?:ます|たい)|させて|の(?:言葉|申し|しよう|気持ち))"
        r"|陳謝|深謝|謝罪(?:の(?:意|言葉)|を?(?:いた|致|申|させ)|し(?:ます|たい))|すみません|ごめんなさい|お許しくだ"
    ),
}
_HEADING = re.compile(r"\s{0,3}(?:#{1,6}\s|!\[|[-*_=]{3,}\s*$)")
_SENTENCE_END = re.compile(r"[.!?。！？:：]")
_LABEL_LENGTH = 40
_LATE = {
    "en": "The apology comes late: it belongs into the first paragraph.",
    "ja": "お詫びが後になっています。最初の段落でお詫びしてください。",
}
_MISSING = {
    "en": "The message does not apologise.",
    "ja": "お詫びの言葉がありません。",
}
_DURING = {
    "en": "We are sorry for the trouble this is causing. ",
    "ja": "ご迷惑をおかけしており、誠に申し訳ございません。",
}
_AFTERWARDS = {
    "en": "We are sorry for the trouble this caused. ",
    "ja": "ご迷惑をおかけし、誠に申し訳ございませんでした。",
}
_LABEL = {"en": "Begin with an apology", "ja": "冒頭にお詫びを入れる"}


def find(text: Text) -> Iterator[Finding]:
    """One finding if the body does not apologise, or does so after its first paragraph."""
    words = _APOLOGIES.get(text.speech)
    if text.internal or words is None:
        return
    body = text.passages[1]
    first = _first_paragraph(body.raw)
    spoken = unquoted(body.folded_prose.text)
    places = [body.folded_prose.origin(*match.span()) for match in words.finditer(spoken)]
    if not places:
        yield _missing(body, first[0], text)
    elif places[0][0] >= first[1]:
        yield finding("no_apology", body, places[0], _LATE, level=Level.WARN)


def _missing(body: Passage, at: int, text: Text) -> Finding:
    wordings: Localised = _DURING
    if text.stage in {Stage.RESOLVED, Stage.POSTMORTEM}:
        wordings = _AFTERWARDS
    return finding(
        "no_apology",
        body,
        (at, at),
        _MISSING,
        mend=wordings[text.speech],
        mend_label=_LABEL,
    )


def _first_paragraph(raw: str) -> tuple[int, int]:
    """The first stretch that is not a heading, a picture, a rule or a short label."""
    stretches = prose.paragraphs(raw)
    for start, end in stretches:
        if not _is_heading(raw[start:end]):
            return start + _indent(raw[start:end]), end
    return stretches[0] if stretches else (0, 0)


def _indent(stretch: str) -> int:
    """Headings and spaces that open a paragraph; an apology is put behind them."""
    lines = stretch.splitlines(keepends=True)
    above = takewhile(lambda line: not line.strip() or _HEADING.match(line), lines)
    skipped = sum(len(line) for line in above)
    return skipped + len(stretch[skipped:]) - len(stretch[skipped:].lstrip())


def _is_heading(stretch: str) -> bool:
    lines = stretch.strip().splitlines()
    if all(_HEADING.match(line) for line in lines):
        return True
    label = lines[0]
    return len(lines) == 1 and len(label) <= _LABEL_LENGTH and not _SENTENCE_END.search(label)


RULE = Rule(
    code="no_apology",
    name={"en": "No apology", "ja": "お詫びがない"},
    level=Level.BLOCK,
    find=find,
    guide=__doc__,
)
