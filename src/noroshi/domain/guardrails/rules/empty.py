"""A subject and a body say something.

Without a letter or a digit there is nothing to read: an empty text, only spaces, only emoji, or
only invisible characters. A channel that shows no subject, such as SMS or X, needs none.

Bad (en): 🙏🙏🙏
Good (en): We are sorry. Some card payments in Europe fail.
Bad (ja): 　…
Good (ja): 欧州の一部のお客さまで決済エラーが発生しており、誠に申し訳ございません。
"""

from __future__ import annotations

from collections.abc import Iterator

from noroshi.domain.channel import HAS_SUBJECT
from noroshi.domain.guardrails.rule import Field, Finding, Level, Rule, Text, finding
from noroshi.kernel import late

_WORD = late.pattern(r"[^\W_]")
_REASONS = {
    Field.SUBJECT: {"en": "The subject is empty.", "ja": "件名がありません。"},
    Field.BODY: {"en": "The text is empty.", "ja": "本文がありません。"},
}


def find(text: Text) -> Iterator[Finding]:
    """A finding for each of subject and body that is sent without a letter or digit."""
    for passage in text.passages:
        if passage.field is Field.SUBJECT and text.channel not in HAS_SUBJECT:
            continue
        if not _WORD.search(passage.folded.text):
            whole = (0, len(passage.raw))
            yield finding("empty", passage, whole, _REASONS[passage.field])


RULE = Rule(
    code="empty",
    name={"en": "Empty text", "ja": "空の文面"},
    level=Level.BLOCK,
    find=find,
    guide=__doc__,
    firm=True,
)
