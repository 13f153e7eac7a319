"""What can become of one person's copy of one message, and when to try again.

Most people end as accepted, so only the others get a record (``Outcome``): the ledger keeps a
watermark plus exceptions (see ``noroshi.domain.fanout``). Nobody is ever without a state, and
every state other than accepted says why.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_COPIES: Final = 2
"""A person may get a second copy after a crash, never a third (promise 2)."""


class State(StrEnum):
    """The states of one person's copy; ``PROMISES`` says what each of them promises."""

    QUEUED = "queued"
    SENDING = "sending"
    ACCEPTED = "accepted"
    DELIVERED = "delivered"
    BOUNCED = "bounced"
    COMPLAINED = "complained"
    FAILED = "failed"
    SUPPRESSED = "suppressed"
    SUPERSEDED = "superseded"
    UNKNOWN = "unknown"


PROMISES: Final[Mapping[State, Mapping[str, str]]] = MappingProxyType(
    {
        State.QUEUED: {
            "en": "Not sent yet. It will be tried, and tried again after a temporary refusal.",
            "ja": "未送信です。これから送信し、一時的に拒否された場合は再送します。",
        },
        State.SENDING: {
            "en": "An attempt has begun and its result is not recorded yet.",
            "ja": "送信を開始しましたが、結果はまだ記録されていません。",
        },
        State.ACCEPTED: {
            "en": "Handed to the provider. Nobody has confirmed receipt.",
            "ja": "配信事業者に引き渡し済みです。受信の確認ではありません。",
        },
        State.DELIVERED: {
            "en": "The receiving side has confirmed that it took it. Nobody has confirmed reading.",
            "ja": "受信側のサーバーに届いたことを確認済みです。閲覧の確認ではありません。",
        },
        State.BOUNCED: {
            "en": "Handed over, but it came back: the receiving side did not take it.",
            "ja": "引き渡しましたが、受信側に届かず返送されました。",
        },
        State.COMPLAINED: {
            "en": "Delivered, and reported as spam. Nothing more is sent to this address.",
            "ja": "届きましたが、迷惑メールとして報告されました。今後は送信しません。",
        },
        State.FAILED: {
            "en": "Not sent, and it will not be tried again.",
            "ja": "送信できませんでした。再送は行いません。",
        },
        State.SUPPRESSED: {
            "en": "Not sent on purpose: this person must not or does not want to get it.",
            "ja": "配信停止などの理由により、意図的に送信していません。",
        },
        State.SUPERSEDED: {
            "en": "Not sent, because a newer update took its place.",
            "ja": "より新しいお知らせがあるため、送信していません。",
        },
        State.UNKNOWN: {
            "en": "It may or may not have been delivered. Another copy would be one too many.",
            "ja": "届いたかどうか確認できません。重複を避けるため、再送は行いません。",
        },
    }
)

_EDGES: Final[Mapping[State, frozenset[State]]] = MappingProxyType({
    State.QUEUED: frozenset({
        State.SENDING, State.FAILED, State.SUPPRESSED, State.SUPERSEDED,
    }),
    State.SENDING: frozenset({
        State.ACCEPTED, State.FAILED, State.QUEUED, State.UNKNOWN,
        # A crash left it here; before the second attempt the person unsubscribed.
        State.SUPPRESSED, State.SUPERSEDED,
    }),
    # Resolved later by a provider's event.
    State.UNKNOWN: frozenset({
        State.ACCEPTED, State.FAILED, State.DELIVERED, State.BOUNCED, State.COMPLAINED,
    }),
    State.ACCEPTED: frozenset({State.DELIVERED, State.BOUNCED, State.COMPLAINED}),
    State.DELIVERED: frozenset({State.COMPLAINED, State.BOUNCED}),
    State.BOUNCED: frozenset({State.COMPLAINED}),
    State.COMPLAINED: frozenset(),
    State.FAILED: frozenset(),
    State.SUPPRESSED: frozenset(),
    State.SUPERSEDED: frozenset(),
})  # fmt: skip


def may_become(before: State, after: State) -> bool:
    """Whether the ledger may move a person's copy from ``before`` to ``after``."""
    return after in _EDGES[before]


def is_final(state: State) -> bool:
    """Whether nothing more will be tried; unknown counts, as nobody will send again."""
    return state not in {State.QUEUED, State.SENDING}


class Reason(StrEnum):
    """Why somebody's copy is not simply accepted. ``REASONS`` has the words."""

    UNSUBSCRIBED = "unsubscribed"
    NOT_CONFIRMED = "not_confirmed"
    BOUNCED = "bounced"
    COMPLAINED = "complained"
    ERASED = "erased"
    NOT_ON_LIST = "not_on_list"
    OVERTAKEN = "overtaken"
    CANCELLED = "cancelled"
    BAD_ADDRESS = "bad_address"
    NOT_RENDERED = "not_rendered"
    REFUSED = "refused"
    DELAYED = "delayed"
    TOO_LATE = "too_late"
    NO_ANSWER = "no_answer"
    INTERRUPTED = "interrupted"


REASONS: Final[Mapping[Reason, Mapping[str, str]]] = MappingProxyType(
    {
        Reason.UNSUBSCRIBED: {"en": "Unsubscribed.", "ja": "配信停止済みです。"},
        Reason.NOT_CONFIRMED: {
            "en": "Has not confirmed the subscription.",
            "ja": "登録の確認が完了していません。",
        },
        Reason.BOUNCED: {
            "en": "Earlier mail came back: the address does not exist.",
            "ja": "以前のメールが宛先不明で返送されています。",
        },
        Reason.COMPLAINED: {
            "en": "Reported an earlier mail as spam.",
            "ja": "以前のメールが迷惑メールとして報告されています。",
        },
        Reason.ERASED: {"en": "Personal data was erased.", "ja": "個人データを削除済みです。"},
        Reason.NOT_ON_LIST: {
            "en": "No longer on the list of recipients.",
            "ja": "配信先の一覧に含まれていません。",
        },
        Reason.OVERTAKEN: {
            "en": "A newer update was sent instead.",
            "ja": "より新しいお知らせを送信しました。",
        },
        Reason.CANCELLED: {
            "en": "Sending was stopped by a person.",
            "ja": "担当者が送信を中止しました。",
        },
        Reason.BAD_ADDRESS: {
            "en": "Nothing can be sent to this address.",
            "ja": "このアドレスには送信できません。",
        },
        Reason.NOT_RENDERED: {
            "en": "The message could not be made ready for this person.",
            "ja": "この宛先向けの本文を作成できませんでした。",
        },
        Reason.REFUSED: {"en": "The receiving side refused it.", "ja": "受信側に拒否されました。"},
        Reason.DELAYED: {
            "en": "Refused for now; it will be tried again.",
            "ja": "一時的に拒否されたため、再送を待っています。",
        },
        Reason.TOO_LATE: {
            "en": "Still refused when the message stopped being useful.",
            "ja": "お知らせの有効期限までに送信できませんでした。",
        },
        Reason.NO_ANSWER: {
            "en": "The connection broke before the answer, so it may have been delivered.",
            "ja": "応答を受け取る前に接続が切れたため、届いている可能性があります。",
        },
        Reason.INTERRUPTED: {
            "en": "Sending was interrupted, so one copy or two may have been delivered.",
            "ja": "送信が中断されたため、1通または2通届いている可能性があります。",
        },
    }
)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of one person's copy so far.

    ``doubtful`` counts the attempts that may have become a copy without anybody knowing; it never
    exceeds ``MOST_COPIES``. ``detail`` and ``code`` are the provider's words, for an operator.

    Raises:
        ValueError: a state other than accepted has no reason, or a wait has no zone.
    """

    state: State
    reason: Reason | None = None
    detail: str = ""
    code: str = ""
    attempts: int = 0
    doubtful: int = 0
    next_attempt_at: datetime | None = None

    def __post_init__(self) -> None:
        if self.reason is None and self.state is not State.ACCEPTED:
            msg = f"{self.state} needs a reason"
            raise ValueError(msg)
        if self.next_attempt_at is not None and self.next_attempt_at.tzinfo is None:
            msg = "the next attempt needs a time with a zone"
            raise ValueError(msg)


class FailureKind(StrEnum):
    """What a failed attempt says about the next one."""

    THROTTLED = "throttled"
    """Not taken; the provider asks us to slow down."""
    TEMPORARY = "temporary"
    """Not taken; the same attempt may work later."""
    PERMANENT = "permanent"
    """Not taken, and it never will be."""
    UNKNOWN = "unknown"
    """Perhaps taken: the answer got lost after the whole message was handed over."""


@dataclass(frozen=True, kw_only=True)
class Failure:
    """One attempt that was not accepted."""

    kind: FailureKind
    detail: str
    code: str = ""
    retry_after: timedelta | None = None
    reason: Reason = Reason.REFUSED


@dataclass(frozen=True, kw_only=True)
class Retry:
    """Try again, not before ``at``."""

    at: datetime
    reason: Reason


@dataclass(frozen=True, kw_only=True)
class GiveUp:
    """Never try again: the copy ends in ``state``."""

    state: State
    reason: Reason


_FIRST_WAIT: Final = timedelta(minutes=1)
_LONGEST_WAIT: Final = timedelta(minutes=15)


def backoff(attempts: int) -> timedelta:
    """How long to wait after so many attempts: 1, 2, 4, 8 and then 15 minutes."""
    doublings = min(max(attempts, 1) - 1, 10)
    return min(_FIRST_WAIT * (1 << doublings), _LONGEST_WAIT)


@dataclass(frozen=True, kw_only=True)
class Tries:
    """How often it was tried (this attempt included), and how many tries may be a copy."""

    attempts: int
    doubtful: int = 0


def decide(
    failure: Failure, tries: Tries, *, now: datetime, useful_until: datetime
) -> Retry | GiveUp:
    """What follows from a failed attempt.

    ``useful_until`` is when the message stops being worth reading: an update with the next one,
    a final report after four days or more. A lost answer is tried once more, with the same
    Message-ID, as long as that cannot become a third copy.
    """
    if failure.kind is FailureKind.PERMANENT:
        return GiveUp(state=State.FAILED, reason=failure.reason)
    if failure.kind is FailureKind.UNKNOWN and tries.doubtful >= MOST_COPIES:
        return GiveUp(state=State.UNKNOWN, reason=Reason.NO_ANSWER)
    wait = max(backoff(tries.attempts), failure.retry_after or timedelta(0))
    if now + wait >= useful_until:
        return _too_late(tries)
    why = Reason.NO_ANSWER if failure.kind is FailureKind.UNKNOWN else Reason.DELAYED
    return Retry(at=now + wait, reason=why)


def _too_late(tries: Tries) -> GiveUp:
    if tries.doubtful:
        return GiveUp(state=State.UNKNOWN, reason=Reason.NO_ANSWER)
    return GiveUp(state=State.FAILED, reason=Reason.TOO_LATE)


def after_failure(
    failure: Failure, tries: Tries, *, now: datetime, useful_until: datetime
) -> Outcome:
    """The record of a failed attempt: waiting for the next one, or ended with a reason.

    ``tries.doubtful`` counts the earlier attempts only; this one is added if its answer got lost.
    """
    lost = failure.kind is FailureKind.UNKNOWN
    tries = Tries(attempts=tries.attempts, doubtful=tries.doubtful + lost)
    decision = decide(failure, tries, now=now, useful_until=useful_until)
    return Outcome(
        state=State.QUEUED if isinstance(decision, Retry) else decision.state,
        reason=decision.reason,
        detail=failure.detail,
        code=failure.code,
        attempts=tries.attempts,
        doubtful=tries.doubtful,
        next_attempt_at=decision.at if isinstance(decision, Retry) else None,
    )
