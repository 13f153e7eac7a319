"""The texts of one message contradict each other in no channel and for no audience.

A short channel may say less; what it says is the same. Found are another number of customers hit
or another share that fails, another time of the beginning, another promised time, and a text that
says it is over beside one that says it goes on. Texts in the same language are compared.

Examples beside the status page, which says that 3,400 shops are hit since 14:02 and that the next
update comes by 15:15:

Bad (en): Card payments of 3,200 shops fail. Next update by 15:15.
Bad (en): Some card payments fail. Next update by 15:45.
Good (en): Some card payments fail. Next update by 15:15.
Bad (ja): 3,200店舗で決済エラーが発生しています。
Bad (ja): 決済エラーが発生しています。次回は15:45までにお知らせします。
Good (ja): 一部の店舗で決済エラーが発生しています。次回は15:15までにお知らせします。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from noroshi.domain.channel import NAMES
from noroshi.domain.guardrails import claims, counted
from noroshi.domain.guardrails.clock_times import ClockTime
from noroshi.domain.guardrails.figures import Figures, Moment, Span
from noroshi.domain.guardrails.rule import Finding, Level, Passage, Rule, Sibling, Text, finding
from noroshi.domain.guardrails.siblings import figures_of, own_figures, speech_of
from noroshi.domain.language import Localised
from noroshi.kernel import late

_PROMISE = {
    "en": late.pattern(
        r"\bnext (?:\w{1,12} ){0,2}?(?:update|news|report|post|message|information)\b"
        r"|\b(?:update|write|post|report|inform)\b[^.\n]{0,40}\b(?:by|at|before|no later than)\b",
        re.IGNORECASE,
    ),
    "ja": late.pattern(
        r"次回|次の(?:お知らせ|ご案内|ご報告|更新)|続報|次報|まで(?:には?|を目途に)[^。\n]{0,15}(?:知らせ|案内|報告|更新)"
    ),
}
_WORDS: dict[str, tuple[str, str]] = {
    "number": ("says another number: {other}", "では{other}となっています"),
    "promise": ("promises another time: {other}", "では次回予定時刻が{other}となっています"),
    "beginning": (
        "says another time of the beginning: {other}",
        "では発生時刻が{other}となっています",
    ),
    "over": ("says that it goes on", "では障害が続いていると書かれています"),
    "goes_on": ("says that it is over", "では復旧したと書かれています"),
}


def find(text: Text) -> Iterator[Finding]:
    """A finding for each contradiction, once per place."""
    others = [each for each in text.context.siblings if _is_other_outlet(each, text)]
    if not others or text.speech not in _PROMISE:
        return
    mine = list(own_figures(text))
    seen: set[tuple[str, Span]] = set()
    for sibling in others:
        theirs = figures_of(sibling)
        for passage, figures in mine:
            for found in _differences(passage, figures, sibling, theirs=theirs):
                place = (found.field, (found.start, found.end))
                if place not in seen:
                    seen.add(place)
                    yield found


def _is_other_outlet(sibling: Sibling, text: Text) -> bool:
    other = (sibling.audience, sibling.channel) != (text.audience, text.channel)
    return other and speech_of(sibling.language) == text.speech and bool(sibling.body.strip())


def _differences(
    passage: Passage, figures: Figures, sibling: Sibling, *, theirs: tuple[Figures, Figures]
) -> Iterator[Finding]:
    speech = speech_of(sibling.language)
    yield from _numbers(passage, figures, sibling, theirs=theirs)
    yield from _times(passage, figures, sibling, theirs=theirs)
    yield from _status(passage, figures.folded, sibling, theirs=theirs, speech=speech)


def _numbers(
    passage: Passage, figures: Figures, sibling: Sibling, *, theirs: tuple[Figures, Figures]
) -> Iterator[Finding]:
    speech = speech_of(sibling.language)
    mine = list(counted.said_of_the_hit(figures.folded, speech))
    if not mine:
        return
    others = [
        (amount, part.folded[amount.start : amount.end])
        for part in theirs
        for amount in counted.said_of_the_hit(part.folded, speech)
    ]
    for amount in mine:
        same = [(other, said) for other, said in others if other.kind is amount.kind]
        if same and not any(amount.agrees(other) for other, _ in same):
            span = passage.folded_prose.origin(amount.start, amount.end)
            yield _finding(passage, span, sibling, "number", other=same[0][1])


def _times(
    passage: Passage, figures: Figures, sibling: Sibling, *, theirs: tuple[Figures, Figures]
) -> Iterator[Finding]:
    speech = speech_of(sibling.language)
    for what in ("promise", "beginning"):
        mine = _of_kind(figures, what, speech)
        others = [moment for part in theirs for moment in _of_kind(part, what, speech)]
        times = {moment.utc for moment in others}
        if not mine or not others or None in times:
            continue
        if any(moment.utc is None or moment.utc in times for moment in mine):
            continue
        other = others[0].clock
        shown = f"{other.minute // 60:02}:{other.minute % 60:02}"
        yield _finding(passage, mine[0].span, sibling, what, other=shown)


def _of_kind(figures: Figures, what: str, speech: str) -> list[Moment]:
    folded = figures.folded
    if what == "beginning":
        return [m for m in figures.moments if claims.is_beginning(folded, m.clock)]
    return [m for m in figures.moments if _is_promised(folded, m.clock, speech)]


def _is_promised(folded: str, time: ClockTime, speech: str) -> bool:
    """Whether the time stands in a sentence about the next update, and is not its beginning."""
    before = re.split(r"[\n。]|[.!?]\s", folded[max(0, time.start - 120) : time.start])[-1]
    after = re.split(r"[\n。]|[.!?](?:\s|$)", folded[time.end : time.end + 60])[0]
    if claims.is_beginning(folded, time):
        return False
    return _PROMISE[speech].search(f"{before}{folded[time.start : time.end]}{after}") is not None


def _status(
    passage: Passage,
    folded: str,
    sibling: Sibling,
    *,
    theirs: tuple[Figures, Figures],
    speech: str,
) -> Iterator[Finding]:
    over = next(claims.over(folded, speech), None)
    goes_on = next(claims.goes_on(folded, speech), None)
    they_are_over = any(next(claims.over(part.folded, speech), None) for part in theirs)
    they_go_on = any(next(claims.goes_on(part.folded, speech), None) for part in theirs)
    if over and not goes_on and they_go_on and not they_are_over:
        yield _finding(passage, passage.folded_prose.origin(*over), sibling, "over")
    if goes_on and not over and they_are_over and not they_go_on:
        yield _finding(passage, passage.folded_prose.origin(*goes_on), sibling, "goes_on")


def _finding(
    passage: Passage, span: Span, sibling: Sibling, what: str, *, other: str = ""
) -> Finding:
    english, japanese = _WORDS[what]
    name = NAMES[sibling.channel]
    reason: Localised = {
        "en": f"{_where(sibling, name['en'])} {english.format(other=other)}.",
        "ja": f"{name['ja']}の文面{japanese.format(other=other)}。",
    }
    return finding("channels_disagree", passage, span, reason, level=Level.WARN)


def _where(sibling: Sibling, name: str) -> str:
    return f"The text for {name if name[1:2].isupper() else name.lower()} ({sibling.audience})"


RULE = Rule(
    code="channels_disagree",
    name={"en": "Channels disagree", "ja": "チャネル間の食い違い"},
    level=Level.WARN,
    find=find,
    guide=__doc__,
)
