"""What became of one person's copy, and why somebody was not written to at all.

Most people have no record of their own. Where they stand in their batch, and how far the batch has
come, says what became of them; an exception overrules it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from noroshi.domain.audience import Subscription
from noroshi.domain.delivery import State
from noroshi.domain.fanout import Progress
from noroshi.domain.language import Localised
from noroshi.domain.subscription import Occasion, is_paused, is_wanted, meets_place


def state_at(
    place: int, progress: Progress, listed: State | None, *, confirmed: bool = False
) -> State:
    """The one state of the person at ``place`` (from 0) of a batch.

    ``listed`` is the state of the person's exception, ``confirmed`` whether the receiving side has
    said that it took the copy.
    """
    if listed is not None:
        return listed
    if place < progress.mark:
        return State.DELIVERED if confirmed else State.ACCEPTED
    return State.SENDING if place < progress.started else State.QUEUED


class LeftOut(StrEnum):
    """Why somebody is not in the snapshot of a message. ``LEFT_OUT`` has the words."""

    NO_TEXT = "no_text"
    CORRECTION = "correction"
    OTHER_LANGUAGE = "other_language"
    LATER = "later"
    NOT_CONFIRMED = "not_confirmed"
    CONFIRMED_LATER = "confirmed_later"
    UNSUBSCRIBED = "unsubscribed"
    SUPPRESSED = "suppressed"
    PAUSED = "paused"
    OTHER_SCOPE = "other_scope"
    OTHER_KIND = "other_kind"
    UNCLEAR = "unclear"


LEFT_OUT: Final[Mapping[LeftOut, Localised]] = MappingProxyType(
    {
        LeftOut.NO_TEXT: {
            "en": "This message had no text for this audience on this channel.",
            "ja": "このお知らせには、この対象者とチャネル向けの文面がありませんでした。",
        },
        LeftOut.CORRECTION: {
            "en": "A correction goes only to those who got the wrong text, or may have got it.",
            "ja": "訂正は、誤った内容を受け取った、または受け取った可能性のある人だけに送ります。",
        },
        LeftOut.OTHER_LANGUAGE: {
            "en": "The message had no text in the language of this subscription.",
            "ja": "この登録の言語では、お知らせの文面がありませんでした。",
        },
        LeftOut.LATER: {
            "en": "Subscribed after the message had gone out.",
            "ja": "お知らせの送信後に登録されました。",
        },
        LeftOut.NOT_CONFIRMED: {
            "en": "Had not confirmed the subscription.",
            "ja": "登録の確認が完了していませんでした。",
        },
        LeftOut.CONFIRMED_LATER: {
            "en": "Confirmed the subscription after the message had gone out.",
            "ja": "登録の確認が、お知らせの送信後に完了しました。",
        },
        LeftOut.UNSUBSCRIBED: {
            "en": "Had unsubscribed before the message went out.",
            "ja": "お知らせの送信前に配信を停止していました。",
        },
        LeftOut.SUPPRESSED: {
            "en": "Nothing was to be sent to this address any more.",
            "ja": "この宛先への送信は、すでに停止されていました。",
        },
        LeftOut.OTHER_SCOPE: {
            "en": "The subscription is for other components or regions.",
            "ja": "別のサービスまたは地域を対象とした登録です。",
        },
        LeftOut.OTHER_KIND: {
            "en": "The subscription is for other kinds of messages, or for graver incidents.",
            "ja": "別の種類のお知らせ、またはより重大な障害を対象とした登録です。",
        },
        LeftOut.PAUSED: {
            "en": "Had paused the subscription until a later day.",
            "ja": "配信を一時停止していました。",
        },
        LeftOut.UNCLEAR: {
            "en": "The subscription or the scope of the incident has changed since, so the reason"
            " is not known any more.",
            "ja": "登録内容またはインシデントの影響範囲がその後変更されたため、理由は特定できません。",
        },
    }
)


@dataclass(frozen=True, kw_only=True)
class Life:
    """What is known of a subscription, and since when."""

    wants: Subscription
    created_at: datetime
    confirmed_at: datetime | None
    unsubscribed_at: datetime | None
    suppressed_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Sent:
    """A message as it went out on one channel to one audience."""

    at: datetime
    about: Occasion
    languages: frozenset[str]
    is_correction: bool = False


def why_left_out(life: Life, sent: Sent) -> LeftOut:
    """The first reason why the person is not in the snapshot."""
    if not sent.languages:
        return LeftOut.NO_TEXT
    return (
        _not_there_yet(life, sent.at)
        or _gone(life, sent.at)
        or (LeftOut.CORRECTION if sent.is_correction else _not_wanted(life.wants, sent))
    )


def _not_there_yet(life: Life, at: datetime) -> LeftOut | None:
    if life.created_at > at:
        return LeftOut.LATER
    if life.confirmed_at is None:
        return LeftOut.NOT_CONFIRMED
    return LeftOut.CONFIRMED_LATER if life.confirmed_at > at else None


def _gone(life: Life, at: datetime) -> LeftOut | None:
    if life.unsubscribed_at and life.unsubscribed_at <= at:
        return LeftOut.UNSUBSCRIBED
    if life.suppressed_at and life.suppressed_at <= at:
        return LeftOut.SUPPRESSED
    return None


def _not_wanted(wants: Subscription, sent: Sent) -> LeftOut:
    if wants.language not in sent.languages:
        return LeftOut.OTHER_LANGUAGE
    if is_wanted(wants.choice, sent.about):
        return LeftOut.UNCLEAR
    if is_paused(wants.choice, sent.at):
        return LeftOut.PAUSED
    return LeftOut.OTHER_KIND if meets_place(wants.choice, sent.about) else LeftOut.OTHER_SCOPE
