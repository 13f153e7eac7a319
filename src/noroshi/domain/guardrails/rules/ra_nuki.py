"""Potential forms keep their ら: 見られる, not 見れる.

In speech the ら is often dropped; in a company's writing it looks careless. Verbs that have a
potential form of their own (送れる, 切れる) are right as they are, and one れ too many (使えれる)
is found as well.

Bad (ja): 欧州の一部のお客さまが、管理画面を見れない状態が続いています。
Good (ja): 欧州の一部のお客さまが、管理画面を見られない状態が続いています。
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from noroshi.domain.guardrails.japanese.reading import conjugation, japanese, write
from noroshi.domain.guardrails.linguist import Linguist, Morpheme
from noroshi.domain.guardrails.rule import Finding, Level, Rule, Text, finding

_ONE_STEP = ("上一段", "下一段")
_NEEDS_RA = (*_ONE_STEP, "カ行変格")


def find(text: Text) -> Iterator[Finding]:
    """Each potential form without its ら, or with a れ too many."""
    for passage in japanese(text):
        for word, after in pairwise((*passage.morphemes, _NOTHING)):
            form = _dropped(text.linguist, word) or _spoken(text.linguist, word, after)
            if form is not None:
                end, mend = form
                found = passage.raw[word.start : end]
                yield finding(
                    "ra_nuki",
                    passage,
                    (word.start, end),
                    {
                        "en": f"“{found}” is a spoken form: in writing it is “{mend}”.",
                        "ja": f"「{found}」は話し言葉です。「{mend}」と書いてください。",
                    },
                    level=Level.WARN,
                    mend=mend,
                    mend_label=write(mend),
                )


def _dropped(linguist: Linguist, word: Morpheme) -> tuple[int, str] | None:
    """見れる, which the dictionary knows as a form of 見る."""
    if not _is_verb(word, ("下一段-ラ行",)) or not word.base.endswith("れる"):
        return None
    stem = word.base[:-2]
    own = word.normal.endswith("れる") and not stem.endswith("れ")  # こわれる is 壊れる
    if own or stem == "い" or word.base == word.normal or not word.surface.startswith(stem + "れ"):
        return None  # いれる may be 入れる
    if not conjugation(linguist, word.normal).startswith(_NEEDS_RA):
        return None
    return word.end, f"{stem}ら{word.surface[len(stem) :]}"


def _spoken(linguist: Linguist, word: Morpheme, after: Morpheme) -> tuple[int, str] | None:
    """届け and れる, or 確かめれ without the ば of a condition."""
    if not _is_verb(word, _ONE_STEP) or after.start != word.end:
        return None
    stem = word.base[:-1]
    if word.surface == stem and after.base == "れる" and after.part[0] == "助動詞":
        own_potential = conjugation(linguist, word.normal).startswith("五段")
        rest = after.surface[1:] if own_potential else f"ら{after.surface}"
        return after.end, word.surface + rest
    if word.surface == stem + "れ" and (after.part[0] == "助動詞" or after.surface == "て"):
        return word.end, f"{stem}られ"
    return None


def _is_verb(word: Morpheme, kinds: tuple[str, ...]) -> bool:
    return word.part[0] == "動詞" and word.part[4].startswith(kinds)


_NOTHING = Morpheme(surface="", start=-1, end=-1, part=("",), base="", normal="")

RULE = Rule(
    code="ra_nuki",
    name={"en": "Potential form without ら", "ja": "ら抜き言葉"},
    level=Level.WARN,
    find=find,
    guide=__doc__,
)
