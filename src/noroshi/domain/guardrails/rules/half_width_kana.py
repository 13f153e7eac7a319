"""Katakana is written in full width.

Half-width kana breaks in mail of older systems, tears a voicing mark from its letter and is hard
to read. The mend joins the marks: ｻｰﾊﾞｰ becomes サーバー.

Bad (ja): ｻｰﾊﾞｰの不具合により、一部のお客さまで決済エラーが発生しています。
Good (ja): サーバーの不具合により、一部のお客さまで決済エラーが発生しています。
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from noroshi.domain.guardrails.japanese.reading import japanese, write
from noroshi.domain.guardrails.rule import Finding, Level, Rule, Text, finding, shown
from noroshi.kernel import late

# A mark that stands behind a kana of full width belongs to it.
_RUN = late.pattern("[か-とは-ほウカ-トハ-ホ](?=[ﾞﾟ])[｡-ﾟ]++|[｡-ﾟ]++")
_LONE_MARKS = str.maketrans("\u3099\u309a", "゛゜")
_REASON = {
    "en": "Half-width kana is garbled by some mail programs: write it in full width.",
    "ja": "半角カナは文字化けの原因になります。全角で書いてください。",
}


def find(text: Text) -> Iterator[Finding]:
    """Each run of half-width kana and its punctuation."""
    for passage in japanese(text):
        for match in _RUN.finditer(passage.prose):
            full = unicodedata.normalize("NFKC", match[0]).translate(_LONE_MARKS)
            yield finding(
                "half_width_kana",
                passage,
                match.span(),
                _REASON,
                level=Level.WARN,
                mend=full,
                mend_label=write(shown(full)),
            )


RULE = Rule(
    code="half_width_kana",
    name={"en": "Half-width kana", "ja": "半角カナ"},
    level=Level.WARN,
    find=find,
    guide=__doc__,
)
