"""No blank and no placeholder is left in the text (R9).

Looked for on the rendered text: slots of templates, words in brackets that ask to be replaced,
XX and 〇〇 for numbers and names, TBD and TODO, empty lines to be filled in. Full-width and
look-alike characters and invisible characters in between hide nothing. Labels such as [RESOLVED]
and [P1], Markdown links and rules, and what stands in code or in a web address are left alone;
only a template slot is a blank there too.

Bad (en): Next update by XX:XX.
Bad (en): We are sorry that {{ component }} is down.
Good (en): [RESOLVED] Next update by 15:15 CET. See [our page](https://status.kitsune.example/XX).
Bad (ja): 次回は〇〇時〇〇分までにお知らせします。
Bad (ja): ＿＿のお客さまで決済エラーが発生しています。
Good (ja): 【影響範囲】欧州の一部のお客さま。次回は23:15までにお知らせします。
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from noroshi.domain.guardrails.blanks import (
    ALLOWED_CAPS,
    ALWAYS,
    BLANK_ALONE,
    IN_PROSE,
    NEVER_A_LABEL,
)
from noroshi.domain.guardrails.rule import (
    Field,
    Finding,
    Level,
    Passage,
    Rule,
    Text,
    finding,
    shown,
)
from noroshi.kernel import late

_LINE = 200  # a rule or a line of decoration is not longer than this
_PARTICLES = frozenset("をにでがはのよまへと様さ時分月日件名社")
_ASKS = late.pattern(r"(?i)\b(?:your|insert|enter|add|fill|placeholder|here)\b")
_ORDINARY_LABEL = late.pattern(r"P[1-5]|SEV-?[1-5]|[0-9]+(?:/[0-9]+)?|[A-Z0-9]{1,3}-[0-9]{1,6}")


def find(text: Text) -> Iterator[Finding]:
    """Every blank, the template slots first."""
    for passage in text.passages:
        slots = [passage.folded.origin(*m.span()) for m in ALWAYS.finditer(passage.folded.text)]
        yield from (_finding(passage, span) for span in slots)
        for match in IN_PROSE.finditer(passage.folded_prose.text):
            span = passage.folded_prose.origin(*match.span())
            if not _within(span, slots) and _is_blank(match, passage):
                yield _finding(passage, span)


def _within(span: tuple[int, int], slots: list[tuple[int, int]]) -> bool:
    """Whether a span touches one of the slots, which are in order and apart."""
    last = bisect_left(slots, (span[1], 0)) - 1
    return last >= 0 and slots[last][1] > span[0]


def _is_blank(match: re.Match[str], passage: Passage) -> bool:
    if match.lastgroup == "caps":
        return not _is_label(match[0][1:-1])
    if match.lastgroup in {"words", "noun_ja"}:
        return bool(_ASKS.search(match[0])) or _stands_in_a_sentence(match)
    if match.lastgroup == "star":  # ** in ASCII is bold type, ＊＊ is a blank
        return not passage.raw[slice(*passage.folded_prose.origin(*match.span()))].isascii()
    if match.lastgroup in {"line", "ring"}:
        return not _is_decoration(match, passage)
    return True


def _is_label(inside: str) -> bool:
    words = re.split(r"[ _/:'-]+", inside)
    if inside in BLANK_ALONE or NEVER_A_LABEL.intersection(words):
        return False
    return all(
        word in ALLOWED_CAPS or _ORDINARY_LABEL.fullmatch(word) for word in words if word
    ) or (_ORDINARY_LABEL.fullmatch(inside) is not None)


def _stands_in_a_sentence(match: re.Match[str]) -> bool:
    """A label opens its line and its value follows; a blank stands among words."""
    text, (start, end) = match.string, match.span()
    opens_line = not text[max(0, start - _LINE) : start].rpartition("\n")[2].strip(" #*>・-")
    return not opens_line or text[end : end + 1] in _PARTICLES


def _is_decoration(match: re.Match[str], passage: Passage) -> bool:
    """A Markdown rule (___), a line of marks, or marks around a heading (□□□ 障害 □□□)."""
    text, (start, end) = match.string, match.span()
    before = text[max(0, start - _LINE) : start].rpartition("\n")[2]
    after = text[end : end + _LINE].partition("\n")[0]
    if passage.field is Field.SUBJECT or end - start < 3:
        return False
    if match[0][0] == "_":
        # Only an ASCII rule is one to Markdown; ＿＿＿ alone on a line waits for an answer.
        origin = passage.folded_prose.origin(start, end)
        return not (before + after).strip() and passage.raw[slice(*origin)].isascii()
    line = f"{before}{match[0]}{after}".strip()
    return line.startswith(match[0][:3]) and line.endswith(match[0][:3]) and len(line) > 3


def _finding(passage: Passage, span: tuple[int, int]) -> Finding:
    mark = shown(passage.raw[slice(*span)])
    return finding(
        "blank",
        passage,
        span,
        {"en": f"A blank is not filled: {mark}", "ja": f"未記入の箇所があります：{mark}"},
    )


RULE = Rule(
    code="blank",
    name={"en": "Unfilled blank", "ja": "未記入の箇所"},
    level=Level.BLOCK,
    find=find,
    guide=__doc__,
    firm=True,
)
