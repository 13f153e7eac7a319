"""Who may be addressed as whom, where, and in which language (R5, R6)."""

from __future__ import annotations

from dataclasses import dataclass

from noroshi.domain.channel import Channel
from noroshi.domain.language import Localised
from noroshi.domain.plan.model import Audience
from noroshi.domain.subscription import EVERYTHING, Choice


@dataclass(frozen=True, kw_only=True)
class Subscription:
    """What one subscriber gets: as whom, by what means, in which language, and of what."""

    audience: str
    channel: Channel
    language: str
    choice: Choice = EVERYTHING


@dataclass(frozen=True, kw_only=True)
class Match:
    """It may be."""


@dataclass(frozen=True, kw_only=True)
class NoMatch:
    """It may not be, and why."""

    reason: Localised


_INTERNAL: Localised = {
    "en": "Texts for colleagues never appear on a public page.",
    "ja": "社内向けの文面は公開ページに掲載できません。",
}


def may_appear(
    audience: Audience, channel: Channel, *, has_own_page: bool = False
) -> Match | NoMatch:
    """Whether a text for an audience may go to a channel at all: internal is never public."""
    if audience.internal and channel is Channel.STATUS_PAGE and not has_own_page:
        return NoMatch(reason=_INTERNAL)
    return Match()


def may_mix(first: Audience, second: Audience) -> bool:
    """Whether two audiences may be addressed in one dispatch: colleagues never with customers."""
    return first.internal == second.internal


def language_for(subscription: Subscription, spoken: tuple[str, ...], default: str) -> str:
    """The language of the rendition that a subscriber gets, of those the company speaks."""
    return subscription.language if subscription.language in spoken else default


def order(audience: Audience, subscriber_id: int) -> tuple[int, int]:
    """The key to sort recipients by: higher priority first, then the older subscriber."""
    return -audience.priority, subscriber_id
