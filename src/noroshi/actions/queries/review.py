"""How an incident was talked about: from stored messages to the timeline that the review draws."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from noroshi.actions.context import Context
from noroshi.actions.queries.outlets import text_name
from noroshi.actions.queries.people import names
from noroshi.actions.queries.plan import current_plan
from noroshi.domain.channel import BY_HAND, NAMES, Channel
from noroshi.domain.guardrails.catalogue import CATALOGUE
from noroshi.domain.incident import Fact, Incident, IncidentState, Stage
from noroshi.domain.language import pick
from noroshi.domain.message import Message, MessageKind, MessageState, Rendition
from noroshi.domain.plan import select
from noroshi.domain.plan.model import CadenceRule, Outlet, Plan
from noroshi.domain.plan.readers import own_page
from noroshi.domain.review.figures import Figures, figures
from noroshi.domain.timeline import (
    GAP_LIMIT,
    Dot,
    DotKind,
    Lane,
    OverrideMark,
    PromiseMark,
    Timeline,
)
from noroshi.storage import (
    incidents,
    ledger,
    messages,
    overrides,
    pages,
    postings,
    promises,
    signals,
)


@dataclass(frozen=True, kw_only=True)
class Reviewed:
    """An incident in the list of reviews, with its figures."""

    incident: Incident
    figures: Figures


@dataclass(frozen=True, kw_only=True)
class _Said:
    """A published message and where it went."""

    message: Message
    at: datetime
    texts: Sequence[Rendition]
    recipients: dict[int, int]
    posted: dict[int, datetime]  # by hand: when somebody said so


def reviews(context: Context, *, language: str) -> tuple[Reviewed, ...]:
    """Every incident that was open once, newest first, with its figures as they stand now.

    One that was entered afterwards is left out: nobody was told of it while it lasted.
    """
    shown = incidents.listing([IncidentState.OPEN, IncidentState.RESOLVED])
    return tuple(
        Reviewed(
            incident=incident,
            figures=figures(timeline_of(context, incident, language=language)),
        )
        for incident in shown
        if incident.entered_at is None
    )


def timeline(context: Context, number: int, *, language: str) -> Timeline:
    """The communication of one incident as it is known now; names in ``language``.

    Raises:
        NotFound: there is no incident of that number.
    """
    return timeline_of(context, incidents.get(number), language=language)


def timeline_of(context: Context, incident: Incident, *, language: str) -> Timeline:
    """The same, of an incident that was read already."""
    plan = current_plan()
    said = _said(incident.number)
    alerts = [signal.started_at for signal in signals.of_incident(incident.number)]
    return Timeline(
        title=pick(incident.title, language),
        now=context.clock.now(),
        lanes=_lanes(plan, incident, said, language),
        promises=tuple(_promises(incident.number)),
        overrides=tuple(_overrides(plan, incident.number, language)),
        first_alert_at=min(alerts, default=None),
        started_at=_started_at(incident),
        declared_at=incident.declared_at,
        identified_at=next((s.at for s in said if s.message.stage is Stage.IDENTIFIED), None),
        resolved_at=incident.resolved_at,
    )


def _said(number: int) -> list[_Said]:
    posted = {p.rendition_id: p.posted_at for p in postings.of_incident(number) if p.posted_at}
    return [
        _Said(
            message=message,
            at=message.published_at,
            texts=messages.renditions(message.id),
            recipients={d.rendition_id: d.recipients for d in ledger.of_message(message.id)},
            posted=posted,
        )
        for message in messages.of_incident(number)
        if message.state is MessageState.PUBLISHED and message.published_at is not None
    ]


def _started_at(incident: Incident) -> datetime:
    """What people found out later goes before what was known at first."""
    fact = incidents.facts(incident.number).get("started_at", Fact(question="started_at"))
    try:
        told = datetime.fromisoformat(fact.values.get("*", ""))
    except ValueError:
        return incident.started_at
    return told if told.tzinfo else incident.started_at


def _promises(number: int) -> Iterable[PromiseMark]:
    for promise in promises.of_incident(number):
        yield PromiseMark(
            due_at=promise.due_at, state=promise.state.value, settled_at=promise.settled_at
        )


def _overrides(plan: Plan, number: int, language: str) -> Iterable[OverrideMark]:
    rules = {rule.code: pick(rule.name, language) for rule in CATALOGUE}
    found = overrides.used_in(number)
    known = names() if found else {}
    for used in found:
        override = used.override
        yield OverrideMark(
            at=override.at,
            message_number=used.message_number,
            text=text_name(plan, used.key, language=language),
            code=override.rule,
            rule=rules.get(override.rule, override.rule),
            found=override.found,
            person=known.get(override.person, override.person),
            reason=override.reason,
        )


def _lanes(
    plan: Plan, incident: Incident, said: Sequence[_Said], language: str
) -> tuple[Lane, ...]:
    spoke = [
        Outlet(audience=text.key.audience, channel=text.key.channel)
        for each in said
        for text in each.texts
    ]
    path = select.path(select.scenario(plan, incident.scenario), incident.severity)
    outlets = sorted({*path.outlets, *spoke}, key=lambda outlet: _rank(plan, outlet))
    return tuple(_lane(plan, outlet, said, language) for outlet in outlets)


def _rank(plan: Plan, outlet: Outlet) -> tuple[bool, int, int, str]:
    audience = select.audience(plan, outlet.audience)
    order = list(Channel).index(outlet.channel)
    return audience.internal, order, -audience.priority, outlet.audience


def _lane(plan: Plan, outlet: Outlet, said: Sequence[_Said], language: str) -> Lane:
    rule = select.cadence(plan, outlet.channel)
    internal = select.audience(plan, outlet.audience).internal
    on_page = outlet.channel is Channel.STATUS_PAGE
    limit = rule.every or (GAP_LIMIT if on_page else None)
    # One silence is one gap, however many pages were silent: the public one is measured.
    is_measured = not internal and not _has_own_page(plan, outlet)
    return Lane(
        key=f"{outlet.channel}.{outlet.audience}",
        name=_lane_name(plan, outlet, language),
        cadence_note=_cadence(plan, outlet, rule, limit, language=language),
        dots=tuple(_dots(outlet, said, internal=internal)),
        limit=limit if is_measured else None,
        internal=internal,
    )


def _dots(outlet: Outlet, said: Sequence[_Said], *, internal: bool) -> Iterable[Dot]:
    for each in said:
        texts = [
            text
            for text in each.texts
            if (text.key.audience, text.key.channel) == (outlet.audience, outlet.channel)
        ]
        at = _public_at(each, outlet.channel, texts)
        if texts and at:
            yield Dot(
                at=at,
                label=texts[0].subject or texts[0].body.partition("\n")[0],
                kind=_kind(each.message, internal=internal),
                message_number=each.message.number,
                count=_count(each, texts),
            )


def _public_at(said: _Said, channel: Channel, texts: Sequence[Rendition]) -> datetime | None:
    """On the page a message exists from the moment at which it was read back.

    Where a person posts, it exists when they said so, and not at all before.
    """
    sent = any(text.id in said.recipients for text in texts)
    if channel in BY_HAND and not sent:
        return min((said.posted[t.id] for t in texts if t.id in said.posted), default=None)
    if channel is not Channel.STATUS_PAGE:
        return said.at
    publication = pages.of_message(said.message.id)
    return publication.verified_at if publication and publication.verified_at else said.at


def _count(said: _Said, texts: Sequence[Rendition]) -> int | None:
    counts = [said.recipients[text.id] for text in texts if text.id in said.recipients]
    return sum(counts) if counts else None


def _kind(message: Message, *, internal: bool) -> DotKind:
    if message.kind is MessageKind.REPORT:
        return "report"
    if internal:
        return "internal"
    return "resolved" if message.stage is Stage.RESOLVED else "update"


def _lane_name(plan: Plan, outlet: Outlet, language: str) -> str:
    """Short, because it stands beside the picture: mail and closed pages are known by readers."""
    if outlet.channel is Channel.EMAIL or _has_own_page(plan, outlet):
        return pick(select.audience(plan, outlet.audience).name, language)
    return pick(NAMES[outlet.channel], language)


def _has_own_page(plan: Plan, outlet: Outlet) -> bool:
    return outlet.channel is Channel.STATUS_PAGE and own_page(plan, outlet.audience) is not None


def _cadence(
    plan: Plan, outlet: Outlet, rule: CadenceRule, limit: timedelta | None, *, language: str
) -> str:
    note = _note(rule, limit, language)
    if _has_own_page(plan, outlet):
        return f"専用ページ、{note}" if language == "ja" else f"own page, {note}"
    if outlet.channel is not Channel.EMAIL:
        return note
    return f"メール、{note}" if language == "ja" else f"e-mail, {note}"


def _note(rule: CadenceRule, limit: timedelta | None, language: str) -> str:
    minutes = timedelta(minutes=1)
    if limit is not None:
        n = limit // minutes
        return f"{n}分以内ごと" if language == "ja" else f"every {n} min"
    if rule.at_most_every is not None:
        n = rule.at_most_every // minutes
        return f"{n}分に1回まで" if language == "ja" else f"at most every {n} min"
    return "上限なし" if language == "ja" else "no limit"
