"""Regular expressions that are compiled when something is first looked for.

There are hundreds, and to compile all of them takes half a second: no command that reads no text
should wait for that. Threads may meet at the first use; then one of two equal results is kept.
"""

from __future__ import annotations

import re
from typing import Final, cast

_USED: Final = ("finditer", "findall", "fullmatch", "match", "search", "split", "sub", "subn")


class _Late:
    """Looks like a compiled expression, and is one from the first use."""

    def __init__(self, expression: str, flags: int) -> None:
        self._made_of = (expression, flags)

    def __getattr__(self, name: str) -> object:
        compiled = re.compile(*self._made_of)
        # From here on they are found without coming by.
        self.__dict__.update({each: getattr(compiled, each) for each in _USED})
        return getattr(compiled, name)


def pattern(expression: str, flags: int = 0) -> re.Pattern[str]:
    """What ``re.compile`` gives, later; an expression that is wrong raises only then."""
    return cast("re.Pattern[str]", _Late(expression, flags))
