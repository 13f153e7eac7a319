"""A text holds no characters that act instead of being read.

Control characters break mail headers and feeds, bidirectional overrides make a text read other
than it is written, U+FFFD shows that a text was damaged on its way, and half a surrogate pair
cannot be sent at all. Tag characters (U+E0000 to U+E007F) carry words that no person sees and every
machine reads; they belong into the emoji of a flag only. Line breaks and tabs belong into the body
only. Invisible characters that do no harm (a zero-width space, a soft hyphen) are warned about;
within an address of the web or of mail they block, since it leads elsewhere then, and so they do
within a code that people copy (KITSUNE10), which nobody accepts then. Joiners within emoji are
fine.

The examples name the characters that nobody could see here.

Bad (en): Payments fail<U+0007>.
Good (en): Payments fail in Europe.
Bad (ja): 決済<U+202E>エラー
Good (ja): 決済エラーが発生しています。
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator

from noroshi.domain.guardrails import prose
from noroshi.domain.guardrails.rule import Field, Finding, Level, Passage, Rule, Text, finding
from noroshi.domain.language import Localised
from noroshi.kernel import late

_HARMFUL = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # C0 and C1
    "\u2028\u2029"  # line ends that JSON and JavaScript disagree about
    "\u202a-\u202e\u2066-\u2069"  # bidirectional embeddings, overrides, isolates
    "\ufff9-\ufffb\ufffe\uffff"  # interlinear annotation, non-characters
    "\U000e0000-\U000e007f"  # tags
)
# A flag of a part of a country, such as Scotland: UTS 51, emoji tag sequence.
_FLAG = "\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f"
_UNSEEN = "\u00ad\u034f\u061c\u180e\u200b\u200c\u200e\u200f\u2060-\u2064\ufeff"
_IN_BODY = late.pattern(
    f"(?P<flag>{_FLAG})|(?P<harm>[{_HARMFUL}]+|\r(?!\n))|(?P<damage>[\ufffd\ud800-\udfff]+)|(?P<unseen>[{_UNSEEN}]+)"
)
_IN_SUBJECT = late.pattern(
    f"(?P<flag>{_FLAG})|(?P<harm>[\t\n\r{_HARMFUL}]+)|(?P<damage>[\ufffd\ud800-\udfff]+)|(?P<unseen>[{_UNSEEN}]+)"
)
_WRITTEN_ADDRESS = late.pattern(
    r"(?ai)(?<![\w.@-])(?:www\.[\w.-]{1,253}+[^\s<>]{0,500}+"
    r"|[\w.+-]{1,64}+@[\w.-]{1,253}+|(?:[a-z0-9-]{1,63}+\.){1,8}+[a-z]{2,24}+/[^\s<>]{0,500}+)"
)
_CODE_PART = r"[A-Za-z0-9_-]"
_CODE_BEFORE = late.pattern(rf"{_CODE_PART}{{1,40}}\Z")
_CODE_AFTER = late.pattern(rf"{_CODE_PART}{{1,40}}")
_CODE = late.pattern(r"(?=.*[A-Za-z])(?=.*[0-9]).{6,}")
_LINE_ENDS = frozenset("\t\n\r\x0b\x0c\x85\u2028\u2029")
_SHORT_NAMES = {"\t": "tab", "\n": "line break", "\r": "line break", "\x00": "NUL"}
_REMOVE = {"en": "Remove it", "ja": "取り除く"}
_REPLACE = {"en": "Put a plain break or space", "ja": "通常の改行または空白に置き換える"}


def find(text: Text) -> Iterator[Finding]:
    """A finding for each run of such characters."""
    for passage in text.passages:
        pattern = _IN_SUBJECT if passage.field is Field.SUBJECT else _IN_BODY
        found = [match for match in pattern.finditer(passage.raw) if match.lastgroup != "flag"]
        addresses = _addresses(passage) if found else []
        for match in found:
            kind = match.lastgroup or ""
            if kind == "unseen" and _within(addresses, match.start()):
                kind = "astray"
            elif kind == "unseen" and _is_within_a_code(passage.raw, *match.span()):
                kind = "spoilt"
            yield _finding(passage, match, kind)


def _addresses(passage: Passage) -> list[tuple[int, int]]:
    """The addresses as the eye reads them, as spans of the text as written."""
    folded = passage.folded
    written = (match.span() for match in _WRITTEN_ADDRESS.finditer(folded.text))
    return sorted(folded.origin(*span) for span in [*prose.addresses(folded.text), *written])


def _within(addresses: list[tuple[int, int]], at: int) -> bool:
    index = bisect_right(addresses, (at, at))
    return any(start < at < end for start, end in addresses[max(0, index - 2) : index])


def _is_within_a_code(raw: str, start: int, end: int) -> bool:
    """Whether letters and digits stand on both sides, as in a code that people copy."""
    before = _CODE_BEFORE.search(raw[max(0, start - 40) : start])
    after = _CODE_AFTER.match(raw, end)
    return bool(before and after and _CODE.fullmatch(before[0] + after[0]))


def _finding(passage: Passage, match: re.Match[str], kind: str) -> Finding:
    span, run = match.span(), match[0]
    if kind == "damage":
        return finding("control_characters", passage, span, _damaged(run))
    level = Level.WARN if kind == "unseen" else Level.BLOCK
    mend = _instead(run, passage.field)
    return finding(
        "control_characters",
        passage,
        span,
        _REASONS.get(kind, _of_harm)(run),
        level=level,
        mend=mend,
        mend_label=_REPLACE if mend else _REMOVE,
    )


def _instead(run: str, field: Field) -> str:
    if not _LINE_ENDS.intersection(run):
        return ""
    return " " if field is Field.SUBJECT else "\n"


def _named(run: str) -> str:
    first = run[0]
    name = _SHORT_NAMES.get(first) or unicodedata.name(first, "control character").lower()
    return f"U+{ord(first):04X} ({name})"


def _of_unseen(run: str) -> Localised:
    return {
        "en": f"An invisible character stands here: {_named(run)}.",
        "ja": f"目に見えない文字が入っています：{_named(run)}",
    }


def _of_astray(run: str) -> Localised:
    return {
        "en": f"An invisible character makes this address lead elsewhere: {_named(run)}.",
        "ja": f"アドレスの中に目に見えない文字があり、正しく開けません：{_named(run)}",
    }


def _of_spoilt(run: str) -> Localised:
    return {
        "en": f"An invisible character spoils this code for those who copy it: {_named(run)}.",
        "ja": f"コードの中に目に見えない文字があり、コピーすると使えません：{_named(run)}",
    }


def _of_harm(run: str) -> Localised:
    return {
        "en": f"A character stands here that must not be in this text: {_named(run)}.",
        "ja": f"使用できない制御文字が入っています：{_named(run)}",
    }


def _damaged(run: str) -> Localised:
    return {
        "en": f"The text was damaged here: U+{ord(run[0]):04X} stands for a lost character.",
        "ja": f"文字化けがあります：U+{ord(run[0]):04X}",
    }


_REASONS = {"unseen": _of_unseen, "astray": _of_astray, "spoilt": _of_spoilt}

RULE = Rule(
    code="control_characters",
    name={"en": "Control characters", "ja": "制御文字"},
    level=Level.BLOCK,
    find=find,
    guide=__doc__,
    firm=True,
)
