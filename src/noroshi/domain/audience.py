"""Who gets what: subscriptions against the scope of an incident (R5, R6)."""

from __future__ import annotations

from dataclasses import dataclass

from noroshi.domain.channel import Channel
from noroshi.domain.incident import Scope
from noroshi.domain.language import Localised
from noroshi.domain.plan.model import Audience, Outlet


@dataclass(frozen=True, kw_only=True)
class Subscription:
    """What one subscriber wants. No component means all of them, no region means everywhere."""

    audience: str
    channel: Channel
    language: str
    components: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Match:
    """The message is for this subscription."""


@dataclass(frozen=True, kw_only=True)
class NoMatch:
    """The message is not for this subscription, and why."""

    reason: Localised


_OTHER_AUDIENCE: Localised = {
    "en": "The message is for another audience.",
    "ja": "別の対象者へのお知らせです。",
}
_OTHER_CHANNEL: Localised = {
    "en": "The subscription is for another channel.",
    "ja": "別のチャネルで登録されています。",
}
_OTHER_COMPONENT: Localised = {
    "en": "None of the chosen components is affected.",
    "ja": "選択されたサービスには影響がありません。",
}
_OTHER_REGION: Localised = {
    "en": "None of the chosen regions is affected.",
    "ja": "選択された地域には影響がありません。",
}
_INTERNAL: Localised = {
    "en": "Texts for colleagues never appear on a public page.",
    "ja": "社内向けの文面は公開ページに掲載できません。",
}


def matches(subscription: Subscription, scope: Scope, outlet: Outlet) -> Match | NoMatch:
    """Whether a message of an incident with ``scope``, sent through ``outlet``, is for somebody.

    While the incident names no component, nobody can be left out for their choice of components:
    better one message too many than a customer who hears nothing.
    """
    if subscription.audience != outlet.audience:
        return NoMatch(reason=_OTHER_AUDIENCE)
    if subscription.channel is not outlet.channel:
        return NoMatch(reason=_OTHER_CHANNEL)
    if not _meets(subscription.components, scope.components):
        return NoMatch(reason=_OTHER_COMPONENT)
    if not _meets(subscription.regions, scope.regions):
        return NoMatch(reason=_OTHER_REGION)
    return Match()


def _meets(chosen: tuple[str, ...], hit: tuple[str, ...]) -> bool:
    """Whether they share something; naming nothing means everything."""
    return not chosen or not hit or not set(chosen).isdisjoint(hit)


def may_appear(audience: Audience, channel: Channel) -> Match | NoMatch:
    """Whether a text for an audience may go to a channel at all: internal is never public."""
    if audience.internal and channel is Channel.STATUS_PAGE:
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
