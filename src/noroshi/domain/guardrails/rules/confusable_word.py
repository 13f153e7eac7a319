"""The right one of the words that sound alike: 確率, not 確立.

A keyboard offers several words for one sound, and at three in the morning the wrong one is taken.
Found only where the words around leave no doubt.

Bad (ja): 一部のお客さまで、決済が失敗する確立が高い状態です。
Good (ja): 一部のお客さまで、決済が失敗する確率が高い状態です。
"""

from __future__ import annotations

from collections.abc import Iterator

from noroshi.domain.guardrails.japanese.confusables import ENTRIES
from noroshi.domain.guardrails.japanese.reading import japanese, write
from noroshi.domain.guardrails.japanese.table import search
from noroshi.domain.guardrails.rule import Finding, Level, Rule, Text, finding


def find(text: Text) -> Iterator[Finding]:
    """Each word that another of the same sound should stand for."""
    for passage in japanese(text):
        for match, entry in search(ENTRIES, passage.prose):
            yield finding(
                "confusable_word",
                passage,
                match.span(),
                entry.reason,
                level=Level.WARN,
                mend=entry.right,
                mend_label=write(entry.right or ""),
            )


RULE = Rule(
    code="confusable_word",
    name={"en": "Wrong word of the same sound", "ja": "同音異義語の誤り"},
    level=Level.WARN,
    find=find,
    guide=__doc__,
)
