"""What readers say back: that an incident hits them, and whether a message was clear (G3).

Nobody signs in and nothing is stored on the reader's side, so one reader is a keyed hash of network
and program, which is worth nothing outside its incident and is forgotten with time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from noroshi.domain.asking import Limit

LONGEST_COMMENT: Final = 500
FROM_NETWORK: Final = Limit(name="feedback", most=60, window=timedelta(hours=1))
"""Presses from one network: an office behind one address is heard, a program is not."""
ON_INCIDENT: Final = Limit(name="feedback-incident", most=3_000, window=timedelta(minutes=10))
"""Presses on one incident from anywhere; beyond it the figures say nothing any more."""
FORM_LIVES: Final = timedelta(hours=2)
FASTEST: Final = timedelta(seconds=2)
"""Nobody reads a form, writes into it and sends it within this time."""
FORGET_SENDERS_AFTER: Final = timedelta(days=30)


@dataclass(frozen=True, kw_only=True)
class Opinion:
    """One reader's word. ``message`` 0 is about the incident: "I am affected"."""

    id: int
    message: int
    clear: bool | None
    comment: str
    language: str
    page: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Clarity:
    """How one message was understood. ``comments`` are for colleagues only."""

    message: int
    clear: int
    unclear: int
    comments: tuple[Opinion, ...]

    @property
    def asked(self) -> int:
        """How many have answered."""
        return self.clear + self.unclear


@dataclass(frozen=True, kw_only=True)
class Feedback:
    """What readers said about one incident."""

    affected: int
    messages: tuple[Clarity, ...]

    def __bool__(self) -> bool:
        return bool(self.affected or self.messages)


def counted(opinions: Iterable[Opinion]) -> Feedback:
    """The figures of all opinions about one incident, by message."""
    given = tuple(opinions)
    numbers = sorted({opinion.message for opinion in given if opinion.message})
    return Feedback(
        affected=sum(opinion.message == 0 for opinion in given),
        messages=tuple(_clarity(n, [o for o in given if o.message == n]) for n in numbers),
    )


def one_comment(text: str) -> str:
    """``text`` as it is kept: without what nobody sees, and not longer than a reader may write."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    seen = "".join(sign for sign in lines if sign.isprintable() or sign == "\n")
    return seen.strip()[:LONGEST_COMMENT]


def _clarity(number: int, opinions: list[Opinion]) -> Clarity:
    return Clarity(
        message=number,
        clear=sum(opinion.clear is True for opinion in opinions),
        unclear=sum(opinion.clear is False for opinion in opinions),
        comments=tuple(opinion for opinion in opinions if opinion.comment),
    )
