"""A text is in the language it is declared to be in.

Judged by script, and apart from web addresses, code, quotations, abbreviations, and the names of
the company's products: kana or kanji do not belong into English, and a Japanese text is not
mostly Latin letters, nor Chinese. Latin letters that are not English are told by the commonest
words of German, French, Spanish, Italian, Portuguese and Dutch. A paragraph or a sentence that was
left untranslated is found on its own. Single foreign words in an English text (東京) are a warning.
Texts that are declared to be in other languages than English and Japanese are not judged.

Bad (en): 欧州の一部のお客さまで決済エラーが発生しています。
Good (en): Some card payments in Europe fail. Shops see 「お支払いを確認できませんでした」.
Bad (en): Einige Kartenzahlungen in Europa schlagen fehl, und wir bitten um Entschuldigung.
Bad (ja): We are sorry that some card payments in Europe fail at the moment.
Good (ja): 一部のお客さまで POST /v2/confirm の呼び出しが HTTP 504 で終わっています。
"""

from __future__ import annotations

from collections.abc import Iterator

from noroshi.domain.guardrails import names, prose, tongues
from noroshi.domain.guardrails.rule import Finding, Level, Passage, Rule, Text, finding
from noroshi.domain.guardrails.scripts import JAPANESE, Count, count, hiragana, is_chinese
from noroshi.domain.guardrails.sentences import sentences
from noroshi.domain.language import LANGUAGE_NAMES
from noroshi.kernel import late

_QUOTED = late.pattern(r"\"[^\"\n]{0,200}+\"|「[^「」\n]{0,200}+」|『[^『』\n]{0,200}+』")
_NOT_ENGLISH = {"en": "This is not English.", "ja": "英語ではない文が入っています。"}
_NOT_JAPANESE = {"en": "This is not Japanese.", "ja": "日本語ではない文が入っています。"}
_FOREIGN_WORD = {
    "en": "A word stands here that is not English.",
    "ja": "英語ではない語が入っています。",
}
_UNTRANSLATED_WORDS = 6  # this many plain English words in a row of their own are a sentence
_SUBJECT_WORDS = 3
_PLAIN_WORDS, _FUNCTION_WORDS = 4, 2  # at least, of an English sentence in a Japanese paragraph
_LETTERS = 6  # a sentence in another script has at least as many
_CLAUSE, _GRAMMAR = 10, 3  # characters, and hiragana among them, that no name or word has
_LATIN_RUN = late.pattern(r"[A-Za-z](?:[A-Za-z0-9'-]|[ ,:;]{1,2}(?=[A-Za-z0-9]))*+")


def find(text: Text) -> Iterator[Finding]:
    """Findings for stretches that are in another language than declared."""
    judge = {"en": _in_english, "ja": _in_japanese}.get(text.speech)
    if judge is None:
        return
    for passage in text.passages:
        yield from judge(passage, _own_words(passage, text))


def _own_words(passage: Passage, text: Text) -> str:
    """The folded prose without quotations and names."""
    folded = passage.folded_prose.text
    context = text.context
    known = (
        *context.product_names,
        *context.scope_words,
        *(n for party in context.third_parties for n in (party.name, *party.aliases)),
        *LANGUAGE_NAMES.values(),
    )
    quoted = [match.span() for match in _QUOTED.finditer(folded)]
    return prose.masked(folded, sorted([*quoted, *names.spans(known, folded)]))


def _in_english(passage: Passage, words: str) -> Iterator[Finding]:
    for start, end in prose.paragraphs(words):
        if _is_not_latin(count(words[start:end]), least=2):
            yield _finding(passage, (start, end), Level.BLOCK)
            continue
        for first, last in sentences(words[start:end]):
            yield from _english_sentence(passage, words, (start + first, start + last))


def _english_sentence(passage: Passage, words: str, span: tuple[int, int]) -> Iterator[Finding]:
    sentence = words[slice(*span)]
    foreign = _is_not_latin(count(sentence), least=_LETTERS) and _is_said(sentence)
    if foreign or tongues.is_foreign(sentence):
        yield _finding(passage, span, Level.BLOCK)
        return
    for match in JAPANESE.finditer(words, *span):
        clause = len(match[0]) >= _CLAUSE and hiragana(match[0]) >= _GRAMMAR
        yield _finding(passage, match.span(), Level.BLOCK if clause else Level.WARN)


def _is_not_latin(count: Count, *, least: int) -> bool:
    return count.letters >= least and count.latin < 0.7 * count.letters


def _is_said(sentence: str) -> bool:
    """Whether it is more than a name: it has grammar, or is long."""
    japanese = sum(map(len, JAPANESE.findall(sentence)))
    return not japanese or japanese >= _CLAUSE or hiragana(sentence) >= 2


def _in_japanese(passage: Passage, words: str) -> Iterator[Finding]:
    if _is_foreign(count(words)) or is_chinese(words):
        foreign = [(0, len(words))]
        whole = _untranslated(words)
        foreign = whole or foreign
    else:
        foreign = _untranslated(words)
    for span in foreign:
        yield finding("wrong_language", passage, passage.folded_prose.origin(*span), _NOT_JAPANESE)


def _untranslated(words: str) -> list[tuple[int, int]]:
    """Paragraphs that are not Japanese; of the others, the sentences that are not."""
    found = []
    for start, end in prose.paragraphs(words):
        if _is_untranslated(count(words[start:end])):
            found.append((start, end))
            continue
        for first, last in sentences(words[start:end]):
            found += _foreign_parts(words, (start + first, start + last))
    return found


def _foreign_parts(words: str, span: tuple[int, int]) -> list[tuple[int, int]]:
    sentence = words[slice(*span)]
    letters = count(sentence)
    others = letters.letters - letters.latin - letters.japanese
    if is_chinese(sentence) or (others >= _LETTERS and others > 0.4 * letters.letters):
        return [span]
    if not letters.japanese:
        english = (
            letters.words >= _PLAIN_WORDS and tongues.english_words(sentence) >= _FUNCTION_WORDS
        )
        return [span] if english or tongues.is_foreign(sentence) else []
    runs = (match for match in _LATIN_RUN.finditer(words, *span))
    return [run.span() for run in runs if _is_clause(run[0])]


def _is_clause(run: str) -> bool:
    """A clause of English within a Japanese sentence, as no name or message of a screen has."""
    plain = count(run).words
    return plain >= _UNTRANSLATED_WORDS and tongues.english_words(run) * 2 >= _UNTRANSLATED_WORDS


def _is_untranslated(count: Count) -> bool:
    return not count.japanese and count.words >= _UNTRANSLATED_WORDS


def _is_foreign(count: Count) -> bool:
    """Mostly Latin words, or mostly letters that are neither Latin nor Japanese."""
    if not count.japanese and count.words >= _SUBJECT_WORDS:
        return True
    if count.words > _UNTRANSLATED_WORDS and count.latin > 0.7 * (count.latin + count.japanese):
        return True
    others = count.letters - count.latin - count.japanese
    return others >= 2 and others > 0.7 * count.letters


def _finding(passage: Passage, span: tuple[int, int], level: Level) -> Finding:
    origin = passage.folded_prose.origin(*span)
    reason = _NOT_ENGLISH if level is Level.BLOCK else _FOREIGN_WORD
    return finding("wrong_language", passage, origin, reason, level=level)


RULE = Rule(
    code="wrong_language",
    name={"en": "Wrong language", "ja": "言語の不一致"},
    level=Level.BLOCK,
    find=find,
    guide=__doc__,
)
