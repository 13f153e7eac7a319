"""Put, decide and end holds: one entry in the log, and new pages where customers see a change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from noroshi.actions.context import Context
from noroshi.actions.want_pages import want_pages
from noroshi.domain.events import EventKind
from noroshi.domain.holds import STATE_WORDS, Hold
from noroshi.domain.language import Localised
from noroshi.storage import events, holds, pages


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What the log says about it, beside the places and the state."""

    kind: EventKind
    actor: str
    reason: str | Localised = ""
    more: dict[str, object] = field(default_factory=dict)


def change_holds(
    context: Context, entry: Entry, *, put: Sequence[Hold] = (), drop: Sequence[Hold] = ()
) -> None:
    """Do it, in the caller's transaction. All holds are of one component and in one state."""
    now = context.clock.now()
    touched = [*put, *drop]
    if not touched:
        return
    first = touched[0]
    events.append(
        at=now,
        kind=entry.kind,
        actor=entry.actor,
        data={
            "components": [first.component],
            "regions": _regions(touched),
            "status": first.status,
            "state": dict(STATE_WORDS[first.status]),
            "reason": entry.reason,
            "until": put[0].until if put else None,
            **entry.more,
        },
    )
    before = pages.states()
    with pages.changing(now):
        holds.drop(drop)
        for hold in put:
            holds.put(hold)
    if pages.states() != before:
        want_pages(context, f"State of {first.component}")


def _regions(touched: Iterable[Hold]) -> list[str]:
    return sorted({hold.region for hold in touched})
