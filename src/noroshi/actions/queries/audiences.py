"""Who is reached, in numbers."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from noroshi.actions.queries.plan import plan_or_none
from noroshi.domain.channel import Channel
from noroshi.domain.plan.model import Audience
from noroshi.storage import subscribers
from noroshi.storage.subscribers import SubscriberState


@dataclass(frozen=True, kw_only=True)
class Reach:
    """The subscribers of an audience on one channel in one language, by state."""

    channel: Channel
    language: str
    confirmed: int
    pending: int
    unsubscribed: int


@dataclass(frozen=True, kw_only=True)
class AudienceReach:
    """An audience, and how many of it can be written to."""

    audience: Audience
    reaches: tuple[Reach, ...]

    @property
    def confirmed(self) -> int:
        """Those who will be written to."""
        return sum(reach.confirmed for reach in self.reaches)


def audiences() -> list[AudienceReach]:
    """Every audience of the plan; one without subscribers is shown too, since it needs some."""
    plan = plan_or_none()
    counted: dict[tuple[str, str, str], dict[str, int]] = defaultdict(dict)
    for row in subscribers.sizes():
        counted[row["audience"], row["channel"], row["language"]][row["state"]] = row["n"]
    known = plan.audiences if plan else ()
    return [_reach(audience, counted) for audience in known]


def _reach(
    audience: Audience, counted: dict[tuple[str, str, str], dict[str, int]]
) -> AudienceReach:
    reaches = tuple(
        Reach(
            channel=Channel(channel),
            language=language,
            confirmed=states.get(SubscriberState.CONFIRMED, 0),
            pending=states.get(SubscriberState.PENDING, 0),
            unsubscribed=states.get(SubscriberState.UNSUBSCRIBED, 0),
        )
        for (key, channel, language), states in sorted(counted.items())
        if key == audience.key
    )
    return AudienceReach(audience=audience, reaches=reaches)
