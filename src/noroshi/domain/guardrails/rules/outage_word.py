"""An "outage" is a full one (PagerDuty's guide: "outage" only for a full outage).

When some still get through, "outage", "down" and 全面停止 say too much: readers who are not hit
believe they are, and the press quotes the word. "Partial outage" and 一部停止 are right. The rule
speaks when it is known that not every component of the incident is out entirely; before that it
is silent.

Examples when the incident is no full outage:

Bad (en): We are sorry for the outage of Checkout in Europe.
Bad (en): We are sorry that Checkout is down in Europe.
Good (en): We are sorry for the partial outage of Checkout in Europe.
Good (en): We are sorry that Checkout slowed down. This was not an outage.
Bad (ja): チェックアウトの全面停止が続いており、誠に申し訳ございません。
Bad (ja): システムダウンにより、決済エラーが発生しております。
Good (ja): チェックアウトの一部停止が続いており、誠に申し訳ございません。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from noroshi.domain.guardrails.rule import Finding, Level, Passage, Rule, Text, finding
from noroshi.kernel import late

_OUTAGE = late.pattern(
    r"(?<!partial )(?<!partial-)(?<!partly )(?<!power )(?<!electricity )"
    r"\b(?P<article>an? (?=[a-z]))?"
    r"(?P<how>(?:full|complete|total|major|massive|severe|widespread|general|entire)(?:-scale)? )?"
    r"(?P<kind>(?:service|system|site|website|platform|network|checkout|payments?|api|cloud) )?"
    r"(?P<word>outages?)\b",
    re.IGNORECASE,
)
_DENIED = late.pattern(
    r"(?:\b(?:no|not|never|without|isn't|wasn't|neither)\b|n't)(?: (?:an?|any|the|full|complete|total|"
    r"considered|been|be|seen|have|had|see)){0,3} ?$|\bpart(?:ial|ly)(?: [a-z-]{1,15}){0,2} $",
    re.IGNORECASE,
)
_DOWN = late.pattern(
    r"\b(?:is|are|was|were|be|been|being|went|goes|go|going|gone|stays?|remains?|'s|'re)"
    r"(?: (?:currently|still|also|completely|entirely|fully|totally|all|again|now|briefly)){0,2} "
    r"(?P<word>down)\b(?! (?:to|by|from|the|on|with|a|[0-9])\b)"
    r"|(?<![\w-])(?P<alone>down)(?= (?:in|for|since|worldwide|globally|everywhere|at|across)\b|$)",
    re.IGNORECASE,
)
_SLOWED = late.pattern(
    r"(?:\b(?:not|never|partly|partially|slow\w{0,3}|narrow\w{0,3}|br[eo][a-z]{1,4}|track\w{0,3}|"
    r"shut\w{0,4}|cool\w{0,3}|calm\w{0,3}|wind\w{0,3}|scal\w{1,3}|writ\w{1,4}|wrote|turn\w{0,3}|"
    r"boil\w{0,3}|cut\w{0,4}|com\w{1,3}|came|roll\w{0,3}|drop|step\w{0,4}|took|tak\w{1,3}|put|"
    r"up and|spin\w{0,4}|spun|scroll\w{0,3}|way|further|drill\w{0,3}|clos\w{1,3}|ramp\w{0,3}|"
    r"power\w{0,3})|n't) (?:[a-z]{1,12} )?$",
    re.IGNORECASE,
)
_JAPANESE = late.pattern(
    r"(?P<stop>全面的?(?:に|な)?停止|全停止|完全(?:に)?停止|全面ストップ|全システム停止)"
    r"|(?:システム|サーバー?|サイト|サービス|ネットワーク|ホスト)(?P<noun>全面ダウン|ダウン)(?!ロード|タイム|サイズ|グレード|リンク|スト)"
    r"|(?:システム|サーバー?|サイト|サービス|ネットワーク)(?:が|は)[^。、\n]{0,6}ダウン(?!ロード|タイム|サイズ|グレード)"
    r"|(?:サービス|システム|サイト)(?P<halt>停止)"
    r"|(?:サービス|システム|サイト)(?:全体|のすべて|すべて)?(?:が|は)(?:全て|すべて|完全に)?停止"
    r"|全面(?:的な)?(?P<fault>障害)"
)
_PARTLY_BEFORE = late.pattern(r"(?:一部の?|部分的な?|一部[^。、\n]{1,8}の|部分)$")
_DENIED_AFTER = late.pattern(
    r"(?:し(?:て(?:は|も)?)?|(?:で|に)?(?:は|も)|では|とは)?"
    r"(?:おりません|おらず|いません|いない|ありません|ございません|なく|せず|異な|至って(?:おりません|いません))"
)
_VERB = late.pattern(r"し|する|され|いたし|いたす|致|中|の(?:お知らせ|ご案内)")
_REASON = {
    "en": "This is no full outage: say “partial outage”, or what does not work.",
    "ja": "全面的な停止ではありません。「一部停止」や「一部障害」とするか、使えないものを書いてください。",
}


def find(text: Text) -> Iterator[Finding]:
    """Every such word while it is known that the incident is no full outage."""
    known = text.context.known
    if known is None or known.full_outage is not False:
        return
    for passage in text.passages:
        if text.speech == "en":
            yield from _english(passage)
        elif text.speech == "ja":
            yield from _japanese(passage)


def _english(passage: Passage) -> Iterator[Finding]:
    folded = passage.folded_prose.text
    for match in _OUTAGE.finditer(folded):
        if not _DENIED.search(folded, max(0, match.start() - 40), match.start()):
            yield _found(passage, match.span(), _partial(match))
    for match in _DOWN.finditer(folded):
        at = match.start("word") if match["word"] else match.start("alone")
        if not _SLOWED.search(folded, max(0, at - 30), at):
            yield _found(passage, (at, at + 4), None)


def _partial(match: re.Match[str]) -> str:
    article = "a " if match["article"] else ""
    wording = f"{article}partial {(match['kind'] or '').lower()}{match['word'].lower()}"
    if match[0].isupper():
        return wording.upper()
    return wording[0].upper() + wording[1:] if match[0][0].isupper() else wording


def _japanese(passage: Passage) -> Iterator[Finding]:
    folded = passage.folded_prose.text
    for match in _JAPANESE.finditer(folded):
        partly = _PARTLY_BEFORE.search(folded, max(0, match.start() - 12), match.start())
        if not partly and not _DENIED_AFTER.match(folded, match.end()):
            yield _found(passage, match.span(), _partly(match, folded))


def _partly(match: re.Match[str], folded: str) -> str | None:
    """The milder word, where the grammar around it permits."""
    if match["stop"]:
        return "一部停止"
    if (match["noun"] or match["halt"]) and not _VERB.match(folded, match.end()):
        return "一部障害"
    return "一部障害" if match["fault"] else None


def _found(passage: Passage, span: tuple[int, int], mend: str | None) -> Finding:
    return finding(
        "outage_word",
        passage,
        passage.folded_prose.origin(*span),
        _REASON,
        level=Level.WARN,
        mend=mend,
        mend_label={"en": f"Say “{mend}”", "ja": f"「{mend}」にする"} if mend else None,
    )


RULE = Rule(
    code="outage_word",
    name={"en": "Outage that is not one", "ja": "全面停止ではない「停止」"},
    level=Level.WARN,
    find=find,
    guide=__doc__,
)
