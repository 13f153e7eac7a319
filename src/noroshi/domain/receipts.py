"""What a provider or a returned mail tells us later, and what follows from it.

A receipt never makes anybody send again. It can only add to what is known of a copy, and it can
keep us from writing to an address for which writing is useless or unwanted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from noroshi.domain.bounce_words import Fault, fault_of
from noroshi.domain.delivery import Reason, State, may_become
from noroshi.kernel.clock import aware

BOUNCES_UNTIL_SUPPRESSED: Final = 5
DAYS_UNTIL_SUPPRESSED: Final = 3
BOUNCES_COUNT_FOR: Final = timedelta(days=30)
"""An address that bounced so often, on so many different days within this time, is given up."""

BELIEVED_FOR: Final = timedelta(days=14)
"""A receipt about an older message changes nothing (reference: forged bounces)."""


class ReceiptKind(StrEnum):
    """What became of a copy after it was handed over."""

    DELIVERED = "delivered"
    BOUNCED = "bounced"
    COMPLAINED = "complained"
    DEFERRED = "deferred"
    UNSUBSCRIBED = "unsubscribed"


@dataclass(frozen=True, kw_only=True)
class ReceiptEvent:
    """One thing that was told, in one shape for every source.

    ``text_id`` and ``subscriber_id`` name the copy (None: not known). ``event_key`` is the same
    whenever the same thing is told again. ``address`` is the one that the source names, if any;
    ``code`` an enhanced status code (RFC 3463) where there is one, ``detail`` the source's words.

    Raises:
        ValueError: ``happened_at`` has no zone.
    """

    kind: ReceiptKind
    event_key: str
    happened_at: datetime
    text_id: int | None = None
    subscriber_id: int | None = None
    address: str = ""
    code: str = ""
    detail: str = ""
    account: str = ""
    fault: Fault | None = None
    """Whose fault a bounce is, if the source knows better than its code and words tell."""

    def __post_init__(self) -> None:
        aware(self.happened_at)

    @property
    def blame(self) -> Fault:
        """Whose fault a bounce is."""
        return self.fault or fault_of(self.code, self.detail)


class Why(StrEnum):
    """The reason of a decision; ``WHYS`` has the words."""

    CONFIRMED = "confirmed"
    RETURNED = "returned"
    NO_SUCH_ADDRESS = "no_such_address"
    TOO_MANY_BOUNCES = "too_many_bounces"
    ABOUT_US = "about_us"
    COMPLAINT = "complaint"
    LEFT = "left"
    DELAYED = "delayed"
    NOTHING_NEW = "nothing_new"


WHYS: Final = {
    Why.CONFIRMED: {"en": "The receiving side took it.", "ja": "受信側に届きました。"},
    Why.RETURNED: {
        "en": "It came back, for a reason that may pass. The address stays on the list.",
        "ja": "返送されましたが、一時的な理由の可能性があるため、宛先は残します。",
    },
    Why.NO_SUCH_ADDRESS: {
        "en": "The receiving side says that there is no such address.",
        "ja": "受信側が「該当する宛先はない」と回答しました。",
    },
    Why.TOO_MANY_BOUNCES: {
        "en": "The address bounced five times, on three different days or more.",
        "ja": "5回返送され、返送は3日以上にわたりました。",
    },
    Why.ABOUT_US: {
        "en": "Refused because of us, not because of the address.",
        "ja": "宛先ではなく、送信側（自社）の理由で拒否されました。",
    },
    Why.COMPLAINT: {
        "en": "The reader reported the mail as spam.",
        "ja": "受信者が迷惑メールとして報告しました。",
    },
    Why.LEFT: {
        "en": "The reader unsubscribed at the provider.",
        "ja": "受信者が配信事業者側で配信を停止しました。",
    },
    Why.DELAYED: {
        "en": "Not taken yet; the provider goes on trying.",
        "ja": "まだ受信されていません。配信事業者が再送を続けています。",
    },
    Why.NOTHING_NEW: {
        "en": "Nothing that was not known.",
        "ja": "新しい情報はありません。",
    },
}


@dataclass(frozen=True, kw_only=True)
class History:
    """What is known so far. ``state`` None: the ledger has no such copy.

    ``bounced_on`` are the days of the bounces within ``BOUNCES_COUNT_FOR``, one entry each, this
    one included; those that were about us are left out.
    """

    state: State | None = None
    bounced_on: Sequence[date] = ()


@dataclass(frozen=True, kw_only=True)
class Consequence:
    """What follows. ``state`` None: the copy's record stays as it is.

    ``too_early``: the copy's attempt is not recorded yet; look again once it is.
    """

    why: Why
    state: State | None = None
    too_early: bool = False
    suppress: Reason | None = None
    unsubscribe: bool = False
    alarm: bool = False


_TARGETS: Final = {
    ReceiptKind.DELIVERED: State.DELIVERED,
    ReceiptKind.BOUNCED: State.BOUNCED,
    ReceiptKind.COMPLAINED: State.COMPLAINED,
}
_NOT_RECORDED_YET: Final = frozenset({State.QUEUED, State.SENDING})


def what_follows(event: ReceiptEvent, history: History) -> Consequence:
    """What a receipt changes. Told again, or in another order, it ends in the same state.

    Knowledge is never lost: a bounce after a delivery stands, a delivery after a bounce or a late
    delay changes nothing. Whether an address is given up does not depend on the copy's state.
    """
    target = _TARGETS.get(event.kind)
    early = target is not None and history.state in _NOT_RECORDED_YET
    moved = _moved(history.state, target)
    if event.kind is ReceiptKind.BOUNCED:
        return _of_bounce(event, history, moved=moved, early=early)
    if event.kind is ReceiptKind.COMPLAINED:
        return Consequence(
            why=Why.COMPLAINT, state=moved, too_early=early, suppress=Reason.COMPLAINED
        )
    if event.kind is ReceiptKind.UNSUBSCRIBED:
        return Consequence(why=Why.LEFT, unsubscribe=True)
    if event.kind is ReceiptKind.DEFERRED:
        return Consequence(why=Why.DELAYED)
    why = Why.CONFIRMED if moved or early else Why.NOTHING_NEW
    return Consequence(why=why, state=moved, too_early=early)


def _moved(before: State | None, target: State | None) -> State | None:
    return target if before and target and may_become(before, target) else None


def _of_bounce(
    event: ReceiptEvent, history: History, *, moved: State | None, early: bool
) -> Consequence:
    blame = event.blame
    if blame is Fault.OURS:
        return Consequence(why=Why.ABOUT_US, state=moved, too_early=early, alarm=True)
    gone = blame is Fault.ADDRESS
    if gone or is_hopeless(history.bounced_on):
        why = Why.NO_SUCH_ADDRESS if gone else Why.TOO_MANY_BOUNCES
        return Consequence(why=why, state=moved, too_early=early, suppress=Reason.BOUNCED)
    return Consequence(why=Why.RETURNED, state=moved, too_early=early)


def is_hopeless(bounced_on: Sequence[date]) -> bool:
    """Whether so many bounces on so many days are enough to give an address up."""
    enough = len(bounced_on) >= BOUNCES_UNTIL_SUPPRESSED
    return enough and len(set(bounced_on)) >= DAYS_UNTIL_SUPPRESSED
