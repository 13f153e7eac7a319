"""By the clock: states whose time is over, and what alerts say about components."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from noroshi.actions.change_holds import Entry, change_holds
from noroshi.actions.context import SYSTEM, Context
from noroshi.actions.queries.plan import plan_or_none
from noroshi.actions.set_component import regions_of
from noroshi.domain.events import EventKind
from noroshi.domain.holds import Hold, Origin, Standing
from noroshi.domain.plan.model import Plan
from noroshi.domain.plan.watching import Show, SignalRule
from noroshi.domain.signal_states import Firing, burning_since, fits
from noroshi.domain.signal_states import regions_of as regions_hit
from noroshi.storage import events, holds, signals
from noroshi.storage.unit_of_work import unit_of_work

_LOOKED_BACK = timedelta(days=2)
_OVER = {"en": "its time is over", "ja": "設定した期限に到達"}
_GONE = {"en": "no longer in the plan", "ja": "プランから削除"}
_SILENT = {"en": "the alerts have ended", "ja": "アラートが終了"}


def watch_components(context: Context) -> None:
    """Look once. Each change is one transaction, and happens once however often this is called."""
    now = context.clock.now()
    for hold in holds.due(now):
        _end(context, [hold], _OVER)
    plan = plan_or_none()
    if plan is None:
        return
    known = {rule.key for rule in plan.component_signals}
    held = [hold for hold in holds.everything() if hold.origin is Origin.SIGNAL]
    for hold in held:
        if hold.source not in known:
            _end(context, [hold], _GONE)
    if plan.component_signals:
        firings = _firings(now)
        for rule in plan.component_signals:
            _follow(context, plan, rule, firings)


def _firings(now: datetime) -> list[Firing]:
    return [
        Firing(labels=labels, start=start, end=end)
        for labels, start, end in signals.fired_since(now - _LOOKED_BACK)
    ]


def _follow(context: Context, plan: Plan, rule: SignalRule, firings: Sequence[Firing]) -> None:
    fires = _fires(plan, rule, firings)
    now = context.clock.now()
    if not any(_changes(rule, fires, now=now)):
        return
    with unit_of_work():
        events.take_turn()
        ended, begun = _changes(rule, fires, now=now)
        change_holds(context, _released(_SILENT), drop=ended)
        noticed = Entry(
            kind=EventKind.COMPONENT_NOTICED, actor=SYSTEM.person, more={"source": rule.key}
        )
        change_holds(context, noticed, put=begun)


def _fires(
    plan: Plan, rule: SignalRule, firings: Sequence[Firing]
) -> Mapping[str, Sequence[Firing]]:
    """The alerts that the rule is about, by region."""
    everywhere = regions_of(plan, rule.component, rule.regions)
    fitting = [
        (f, regions_hit(rule, f.labels, everywhere)) for f in firings if fits(rule, f.labels)
    ]
    return {region: [f for f, hit in fitting if region in hit] for region in everywhere}


def _changes(
    rule: SignalRule, fires: Mapping[str, Sequence[Firing]], *, now: datetime
) -> tuple[list[Hold], list[Hold]]:
    """The holds that end now, and those that begin."""
    held = {hold.region: hold for hold in holds.of_source(Origin.SIGNAL, rule.key)}
    since = {
        region: burning_since(fire, rule, now=now, is_held=region in held)
        for region, fire in fires.items()
    }
    ended = [hold for region, hold in held.items() if since.get(region) is None]
    begun = [
        _hold(rule, region, at)
        for region, at in since.items()
        if at is not None and region not in held
    ]
    return ended, begun


def _hold(rule: SignalRule, region: str, since: datetime) -> Hold:
    return Hold(
        component=rule.component,
        region=region,
        origin=Origin.SIGNAL,
        source=rule.key,
        status=rule.status,
        standing=Standing.SHOWN if rule.show is Show.AT_ONCE else Standing.PROPOSED,
        since=since,
    )


def _end(context: Context, ended: Sequence[Hold], reason: dict[str, str]) -> None:
    with unit_of_work():
        events.take_turn()
        still = {hold.id for hold in holds.everything()}
        change_holds(context, _released(reason), drop=[hold for hold in ended if hold.id in still])


def _released(reason: dict[str, str]) -> Entry:
    return Entry(kind=EventKind.COMPONENT_RELEASED, actor=SYSTEM.person, reason=reason)
