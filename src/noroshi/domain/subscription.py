"""What a subscriber chose to hear of, and whether a message is among it (P8, R5).

Naming nothing means everything: whoever chose nothing is told of all. The SQL of
``noroshi.storage.subscribers`` says the same; a test holds both against each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from noroshi.domain.incident import Scope
from noroshi.domain.language import Localised
from noroshi.domain.message import MessageKind


class Topic(StrEnum):
    """The kinds of messages that can be chosen one by one."""

    INCIDENTS = "incidents"
    MAINTENANCE = "maintenance"
    REPORTS = "reports"


TOPICS: Final[Mapping[Topic, Localised]] = MappingProxyType(
    {
        Topic.INCIDENTS: {"en": "Incidents", "ja": "障害"},
        Topic.MAINTENANCE: {"en": "Maintenance", "ja": "メンテナンス"},
        Topic.REPORTS: {"en": "Final reports", "ja": "最終報告"},
    }
)
"""What readers call them."""

LOWEST: Final = 1
HIGHEST: Final = 5
"""The classes of severity (P1)."""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What one subscriber wants to hear of; an empty part means all of it.

    A group stands for all components that are in it when a message goes out, later ones too.
    ``paused_until``: nothing before that moment.
    """

    components: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    topics: tuple[Topic, ...] = ()
    min_severity: int = LOWEST
    paused_until: datetime | None = None

    @property
    def is_everything(self) -> bool:
        """Whether nothing was chosen, so that every message is wanted."""
        return self == EVERYTHING

    def tidy(self) -> Choice:
        """The same choice as it is kept: each thing once, in order; all topics are no choice."""
        topics = tuple(topic for topic in Topic if topic in self.topics)
        return replace(
            self,
            components=_once(self.components),
            groups=_once(self.groups),
            regions=_once(self.regions),
            topics=() if len(topics) == len(Topic) else topics,
            min_severity=max(LOWEST, min(HIGHEST, self.min_severity)),
        )


def _once(keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(keys)))


EVERYTHING: Final = Choice()
"""What everybody has who chose nothing."""


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """What a message is about, as far as a choice can depend on it.

    ``severity`` None: the message has none (maintenance), so nobody is left out for theirs.
    """

    at: datetime
    topic: Topic = Topic.INCIDENTS
    components: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    severity: int | None = None


def occasion(
    scope: Scope,
    *,
    topic: Topic,
    at: datetime,
    severity: int | None = None,
    group_of: Mapping[str, str] = MappingProxyType({}),
) -> Occasion:
    """A message about ``scope``; ``group_of`` names the group of each component that has one."""
    return Occasion(
        at=at,
        topic=topic,
        components=scope.components,
        groups=_once(group_of[key] for key in scope.components if group_of.get(key)),
        regions=scope.regions,
        severity=None if topic is Topic.MAINTENANCE else severity,
    )


def topic_of(kind: MessageKind, *, planned: bool = False) -> Topic:
    """What a message counts as; ``planned`` ones are about maintenance."""
    if planned:
        return Topic.MAINTENANCE
    return Topic.REPORTS if kind is MessageKind.REPORT else Topic.INCIDENTS


def is_wanted(choice: Choice, about: Occasion) -> bool:
    """Whether a subscriber with this choice is to get the message.

    While a message names no component or region, nobody can be left out for theirs: better one
    message too many than a customer who hears nothing.
    """
    return (
        not is_paused(choice, about.at)
        and meets_place(choice, about)
        and (not choice.topics or about.topic in choice.topics)
        and (about.severity is None or choice.min_severity <= about.severity)
    )


def is_paused(choice: Choice, at: datetime) -> bool:
    """Whether the subscriber wants to hear nothing at all at this moment."""
    return choice.paused_until is not None and choice.paused_until > at


def meets_place(choice: Choice, about: Occasion) -> bool:
    """Whether the message is about a component (or group) and a region that were chosen."""
    return _meets_components(choice, about) and _meets(choice.regions, about.regions)


def _meets_components(choice: Choice, about: Occasion) -> bool:
    if not about.components or not (choice.components or choice.groups):
        return True
    named = set(choice.components) & set(about.components)
    return bool(named or set(choice.groups) & set(about.groups))


def _meets(chosen: tuple[str, ...], hit: tuple[str, ...]) -> bool:
    return not chosen or not hit or not set(chosen).isdisjoint(hit)
