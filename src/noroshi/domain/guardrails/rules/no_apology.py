"""Every message apologises, and it does so first (R2).

Whoever is at fault, the reader hears that we are sorry in the first paragraph; headings, salutations
(Dear customer, お客さま各位) and the thanks that open a Japanese letter (平素より…) do not count. An
apology further down is a warning. One that stands in quotation marks is somebody else's ("Sorry,
something went wrong"), and one that is denied or only mentioned is none, nor is a sorry state of
affairs. Texts for colleagues only need no apology.

Bad (en): Some card payments in Europe fail. We are working on it.
Good (en): We are sorry that some card payments in Europe fail.
Bad (ja): 欧州の一部のお客さまで、カード決済ができない状態です。
Good (ja): 一部のお客さまで決済エラーが続いており、誠に申し訳ございません。
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from noroshi.domain.guardrails import apologies, prose
from noroshi.domain.guardrails.quotes import unquoted
from noroshi.domain.guardrails.rule import Finding, Level, Passage, Rule, Text, finding
from noroshi.domain.incident import Stage
from noroshi.domain.language import Localised
from noroshi.kernel import late

_HEADING = late.pattern(r"\s{0,3}(?:#{1,6}\s|!\[|[-*_=]{3,}\s*$)")
_SENTENCE_END = late.pattern(r"[.!?。！？:：]")
_LABEL_LENGTH = 40
_SALUTATION_LENGTH = 120
_SALUTATION = late.pattern(
    r"(?i:dear|hello|hi|hey|good (?:morning|afternoon|evening)|greetings|to (?:all|our|everyone|whom))\b"
    r"(?:(?i: mrs?| ms| dr| prof)\.)?[^.?!。,\n]{0,60}+(?:, (?i:dear|hi|hello|and|or)\b[^.?!。,\n]{0,60}+)?[,:!.]?$"
    r"|(?:[\w'.-]{1,20}+ ){0,2}[\w'.-]{1,20}+,$"
    r"|[^。\n]*?(?:各位|(?:様|さま)(?:方|がた)?(?:へ)?|殿|御中|のみなさん(?:へ)?)[、,!]?$"
    r"|(?i:we|i) hope (?:this|you|all)\b[^.\n]*+\.?$"
)
# Each sentence of it greets or thanks; what follows is the message.
_GREETING_SENTENCE = late.pattern(
    r"\s*(?:拝啓|謹啓|前略|(?:平素|日頃|日ごろ|常日頃|いつも|毎度|時下|この度は|このたびは|お世話に|大変お世話に|ますます|貴社|皆(?:様|さま)に)"
    r"[^。\n]*?(?:ござい(?:ます|ました)|申し?上げます|(?:なって)?おります|存じます|慶び|喜び|です)|[^。、\n]{1,40}と申します)[。、!]?"
)
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
    if text.internal or not apologies.judges(text.speech):
        return
    body = text.passages[1]
    first = _first_paragraph(body.raw)
    spoken = unquoted(body.folded_prose.text)
    made = apologies.apologies(spoken, text.speech)
    places = [body.folded_prose.origin(*span) for span in made]
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
    """The first stretch that is no heading, picture, rule, short label, salutation or greeting."""
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
    if all(_HEADING.match(line) for line in lines) or all(map(_is_greeting, lines)):
        return True
    label = lines[0]
    return len(lines) == 1 and len(label) <= _LABEL_LENGTH and not _SENTENCE_END.search(label)


def _is_greeting(line: str) -> bool:
    """Whether a line only says to whom the message is, greets or thanks, and no word of substance."""
    words = line.strip()
    if len(words) > _SALUTATION_LENGTH or not words:
        return not words
    if _SALUTATION.match(words):
        return True
    while words and (greeting := _GREETING_SENTENCE.match(words)):
        words = words[greeting.end() :].strip()
    return not words


RULE = Rule(
    code="no_apology",
    name={"en": "No apology", "ja": "お詫びがない"},
    level=Level.BLOCK,
    find=find,
    guide=__doc__,
)
