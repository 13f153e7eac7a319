"""When alerts put a component into a state: pure, from the times at which they fired."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from fnmatch import fnmatchcase

from noroshi.domain.plan.watching import SignalRule
from noroshi.domain.watched import Period, union


@dataclass(frozen=True, kw_only=True)
class Firing:
    """One alert: its labels, and when we heard that it began and that it ended (None: not yet)."""

    labels: Mapping[str, str]
    start: datetime
    end: datetime | None


def fits(rule: SignalRule, labels: Mapping[str, str]) -> bool:
    """Whether every label of the rule has the wished text; a label that is missing never fits."""
    return bool(rule.match) and all(
        name in labels and fnmatchcase(labels[name], wanted) for name, wanted in rule.match.items()
    )


def regions_of(
    rule: SignalRule, labels: Mapping[str, str], everywhere: Iterable[str]
) -> tuple[str, ...]:
    """Where the alert counts: where its label says, if that is a region of the rule, else in all."""
    all_of_rule = rule.regions or tuple(everywhere)
    named = labels.get(rule.region_label, "") if rule.region_label else ""
    return (named,) if named in all_of_rule else all_of_rule


def burning_since(
    firings: Iterable[Firing], rule: SignalRule, *, now: datetime, is_held: bool
) -> datetime | None:
    """Since when the rule's alerts burn; None if they do not, or not for long enough.

    Turns with less than ``recover_after`` between them are one fire. It counts once the alerts
    have fired for ``after`` altogether, and, once it ``is_held``, until they have been silent
    for ``recover_after``.
    """
    times = union(Period(start=f.start, end=min(f.end or now, now)) for f in firings)
    fire = _last_fire(times, rule.recover_after)
    if not fire or now - fire[-1].end >= rule.recover_after:
        return None
    fired = sum((turn.end - turn.start for turn in fire), timedelta(0))
    return fire[0].start if is_held or fired >= rule.after else None


def _last_fire(times: tuple[Period, ...], silence: timedelta) -> list[Period]:
    fire: list[Period] = []
    for turn in times:
        if fire and turn.start - fire[-1].end >= silence:
            fire = []
        fire.append(turn)
    return fire
