"""What may be done next with planned work: one main thing, and what else there is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from noroshi.actions.begin_maintenance import EARLY
from noroshi.actions.context import Actor
from noroshi.actions.queries.maintenance import Seen
from noroshi.domain.maintenance import WorkState
from noroshi.domain.permissions import Deed, allowed


@dataclass(frozen=True, kw_only=True)
class Steps:
    """``main`` is the primary button; the others are offered beside it."""

    main: str
    others: tuple[str, ...]


def steps_of(seen: Seen, actor: Actor, *, now: datetime) -> Steps:
    """The steps that this person may take now."""
    possible = [step for step in _possible(seen, now) if _may(actor, step, seen)]
    main = next((step for step in possible if step in _MAIN), "")
    return Steps(main=main, others=tuple(step for step in possible if step != main))


_MAIN = ("read", "ask", "announce", "begin", "end")
_DEEDS = {
    "announce": Deed.PUBLISH,
    "extend": Deed.PUBLISH,
    "ask": Deed.REQUEST_APPROVAL,
    "read": Deed.APPROVE,
    "update": Deed.DRAFT,
}


def _may(actor: Actor, step: str, seen: Seen) -> bool:
    deed = _DEEDS.get(step, Deed.DECLARE)
    if step in {"change", "cancel"} and seen.work.is_public:
        deed = Deed.PUBLISH
    return bool(allowed(actor.roles, deed))


def _possible(seen: Seen, now: datetime) -> list[str]:
    work, found = seen.work, []
    if work.is_under_way:
        found += ["end", *_under_way(work.state)]
    if seen.mine:
        found.append("read")
    if seen.drafts:
        found.append("ask")
    if work.state is WorkState.PLANNED and seen.announcement:
        found += ["announce"] if seen.announcement.state == "approved" else []
    if work.state is WorkState.SCHEDULED and _is_time(seen, now):
        found.insert(0, "begin")
    if work.state in {WorkState.PLANNED, WorkState.SCHEDULED}:
        found += ["change", "cancel"]
    if work.is_public and not work.is_over:
        found.append("update")
    return found


def _under_way(state: WorkState) -> list[str]:
    return ["resume" if state is WorkState.VERIFYING else "verify", "extend"]


def _is_time(seen: Seen, now: datetime) -> bool:
    window = seen.work.window
    return window.starts_at - EARLY <= now < window.ends_at
