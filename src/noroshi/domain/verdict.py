"""Yes, or no with a reason: the answer to "may I?"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from noroshi.domain.language import Localised


@dataclass(frozen=True, kw_only=True)
class Yes:
    """It may be done."""

    def __bool__(self) -> Literal[True]:
        return True


@dataclass(frozen=True, kw_only=True)
class No:
    """It may not be done; ``reason`` is one sentence for the person who asked."""

    reason: Localised

    def __bool__(self) -> Literal[False]:
        return False
