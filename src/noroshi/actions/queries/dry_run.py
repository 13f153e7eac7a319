"""Who would get what, through which account, and what still stands in the way. Sends nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

from noroshi.actions.context import Context
from noroshi.actions.queries.approvals import standings_of
from noroshi.actions.queries.channels import by_provider
from noroshi.actions.queries.findings import blocks_in
from noroshi.actions.queries.plan import current_plan
from noroshi.actions.queries.provider_accounts import accounts
from noroshi.domain.approvals import State
from noroshi.domain.channel import Channel
from noroshi.domain.incident import Incident
from noroshi.domain.language import Localised
from noroshi.domain.message import Message, MessageState, Rendition
from noroshi.domain.plan.model import Plan, Role
from noroshi.domain.provider_account import Circuit
from noroshi.domain.reach import Group, LeftOut, why_left_out
from noroshi.kernel.errors import NotFound
from noroshi.storage import incidents, messages, reach, stopping_view
from noroshi.storage.reach import One


@dataclass(frozen=True, kw_only=True)
class Way:
    """An account that would take a part of the copies; ``share`` in percent."""

    name: str
    share: int
    rate_per_second: float | None
    is_down: bool = False


@dataclass(frozen=True, kw_only=True)
class Reached:
    """The people that one text would go to."""

    text: Rendition
    people: int


@dataclass(frozen=True, kw_only=True)
class Missed:
    """People of the audience who would get nothing, and why."""

    language: str
    reason: str
    why: Localised
    people: int


@dataclass(frozen=True, kw_only=True)
class Outlet:
    """One audience on one channel. ``takes`` is None when nobody can tell."""

    audience: str
    channel: Channel
    reached: tuple[Reached, ...]
    missed: tuple[Missed, ...]
    ways: tuple[Way, ...]

    @property
    def people(self) -> int:
        """Everybody who would get a copy."""
        return sum(each.people for each in self.reached)

    @property
    def takes(self) -> timedelta | None:
        """How long the accounts need at their limits; None where one of them has none."""
        rates = [way.rate_per_second for way in self.ways if not way.is_down]
        limits = [rate for rate in rates if rate]
        if not limits or len(limits) < len(rates):
            return None
        return timedelta(seconds=self.people / sum(limits))


@dataclass(frozen=True, kw_only=True)
class Obstacle:
    """What still has to happen before it can go out."""

    kind: str  # blocked, approval or account
    text: Rendition | None = None
    roles: tuple[Role, ...] = ()
    reason: Localised | None = None
    channel: Channel | None = None


@dataclass(frozen=True, kw_only=True)
class DryRun:
    """What would happen if the message were published now."""

    incident: Incident
    message: Message
    outlets: tuple[Outlet, ...]
    obstacles: tuple[Obstacle, ...]

    @property
    def people(self) -> int:
        """Copies in all."""
        return sum(outlet.people for outlet in self.outlets)


@dataclass(frozen=True, kw_only=True)
class ForOne:
    """What one subscription of a person would get: a text, or a reason."""

    who: One
    text: Rendition | None
    why: Localised | None


def dry_run(context: Context, number: int, *, message: int | None = None) -> DryRun:
    """Who would get the message that is being worked on, or the one of that number.

    Raises:
        NotFound: there is no such incident, or no such message.
    """
    plan, incident = current_plan(), incidents.get(number)
    wanted = _message(number, message)
    texts = _texts(plan, wanted)
    outlets = tuple(_outlets(context, incident, wanted, texts))
    return DryRun(
        incident=incident,
        message=wanted,
        outlets=outlets,
        obstacles=tuple(_obstacles(plan, incident, wanted, outlets)),
    )


def for_one(number: int, address: str, *, message: int | None = None) -> list[ForOne]:
    """What a person would get, by each of their subscriptions; empty for a stranger.

    Raises:
        NotFound: there is no such incident, or no such message.
    """
    incident, wanted = incidents.get(number), _message(number, message)
    texts = {t.key: t for t in messages.renditions(wanted.id)}
    return [
        _for_one(wanted, one, list(texts.values()))
        for one in reach.of_address(address, incident.scope)
    ]


def _message(number: int, wanted: int | None) -> Message:
    of_incident = messages.of_incident(number)
    if wanted is None:
        found = messages.in_work(number)
        if found:
            return found
        raise NotFound(
            "No update is being written, so there is nothing to send.",
            way_out="Begin one, or name a message that is out with --message.",
        )
    for each in of_incident:
        if each.number == wanted:
            return each
    raise NotFound("There is no such message.", way_out="See “noroshi incident show”.")


def _texts(plan: Plan, message: Message) -> list[Rendition]:
    channels = by_provider()
    found = [t for t in messages.renditions(message.id) if t.key.channel in channels]
    order = {audience.key: -audience.priority for audience in plan.audiences}
    return sorted(
        found, key=lambda t: (order.get(t.key.audience, 0), t.key.audience, t.key.channel, t.id)
    )


def _outlets(
    context: Context, incident: Incident, message: Message, texts: Sequence[Rendition]
) -> Iterator[Outlet]:
    for (audience, channel), same in groupby(texts, key=lambda t: (t.key.audience, t.key.channel)):
        by_language = {text.key.language: text for text in same}
        groups = reach.groups(channel, audience, incident.scope)
        if message.corrects is not None:
            groups = _of_correction(message.corrects, audience, channel)
        yield Outlet(
            audience=audience,
            channel=channel,
            reached=tuple(
                Reached(text=text, people=_count(groups, language))
                for language, text in by_language.items()
            ),
            missed=tuple(_missed(groups, set(by_language))),
            ways=tuple(_ways(context, channel)),
        )


def _of_correction(wrong: int, audience: str, channel: Channel) -> list[Group]:
    """A correction goes to those who have, or may have, the wrong text."""
    return [
        Group(
            language=text.key.language,
            left_out="",
            count=stopping_view.may_have_it(text.id),
        )
        for text in messages.renditions(wrong)
        if (text.key.audience, text.key.channel) == (audience, channel)
    ]


def _count(groups: Sequence[Group], language: str) -> int:
    return sum(g.count for g in groups if g.language == language and not g.left_out)


def _missed(groups: Sequence[Group], spoken: set[str]) -> Iterator[Missed]:
    for group in groups:
        reason = group.left_out
        if not reason and group.language not in spoken:
            reason = LeftOut.NO_TEXT
        if reason:
            yield Missed(
                language=group.language,
                reason=reason,
                why=why_left_out(reason),
                people=group.count,
            )


def _ways(context: Context, channel: Channel) -> Iterator[Way]:
    for one in accounts(context):
        if one.account.enabled and one.account.channel is channel:
            yield Way(
                name=one.account.name,
                share=one.share,
                rate_per_second=one.account.rate_per_second,
                is_down=one.candidate.standing.circuit is not Circuit.CLOSED,
            )


def _obstacles(
    plan: Plan, incident: Incident, message: Message, outlets: Sequence[Outlet]
) -> Iterator[Obstacle]:
    for outlet in outlets:
        if outlet.people and not any(not way.is_down for way in outlet.ways):
            yield Obstacle(kind="account", channel=outlet.channel)
    if message.state is MessageState.PUBLISHED:
        return
    blocked = blocks_in(plan, incident, message)
    for text, standing in standings_of(plan, incident, message):
        for finding in blocked.get(text.id, ())[:1]:
            yield Obstacle(kind="blocked", text=text, reason=finding.reason)
        if standing.state is not State.APPROVED:
            yield Obstacle(kind="approval", text=text, roles=standing.missing)


def _for_one(message: Message, one: One, texts: Sequence[Rendition]) -> ForOne:
    if one.left_out:
        return ForOne(who=one, text=None, why=why_left_out(one.left_out))
    for text in texts:
        if (text.key.channel, text.key.audience, text.key.language) == (
            one.channel, one.audience, one.language,
        ):  # fmt: skip
            if message.corrects is not None and not _has_it(message.corrects, text, one.id):
                return ForOne(who=one, text=None, why=_NEVER_GOT_IT)
            return ForOne(who=one, text=text, why=None)
    return ForOne(who=one, text=None, why=why_left_out(LeftOut.NO_TEXT))


def _has_it(wrong: int, text: Rendition, subscriber: int) -> bool:
    return any(
        stopping_view.has_it(each.id, subscriber)
        for each in messages.renditions(wrong)
        if each.key == text.key
    )


_NEVER_GOT_IT: Localised = {
    "en": "A correction goes only to those who got the wrong text.",
    "ja": "訂正は、誤った文面が届いた宛先だけに送信します。",
}
