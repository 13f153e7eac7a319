"""Write down what a target of a page shows, and tell people when that turns bad or good."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from noroshi.actions.context import SYSTEM, Context
from noroshi.actions.queries.targets import PlacedTarget
from noroshi.domain.events import EventKind
from noroshi.domain.publication import TargetStanding, TargetState
from noroshi.storage import events, page_targets
from noroshi.storage.unit_of_work import unit_of_work

_GOOD: Final = frozenset({TargetState.VERIFIED, TargetState.EMERGENCY})


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What was found. ``version`` is the one that was tried, ``by_others`` a newer one, if any."""

    state: TargetState
    version: int
    failure: str = ""
    by_others: int | None = None


def record_target(context: Context, target: PlacedTarget, shown: Shown) -> None:
    """Keep it; the log tells of every change from good to bad and back.

    A late answer about an older version changes nothing of what a newer one has shown.
    """
    with unit_of_work():
        before = page_targets.locked(*target.lane) or TargetStanding(
            page=target.page, target=target.name, kind=target.kind
        )
        if before.version is not None and before.version > shown.version:
            return
        after = _after(before, target, shown, context)
        page_targets.note(after)
        if before.is_live != after.is_live:
            _tell(context, after)


def _after(
    before: TargetStanding, target: PlacedTarget, shown: Shown, context: Context
) -> TargetStanding:
    now = context.clock.now()
    good = shown.state in _GOOD
    done = shown.state is TargetState.VERIFIED
    return replace(
        before,
        kind=target.kind,
        state=shown.state,
        version=shown.version if done else before.version,
        verified_at=now if done else before.verified_at,
        checked_at=now,
        failing_since=None if good else before.failing_since or now,
        failure="" if done else shown.failure,
        shown=shown.by_others,
    )


def _tell(context: Context, after: TargetStanding) -> None:
    data = {"page": after.page, "target": after.target}
    if not after.is_live:
        data["reason"] = after.failure
    events.append(
        at=context.clock.now(),
        kind=EventKind.PAGE_TARGET_UP if after.is_live else EventKind.PAGE_TARGET_DOWN,
        actor=SYSTEM.person,
        data=data,
    )


def record_tampering(context: Context, target: PlacedTarget, wrong: list[str]) -> None:
    """Somebody else changed files that were right: that is told each time it is found."""
    with unit_of_work():
        events.append(
            at=context.clock.now(),
            kind=EventKind.PAGE_CHANGED_ELSEWHERE,
            actor=SYSTEM.person,
            data={
                "page": target.page,
                "target": target.name,
                "files": len(wrong),
                "path": wrong[0],
            },
        )
