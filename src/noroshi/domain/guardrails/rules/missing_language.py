"""Every message exists in each language of the company, for each audience on each channel.

A language is missing when it has no text there, when its text is empty, or when its text still
has the words of another language. Figures and addresses do not count: two texts that differ in
these only are one text in two places. As long as one language is missing, none goes out.

Examples of a company that speaks English and Japanese, beside a Japanese (or English) text that
says 欧州の一部のお客さまで決済エラーが発生しています。

Bad (en): 欧州の一部のお客さまで決済エラーが発生しています。
Good (en): Some card payments in Europe fail.
Bad (ja): 欧州の一部のお客さまで決済エラーが発生しています。
Good (ja): 欧州で、カード決済の一部が完了しない状態です。
"""

from __future__ import annotations

from collections.abc import Iterator

from noroshi.domain.channel import NAMES
from noroshi.domain.guardrails import prose
from noroshi.domain.guardrails.folding import fold
from noroshi.domain.guardrails.rule import Finding, Level, Passage, Rule, Sibling, Text, finding
from noroshi.domain.guardrails.siblings import language_name
from noroshi.domain.language import Localised
from noroshi.kernel import late

_LETTER = late.pattern(r"[^\W\d_]")
_FIGURES = late.pattern(r"[\W\d_]+")
_JAPANESE = late.pattern("[ぁ-ゖァ-ヺ々〆\u3400-\u9fff]")


def find(text: Text) -> Iterator[Finding]:
    """A finding for each language that has no words of its own beside this text."""
    parallel = [each for each in text.context.siblings if _is_beside(each, text)]
    written = {each.language: each.body for each in parallel} | {text.language: text.body}
    for language in text.context.languages:
        if not _says_something(written.get(language, "")):
            yield _finding(text, _no_text(language, text))
    for language in sorted(set(written) - {text.language}):
        if _same_words(text.body, written[language]):
            yield _finding(text, _not_translated(text.language, language, text.body))


def _is_beside(sibling: Sibling, text: Text) -> bool:
    same = (sibling.audience, sibling.channel) == (text.audience, text.channel)
    return same and sibling.language != text.language


def _says_something(body: str) -> bool:
    return _LETTER.search(fold(body).text) is not None


def _same_words(one: str, other: str) -> bool:
    words = _words(one)
    return bool(words) and words == _words(other)


def _words(body: str) -> str:
    """The letters of the text without code, addresses and figures."""
    read = fold(prose.prose(body)).text
    return _FIGURES.sub("", read.replace(prose.MASK, " ")).casefold()


def _no_text(language: str, text: Text) -> Localised:
    name = NAMES[text.channel]
    return {
        "en": f"There is no {language_name(language, said_in='en')} text here ({name['en']}); "
        "write it, then both can go out.",
        "ja": f"{language_name(language, said_in='ja')}の文面がありません（{name['ja']}）。作成するまで"
        "公開できません。",
    }


def _not_translated(own: str, other: str, body: str) -> Localised:
    """Names the language whose words these are not."""
    is_japanese = _JAPANESE.search(body) is not None
    untranslated = own if (own[:2] == "ja") != is_japanese else other
    return {
        "en": f"The {language_name(untranslated, said_in='en')} text still has the words of "
        "another language; translate it.",
        "ja": f"{language_name(untranslated, said_in='ja')}の文面が、ほかの言語のままです。翻訳して"
        "ください。",
    }


def _finding(text: Text, reason: Localised) -> Finding:
    body: Passage = text.passages[1]
    return finding("missing_language", body, (0, 0), reason)


RULE = Rule(
    code="missing_language",
    name={"en": "Missing language", "ja": "言語の不足"},
    level=Level.BLOCK,
    find=find,
    guide=__doc__,
)
