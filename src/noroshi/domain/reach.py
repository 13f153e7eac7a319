"""Who would get a message, and why others would not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from noroshi.domain.delivery import REASONS, Reason
from noroshi.domain.language import Localised


class LeftOut(StrEnum):
    """Why a subscriber of the audience gets nothing; beside the reasons of the ledger."""

    OTHER_COMPONENT = "other_component"
    OTHER_REGION = "other_region"
    NO_TEXT = "no_text"


_WORDS: Final[Mapping[str, Localised]] = {
    LeftOut.OTHER_COMPONENT: {
        "en": "None of the chosen components is affected.",
        "ja": "選択されたサービスには影響がありません。",
    },
    LeftOut.OTHER_REGION: {
        "en": "None of the chosen regions is affected.",
        "ja": "選択された地域には影響がありません。",
    },
    LeftOut.NO_TEXT: {
        "en": "There is no text in this language.",
        "ja": "この言語の文面がありません。",
    },
}


def why_left_out(reason: str) -> Localised:
    """The words for a reason, be it of the ledger or of the audience."""
    if reason in _WORDS:
        return _WORDS[reason]
    return REASONS[Reason(reason)] if reason in set(Reason) else {"en": reason}


@dataclass(frozen=True, kw_only=True)
class Group:
    """Subscribers of one audience on one channel in one language with one fate; "" is reached."""

    language: str
    left_out: str
    count: int
