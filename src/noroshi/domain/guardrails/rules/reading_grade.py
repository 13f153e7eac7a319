"""Anyone can read the text at the first attempt (R6).

English: the grade of Flesch and Kincaid, in years of school; at most 10 for customers and 14 for
readers who are technical. Japanese: the share of kanji; at most half of the letters for customers,
and six in ten. Success criterion 3.1.5 of the WCAG asks for text that needs no more than lower
secondary school, and ISO 24495-1 for text that readers find, understand and use. Only texts of at
least three sentences are measured; the finding stands at the hardest of them. Texts for colleagues
are exempt.

Bad (en): Investigation indicates degraded authorisation infrastructure affecting international transactions throughout Europe. Remediation activities are currently undergoing independent verification by responsible engineering personnel. Intermittent unavailability of reconciliation functionality may additionally be experienced by organisations utilising synchronous settlement operations during the remediation. Comprehensive documentation regarding additional remediation activities is forthcoming.
Good (en): We are sorry. Some card payments from abroad fail. We found the cause and are testing a repair now. Payouts may also be late while we do this. We will tell you by 15:15 CET how far we are, and what you can do until then.
Bad (ja): 外部決済代行事業者側システム障害に起因し、決済承認要求処理の応答遅延が断続的に発生しております。アプリケーションサーバーのコネクションプール枯渇を検知し、暫定対処として再送信処理停止措置を実施済みです。恒久対策適用時期および影響範囲詳細については、原因調査完了次第、別途個別通知予定です。
Good (ja): 誠に申し訳ございません。欧州の一部のお客さまで、カード決済が完了しない場合があります。決済の確認に時間がかかっていることが原因です。銀行振込は、通常どおりご利用いただけます。復旧を急いでおり、分かったことからお知らせします。
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from noroshi.domain.guardrails import names, prose, readability
from noroshi.domain.guardrails.rule import Finding, Level, Passage, Rule, Text, finding
from noroshi.domain.guardrails.sentences import Span, sentences

MOST_GRADE, MOST_GRADE_TECHNICAL = 10, 14
MOST_KANJI, MOST_KANJI_TECHNICAL = 0.5, 0.6
_FEWEST_SENTENCES = 3
_FEWEST_WORDS = 30
_FEWEST_LETTERS = 100
_STUB = 8  # words of English, letters of Japanese: less than that is a heading or a label


def find(text: Text) -> Iterator[Finding]:
    """One finding at the hardest sentence of a text that is hard as a whole."""
    judge = {"en": _english, "ja": _japanese}.get(text.speech)
    if judge is not None and not text.internal:
        body = text.passages[1]
        read = _without_names(text, body.folded_prose.text)
        yield from judge(body, read, technical=text.technical)


def _without_names(text: Text, folded: str) -> str:
    """The text with the names that have no plainer word masked, one letter for one."""
    context = text.context
    known = (*context.product_names, *context.scope_words)
    return prose.masked(folded, names.spans(known, folded))


def _english(body: Passage, folded: str, *, technical: bool) -> Iterator[Finding]:
    told = [
        span for span in sentences(folded) if len(readability.words(folded[slice(*span)])) >= _STUB
    ]
    said = [folded[slice(*span)] for span in told]
    if len(said) < _FEWEST_SENTENCES or len(readability.words(" ".join(said))) < _FEWEST_WORDS:
        return
    most = MOST_GRADE_TECHNICAL if technical else MOST_GRADE
    grade = readability.grade(said)
    if grade > most:
        worst = max(told, key=lambda span: readability.grade([folded[slice(*span)]]))
        reason = {
            "en": f"The text asks for {math.ceil(grade)} years of school, {most} should do; "
            "begin here: shorter words, or two sentences.",
            "ja": f"本文を読むには、およそ{math.ceil(grade)}年の学校教育が必要です（目安は{most}年）。"
            "この文から、短い語や短い文に直してください。",
        }
        yield _at(body, worst, reason)


def _japanese(body: Passage, folded: str, *, technical: bool) -> Iterator[Finding]:
    told = [span for span in sentences(folded) if span[1] - span[0] >= _STUB]
    said = [folded[slice(*span)] for span in told]
    if len(said) < _FEWEST_SENTENCES or sum(map(len, said)) < _FEWEST_LETTERS:
        return
    most = MOST_KANJI_TECHNICAL if technical else MOST_KANJI
    share = readability.kanji_share("\n".join(said))
    if share > most:
        worst = max(told, key=lambda span: readability.kanji_share(folded[slice(*span)]))
        reason = {
            "en": f"{share:.0%} of the letters are kanji, {most:.0%} should do; "
            "begin here: verbs instead of rows of nouns.",
            "ja": f"本文の{share * 100:.0f}％が漢字です（目安は{most * 100:.0f}％以下）。"
            "この文から、漢字の続く語をほぐし、動詞を使って書き直してください。",
        }
        yield _at(body, worst, reason)


def _at(body: Passage, span: Span, reason: dict[str, str]) -> Finding:
    origin = body.folded_prose.origin(*span)
    return finding("reading_grade", body, origin, reason, level=Level.HINT)


RULE = Rule(
    code="reading_grade",
    name={"en": "Hard to read", "ja": "読みにくい文章"},
    level=Level.HINT,
    find=find,
    guide=__doc__,
)
