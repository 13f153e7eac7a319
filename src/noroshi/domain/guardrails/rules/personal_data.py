"""A text shows nothing that belongs to a person.

Mail addresses of persons (a role such as support@ or status@ is none), phone numbers that are not
a published line, payment cards, My Numbers, bank accounts, numbers of customers, dates of birth,
and names of customers with a title or an honorific (Mr Tanaka, 田中様). In texts for colleagues
only cards, My Numbers, bank accounts and dates of birth are looked for: colleagues need to reach
one another.

Left alone: support lines and toll-free numbers, test cards that are called so, masked numbers
(**** 1234), order numbers and times, colleagues with their role ("our CTO, Ms Roth"). Not found,
since they cannot be told surely: names without a title, postal addresses, account numbers that
nothing calls so.

Bad (en): The first report came from taro.yamada@mail.example at 14:02.
Bad (en): The payment of Mr Tanaka went through twice.
Good (en): Write to support@kitsune-cloud.example or call our support hotline, +49 30 901820.
Bad (ja): 田中様のアカウントで発生しました。
Good (ja): お客さまのアカウントへの影響はありません。お問い合わせ窓口：0120-000-123
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from noroshi.domain.guardrails import asides, persons
from noroshi.domain.guardrails.linguist import Morpheme
from noroshi.domain.guardrails.rule import Finding, Level, Passage, Rule, Text, finding
from noroshi.domain.language import Localised

Span = tuple[int, int]

_WHAT: dict[str, Localised] = {
    "mail": {"en": "The mail address of a person", "ja": "個人のメールアドレス"},
    "phone": {"en": "The phone number of a person", "ja": "個人の電話番号"},
    "card": {"en": "The number of a payment card", "ja": "カード番号"},
    "my_number": {"en": "A My Number", "ja": "マイナンバー"},
    "state": {
        "en": "A bank account, an official number or a date of birth",
        "ja": "口座番号・公的な番号・生年月日",
    },
    "account": {"en": "The number of a customer", "ja": "お客さまを特定できる番号"},
    "name": {"en": "The name of a person", "ja": "個人のお名前"},
}
_LABEL = {"en": "Take the bracket out", "ja": "括弧ごと削除する"}
_HONORIFICS = frozenset({"様", "さま", "さん", "サマ"})


def find(text: Text) -> Iterator[Finding]:
    """Everything personal, each once, in the order of the text."""
    for passage in text.passages:
        done = 0
        for start, end, kind in sorted(_personal(passage, text), key=lambda p: (p[0], -p[1])):
            if start >= done:
                done = end
                yield _finding(passage, (start, end), kind)


def _personal(passage: Passage, text: Text) -> Iterator[tuple[int, int, str]]:
    """In offsets of the text as written."""
    folded = passage.folded
    kinds = {
        "card": persons.cards,
        "my_number": persons.my_numbers,
        "state": persons.state_numbers,
    }
    if not text.internal:
        kinds |= {
            "mail": persons.mails,
            "phone": persons.phones,
            "account": persons.accounts,
            "name": persons.titled,
        }
        if text.speech == "ja":
            yield from ((*span, "name") for span in _honoured(passage.morphemes))
    for kind, spans in kinds.items():
        for span in spans(folded.text):
            yield *folded.origin(*span), kind


def _honoured(morphemes: Sequence[Morpheme]) -> Iterator[Span]:
    """Names of persons with 様 or さん."""
    start: int | None = None
    for morpheme in morphemes:
        if _is_name(morpheme):
            start = morpheme.start if start is None else start
            continue
        if start is not None and morpheme.surface in _HONORIFICS:
            yield start, morpheme.end
        start = None


def _is_name(morpheme: Morpheme) -> bool:
    return "人名" in morpheme.part


def _finding(passage: Passage, span: Span, kind: str) -> Finding:
    what = _WHAT[kind]
    reason = {
        "en": f"{what['en']} stands here; a message to many must not show it.",
        "ja": f"{what['ja']}が記載されているため、削除してください。",
    }
    bracket = asides.around(passage, span)
    if bracket is None:
        return finding("personal_data", passage, span, reason)
    return finding("personal_data", passage, bracket, reason, mend="", mend_label=_LABEL)


RULE = Rule(
    code="personal_data",
    name={"en": "Personal data", "ja": "個人情報"},
    level=Level.BLOCK,
    find=find,
    guide=__doc__,
)
