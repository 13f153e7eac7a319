"""Nobody promises when it will work again, unless there is a fact behind it (P3, P9).

Customers plan by such a time, and it is the first thing that proves wrong. A clock time, a
duration and "soon" are all promises; so is "the fix will be in place by 16:00". What the checklist
answers to the question of recovery is a fact, and then the text may say it. The time of the next
update may always be said, and so may past times and "we do not know yet when". When the incident
is over, the dates of preventive actions are no promises of recovery. In a text for colleagues
only it is a warning, since callers will hear it.

PagerDuty's guide forbids every estimate, other guides ask for one: the level of this rule is the
plan's to set.

Bad (en): We are sorry that some card payments fail. They should work again by 16:00.
Bad (en): We are sorry that Checkout is slow. It will be fixed shortly.
Good (en): We are sorry that some card payments fail. We do not know yet when they will work again.
Good (en): We are sorry that some card payments failed. Checkout was restored at 14:10.
Good (en): We are sorry that some card payments fail. Next update by 15:15.
Bad (ja): 決済エラーが発生しており、誠に申し訳ございません。16時までに復旧する見込みです。
Bad (ja): 誠に申し訳ございません。まもなく復旧いたします。
Good (ja): 誠に申し訳ございません。復旧の時期は、現時点では未定です。
Good (ja): 誠に申し訳ございませんでした。14:10に復旧いたしました。
Good (ja): 誠に申し訳ございません。次回は15:15までにお知らせいたします。
"""

from __future__ import annotations

from collections.abc import Iterator

from noroshi.domain.guardrails import recovery_en, recovery_ja
from noroshi.domain.guardrails.rule import Finding, Level, Passage, Rule, Text, finding
from noroshi.domain.guardrails.sentences import Span
from noroshi.domain.incident import MAINTENANCE_STAGES, Stage

_OVER = frozenset({Stage.RESOLVED, Stage.POSTMORTEM})
_REASON = {
    "en": "A time of recovery is promised, but no fact supports it: say that it is not known yet.",
    "ja": "根拠のない復旧時刻が書かれています。まだ分かっていないことをお伝えください。",
}


def find(text: Text) -> Iterator[Finding]:
    """Every promise of a time of recovery, unless the checklist has an answer for it."""
    known = text.context.known
    if known and (known.recovery_time or "").strip():
        return
    if text.stage in MAINTENANCE_STAGES:
        return  # how long planned work takes is a plan, and no guess about a failure
    level = Level.WARN if text.internal else Level.BLOCK
    for passage in text.passages:
        for span in _promises(passage, text):
            origin = passage.folded_prose.origin(*span)
            yield finding("recovery_time", passage, origin, _REASON, level=level)


def _promises(passage: Passage, text: Text) -> Iterator[Span]:
    folded = passage.folded_prose.text
    over = text.stage in _OVER
    if text.speech == "en":
        return recovery_en.promises(folded, over=over)
    if text.speech == "ja":
        return recovery_ja.promises(folded, over=over)
    return iter(())


RULE = Rule(
    code="recovery_time",
    name={"en": "Promised time of recovery", "ja": "根拠のない復旧時刻"},
    level=Level.BLOCK,
    find=find,
    guide=__doc__,
)
