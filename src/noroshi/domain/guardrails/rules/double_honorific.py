"""Respect is said once, and to the right person.

Fear makes people pile up forms: おっしゃられる, ご覧になられる, 拝見させていただく. One form is
enough, and established pairs (お伺いする) are left alone. A humble form for what the customer does
(ご確認してください) is mended too, and させていただく is hinted at from its third time in a text.

Bad (ja): 一部のお客さまでエラーをご覧になられる場合があります。
Good (ja): 一部のお客さまでエラーをご覧になる場合があります。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from noroshi.domain.guardrails.japanese.honorifics import ENTRIES
from noroshi.domain.guardrails.japanese.reading import japanese, quoted, within, write
from noroshi.domain.guardrails.japanese.table import search
from noroshi.domain.guardrails.rule import Field, Finding, Level, Passage, Rule, Text, finding
from noroshi.kernel import late

MOST_PERMISSIONS = 2
"""させていただく in one text; from the next one on it grates."""

_PERMISSION = late.pattern(r"させて(?:いただ|頂)[きくいけ]")
_NOUN = late.pattern("[一-龠ァ-ヶー]{2}")
_ENDINGS = frozenset({"きま", "いた", "いて", "く", "く。", "くこ", "くた", "く場", "くよ", "く予"})
_INSTEAD = {"き": "いたし", "い": "いたし", "く": "いたす"}
_TOO_OFTEN = {
    "en": "させていただく again: いたします is shorter and just as polite.",
    "ja": "「させていただく」が多用されています。「いたします」で十分です。",
}


def find(text: Text) -> Iterator[Finding]:
    """Each honorific that is too much."""
    wrong = [(p, hit) for p in japanese(text) for hit in _wrong(p)]
    yield from (hit for _, hit in wrong)
    taken = [(passage.field, hit.start, hit.end) for passage, hit in wrong]
    yield from _too_often(text, taken)


def _wrong(passage: Passage) -> Iterator[Finding]:
    foreign = quoted(passage)
    for match, entry in search(ENTRIES, passage.prose):
        if not within(match.span(), foreign):
            say = match.expand(entry.right) if entry.right is not None else None
            yield finding(
                "double_honorific",
                passage,
                match.span(),
                entry.reason,
                level=entry.level,
                mend=say,
                mend_label=write(say) if say is not None else None,
            )


def _too_often(text: Text, taken: list[tuple[Field, int, int]]) -> Iterator[Finding]:
    places = (
        (passage, match)
        for passage in japanese(text)
        for match in _PERMISSION.finditer(passage.prose)
        if (passage.field, match.start(), match.end()) not in taken
    )
    for passage, match in islice(places, MOST_PERMISSIONS, None):
        say = _short(passage.prose, match)
        yield finding(
            "double_honorific",
            passage,
            match.span(),
            _TOO_OFTEN,
            level=Level.HINT,
            mend=say,
            mend_label=write(say) if say else None,
        )


def _short(prose: str, match: re.Match[str]) -> str | None:
    """What stands for させていただき after a noun; nobody but the writer knows it after a verb."""
    before = prose[max(0, match.start() - 2) : match.start()]
    ending = prose[match.end() - 1 : match.end() + 1]
    fits = _NOUN.fullmatch(before) and ending in _ENDINGS
    return _INSTEAD[ending[0]] if fits else None


RULE = Rule(
    code="double_honorific",
    name={"en": "Honorifics too much", "ja": "二重敬語・敬語の誤り"},
    level=Level.WARN,
    find=find,
    guide=__doc__,
)
