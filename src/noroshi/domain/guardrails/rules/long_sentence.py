"""A sentence that is read in one breath is understood at once (R6).

English: more than 30 words are hard to follow; the plain-language standard ISO 24495-1 and the
British government's content guidance ask for about 25. Japanese: more than 80 characters, or more
than three commas, as Japanese rules for technical writing have it. Lists of names cost nothing in
English, since their commas are not counted.

Bad (en): We are sorry that some card payments in Europe fail because the service that confirms them answers too late, so that some shops see an error and have to ask their customers to try again later.
Good (en): We are sorry that some card payments in Europe fail. Shops see an error. Please try again later.
Bad (ja): 欧州のお客さまで、カード決済をご利用の際に、決済の確認に時間がかかり、エラーが表示され、決済が完了しない場合があります。
Good (ja): 欧州で、カード決済が完了しない場合があります。決済の確認に時間がかかり、エラーが表示されます。
"""

from __future__ import annotations

from collections.abc import Iterator

from noroshi.domain.guardrails.prose import MASK
from noroshi.domain.guardrails.rule import Finding, Level, Passage, Rule, Text, finding
from noroshi.domain.guardrails.sentences import Span, sentences
from noroshi.kernel import late

MOST_WORDS = 30
MOST_LETTERS = 80
MOST_COMMAS = 3

_WORD = late.pattern(rf"[0-9A-Za-z{MASK}]\S*+")
_QUOTED = late.pattern(r"「[^「」\n]{0,200}+」|『[^『』\n]{0,200}+』|\([^()\n]{0,200}+\)")
_UNREAD = late.pattern(rf"{MASK}++|\s++|[*_]{{1,3}}")


def find(text: Text) -> Iterator[Finding]:
    """Each sentence that is too long, in the body; a subject has limits of its own."""
    body = text.passages[1]
    measure = {"en": _english, "ja": _japanese}.get(text.speech)
    if measure is None:
        return
    folded = body.folded_prose.text
    for span in sentences(folded):
        reason = measure(folded[slice(*span)])
        if reason is not None:
            yield _finding(body, span, reason)


def _english(sentence: str) -> dict[str, str] | None:
    words = sum(1 for _ in _WORD.finditer(sentence))
    if words <= MOST_WORDS:
        return None
    return {
        "en": f"This sentence has {words} words; make two of it (at most {MOST_WORDS} words).",
        "ja": f"1文が{words}語あります。{MOST_WORDS}語以内になるように分けてください。",
    }


def _japanese(sentence: str) -> dict[str, str] | None:
    letters = len(_UNREAD.sub("", sentence))
    if letters > MOST_LETTERS:
        return {
            "en": f"This sentence has {letters} characters; make two of it (at most {MOST_LETTERS}).",
            "ja": f"1文が{letters}文字あります。{MOST_LETTERS}文字以内になるように分けてください。",
        }
    commas = _QUOTED.sub("", sentence).count("、")
    if commas <= MOST_COMMAS:
        return None
    return {
        "en": f"This sentence has {commas} commas; make two of it (at most {MOST_COMMAS}).",
        "ja": f"1文に読点が{commas}個あります。{MOST_COMMAS}個以内になるように分けてください。",
    }


def _finding(passage: Passage, span: Span, reason: dict[str, str]) -> Finding:
    origin = passage.folded_prose.origin(*span)
    return finding("long_sentence", passage, origin, reason, level=Level.HINT)


RULE = Rule(
    code="long_sentence",
    name={"en": "Long sentence", "ja": "長すぎる文"},
    level=Level.HINT,
    find=find,
    guide=__doc__,
)
