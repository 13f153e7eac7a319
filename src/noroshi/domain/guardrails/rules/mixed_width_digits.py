"""Digits have one width in a text.

A reader who searches for 14時 does not find １４時, and a number in two widths looks like two.
A text whose digits all have full width is left alone.

Bad (ja): 一部のお客さまで１３時から決済エラーが発生し、14時に復旧しました。
Good (ja): 一部のお客さまで13時から決済エラーが発生し、14時に復旧しました。
"""

from __future__ import annotations

from collections.abc import Iterator

from noroshi.domain.guardrails.japanese.reading import japanese, write
from noroshi.domain.guardrails.rule import Finding, Level, Rule, Text, finding, shown
from noroshi.kernel import late

_HALF = late.pattern("[0-9]")
# With the signs between digits, so that １５：３０ becomes a time and not 15：30.
_NUMBER = late.pattern(
    "[0-9]*+[０-９][0-9０-９]*+(?:[：．，:.,][0-9０-９]++)*+|[0-9]++[：．，][０-９]++"
)
_NARROW = str.maketrans("０１２３４５６７８９：．，", "0123456789:.,")


def find(text: Text) -> Iterator[Finding]:
    """Each number with full-width digits in a text that has half-width ones too."""
    passages = tuple(japanese(text))
    if not any(_HALF.search(passage.prose) for passage in passages):
        return
    for passage in passages:
        for match in _NUMBER.finditer(passage.prose):
            narrow = match[0].translate(_NARROW)
            yield finding(
                "mixed_width_digits",
                passage,
                match.span(),
                {
                    "en": f"The text has digits of both widths: write {shown(narrow)}.",
                    "ja": f"全角と半角の数字が混在しています。「{shown(narrow)}」とそろえてください。",
                },
                level=Level.HINT,
                mend=narrow,
                mend_label=write(shown(narrow)),
            )


RULE = Rule(
    code="mixed_width_digits",
    name={"en": "Digits of both widths", "ja": "全角・半角数字の混在"},
    level=Level.HINT,
    find=find,
    guide=__doc__,
)
