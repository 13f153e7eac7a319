"""Whether this copy of the installation may send, and why not (R11).

A database that was restored elsewhere, or whose disk was copied, believes that everything in it
still has to be sent. So it remembers its place; a copy has another one and asks a person first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from noroshi.domain.language import Localised

SILENCE: Final = timedelta(minutes=15)
"""After so long a silence nothing that was planned before goes out without a person (R11)."""


class Why(StrEnum):
    """Why nothing is sent."""

    COPY = "copy"
    """The database stands in another place than the one that was allowed to send."""
    OTHER_DIRECTORY = "other_directory"
    """The data directory belongs to another installation."""
    TAKEN_OVER = "taken_over"
    """Another copy that shares our data directory was told to send."""
    JUST_BEGUN = "just_begun"
    """What waited while nobody ran has not been looked at yet: a matter of seconds."""


@dataclass(frozen=True, kw_only=True)
class Refused:
    """Why nothing is sent, and what to do."""

    why: Localised
    way_out: Localised


_TAKE_OVER: Final[Localised] = {
    "en": "If this is the one that should send: run “noroshi send take-over”, with a reason.",
    "ja": "こちらから送信する場合は、理由を添えて「noroshi send take-over」を実行してください。",
}
REFUSALS: Final[Mapping[str, Refused]] = {
    Why.COPY: Refused(
        why={
            "en": "This looks like a copy of the installation: its database has another place than "
            "before. Nothing is sent.",
            "ja": "データベースの所在が以前と異なるため、この環境は複製と思われます。"
            "送信は行いません。",
        },
        way_out=_TAKE_OVER,
    ),
    Why.OTHER_DIRECTORY: Refused(
        why={
            "en": "The data directory belongs to another installation. Nothing is sent.",
            "ja": "データディレクトリが別の環境のものです。送信は行いません。",
        },
        way_out=_TAKE_OVER,
    ),
    Why.TAKEN_OVER: Refused(
        why={
            "en": "Another copy of this installation was told to send. This one sends nothing.",
            "ja": "この環境の別の複製が送信を引き継いでいます。こちらからは送信しません。",
        },
        way_out=_TAKE_OVER,
    ),
    Why.JUST_BEGUN: Refused(
        why={
            "en": "Noroshi was silent for a while and looks first at what has waited.",
            "ja": "しばらく停止していたため、待機中の送信を確認しています。",
        },
        way_out={"en": "Wait a few seconds.", "ja": "数秒お待ちください。"},
    ),
}


@dataclass(frozen=True, kw_only=True)
class Pointer:
    """What the file beside the published pages says: who may publish and send from there."""

    token: str
    epoch: int


@dataclass(frozen=True, kw_only=True)
class Right:
    """The right to send as the database has it, and the world as it is.

    ``silent`` is how long nobody has been there to send; ``pointer`` is None before the first one
    was written.
    """

    epoch: int
    token: str
    granted_to: str
    here: str
    silent: timedelta
    pointer: Pointer | None = None


def refusal(right: Right) -> Why | None:
    """Why nothing may be sent from here; None when it may."""
    if right.here != right.granted_to:
        return Why.COPY
    pointer = right.pointer
    if pointer and pointer.token != right.token:
        return Why.OTHER_DIRECTORY
    if pointer and pointer.epoch > right.epoch:
        return Why.TAKEN_OVER
    if right.silent > SILENCE:
        return Why.JUST_BEGUN
    return None
