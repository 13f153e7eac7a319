"""Only the status page names a third party (R3).

Every other channel says "one of our third-party service providers". The names and aliases come
from the plan and are found whatever their case, width or spacing, with a possessive or a form of
company, and inside web addresses. In a text for colleagues only it is a warning, since such a
text is easily passed on.

Examples with the provider Aldermark Payments, also known as アルダーマーク:

Bad (en): The cause is a fault at Aldermark Payments.
Good (en): The cause is a fault at one of our third-party service providers.
Bad (ja): 原因は、アルダーマーク社の障害です。
Good (ja): 原因は、当社が利用している外部サービス事業者の障害です。
"""

from __future__ import annotations

from collections.abc import Iterator

from noroshi.domain.channel import Channel
from noroshi.domain.guardrails import names, prose
from noroshi.domain.guardrails.rule import Field, Finding, Level, Passage, Rule, Text, finding
from noroshi.kernel import late

_REASON = {
    "en": "Only the status page names a third party.",
    "ja": "外部事業者の名称を記載できるのは、ステータスページだけです。",
}
_LABEL = {
    "en": "Say “one of our third-party service providers”",
    "ja": "「当社が利用している外部サービス事業者」にする",
}
_JAPANESE = "当社が利用している外部サービス事業者"
_ENGLISH = "one of our third-party service providers"
# What belongs to the name and goes with it.
_AFTER = late.pattern(
    r"(?:,? (?:Inc|Ltd|LLC|GmbH|Corp|Co|plc|AG|KK)\b\.?)?(?P<owner>'s\b)?(?:株式会社|社(?!内|外|長|員))?(?:様|さま|さん)?"
)
_BEFORE = late.pattern(r"(?:株式会社|\(株\)) ?$")
_SENTENCE_START = late.pattern(r"(?:^|[.!?:]\s|\n)[\s\"'*_#>-]*$")


def find(text: Text) -> Iterator[Finding]:
    """Every name of a third party, on every channel but the status page."""
    if text.channel is Channel.STATUS_PAGE:
        return
    known = tuple(n for party in text.context.third_parties for n in (party.name, *party.aliases))
    level = Level.WARN if text.internal else Level.BLOCK
    for passage in text.passages:
        kept = _kept(passage)
        for span in names.spans(known, passage.folded.text):
            yield _finding(passage, span, kept=kept, text=text, level=level)


def _kept(passage: Passage) -> list[tuple[int, int]]:
    """Code and addresses: a wording put there would break them."""
    if passage.field is Field.BODY:
        return prose.unread(passage.raw)
    return list(prose.addresses(passage.raw))


def _finding(
    passage: Passage,
    span: tuple[int, int],
    *,
    kept: list[tuple[int, int]],
    text: Text,
    level: Level,
) -> Finding:
    start, end = passage.folded.origin(*span)
    if any(begin < end and start < stop for begin, stop in kept):
        return finding("third_party_name", passage, (start, end), _REASON, level=level)
    wide, wording = _with_company(passage.folded.text, span, text.speech)
    origin = passage.folded.origin(*wide)
    return finding(
        "third_party_name",
        passage,
        origin,
        _REASON,
        level=level,
        mend=wording,
        mend_label=_LABEL,
    )


def _with_company(folded: str, span: tuple[int, int], speech: str) -> tuple[tuple[int, int], str]:
    """The span with what belongs to the name, and the wording that takes its place."""
    start, end = span
    after = next(_AFTER.finditer(folded, end))  # it may be empty, it is always there
    before = _BEFORE.search(folded, max(0, start - 6), start)
    wide = (before.start() if before else start, after.end())
    if speech == "ja":
        return wide, _JAPANESE + ("の" if after["owner"] else "")
    wording = _ENGLISH + ("’" if after["owner"] else "")
    if _SENTENCE_START.search(folded[max(0, wide[0] - 12) : wide[0]]):
        wording = wording[0].upper() + wording[1:]
    return wide, wording


RULE = Rule(
    code="third_party_name",
    name={"en": "Name of a third party", "ja": "外部事業者の名称"},
    level=Level.BLOCK,
    find=find,
    guide=__doc__,
)
