"""Words that a text only quotes: what a screen shows, what somebody else said."""

from __future__ import annotations

from noroshi.domain.guardrails import prose
from noroshi.kernel import late

_QUOTED = late.pattern(
    r"\"[^\"\n]{0,200}+\"|「[^「」\n]{0,200}+」|『[^『』\n]{0,200}+』|`[^`\n]{0,200}+`"
)


def unquoted(folded: str) -> str:
    """A folded text with quotations masked, one character for one."""
    return _QUOTED.sub(lambda quoted: prose.MASK * len(quoted[0]), folded)
