"""No characters that look different, or are missing, on other machines.

Circled numbers, Roman numerals as one character, squared company forms and units come from old
character sets of single makers. Variants of kanji in names (髙, 﨑) are only hinted at: the name
may well be written so, but mail of older systems garbles it.

Bad (ja): ㈱キツネの一部の店舗で、下記①の症状が発生しています。
Good (ja): 株式会社キツネの一部の店舗で、下記(1)の症状が発生しています。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from noroshi.domain.guardrails.japanese.reading import japanese, write
from noroshi.domain.guardrails.japanese.signs import BLOCKS, NAMES, plain
from noroshi.domain.guardrails.rule import Finding, Level, Passage, Rule, Text, finding, shown
from noroshi.kernel import late

_SIGNS = late.pattern(f"(?P<sign>[{BLOCKS}]++)|[{NAMES}]++")


def find(text: Text) -> Iterator[Finding]:
    """Each run of such characters; with a mend unless it may be part of a name."""
    for passage in japanese(text):
        for match in _SIGNS.finditer(passage.prose):
            yield _sign(passage, match) if match["sign"] else _name(passage, match)


def _sign(passage: Passage, match: re.Match[str]) -> Finding:
    instead = plain(match[0])
    return finding(
        "machine_dependent_character",
        passage,
        match.span(),
        {
            "en": f"“{shown(match[0], 20)}” is not shown alike on every machine: "
            f"write “{shown(instead)}”.",
            "ja": f"「{shown(match[0], 20)}」は機種依存文字です。"
            f"「{shown(instead)}」と書いてください。",
        },
        level=Level.WARN,
        mend=instead,
        mend_label=write(shown(instead)),
    )


def _name(passage: Passage, match: re.Match[str]) -> Finding:
    return finding(
        "machine_dependent_character",
        passage,
        match.span(),
        {
            "en": f"“{shown(match[0], 20)}” is missing on some machines: look whether the name "
            "may be written with the common character.",
            "ja": f"「{shown(match[0], 20)}」は環境によって表示されません。氏名などで常用の字体に"
            "置き換えてよいかご確認ください。",
        },
        level=Level.HINT,
    )


RULE = Rule(
    code="machine_dependent_character",
    name={"en": "Machine-dependent character", "ja": "機種依存文字"},
    level=Level.WARN,
    find=find,
    guide=__doc__,
)
