"""A foreign history measured with the rules of our own review (V3, V7)."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from noroshi.domain.review.figures import figures
from noroshi.domain.review.overall import LeftOut, Measured, Overall, overall
from noroshi.domain.timeline import GAP_LIMIT, Dot, DotKind, Lane, Timeline
from noroshi.intake.histories.model import History, ImportedIncident, ImportedUpdate

LANE = "status_page"

Backfilled = Literal["leave_out", "count"]


def timeline(
    incident: ImportedIncident, *, lane_name: str, limit: timedelta = GAP_LIMIT
) -> Timeline:
    """The timeline of ``incident``: one lane, because a page's history tells of no other.

    A start that the page filled in by itself is left out: nobody knows it, and a first update
    after zero minutes would be praise for nothing.
    """
    dots = tuple(_dot(update, number) for number, update in enumerate(incident.updates, 1))
    identified = [update.at for update in incident.updates if update.status == "identified"]
    return Timeline(
        title=incident.name,
        now=incident.read_at,
        started_at=incident.started_at if incident.start == "known" else None,
        identified_at=identified[0] if identified else None,
        resolved_at=incident.resolved_at,
        lanes=(Lane(key=LANE, name=lane_name, dots=dots, limit=limit),),
    )


def measured(
    incident: ImportedIncident,
    *,
    limit: timedelta = GAP_LIMIT,
    backfilled: Backfilled = "leave_out",
) -> Measured:
    """The figures of one incident, and whether it enters those of the whole history."""
    found = figures(timeline(incident, lane_name=LANE, limit=limit))
    return Measured(
        key=incident.id,
        title=incident.name,
        began=incident.began,
        impact=incident.impact,
        updates=len(incident.updates),
        first_update=found.first_update,
        largest_gap=None if found.largest is None else found.largest.gap.length,
        over_limit=found.over_limit,
        left_out=_left_out(incident, backfilled),
    )


def measured_history(
    history: History, *, limit: timedelta = GAP_LIMIT, backfilled: Backfilled = "leave_out"
) -> tuple[list[Measured], Overall]:
    """Every incident measured, in the history's order, and the figures over all."""
    found = [measured(each, limit=limit, backfilled=backfilled) for each in history.incidents]
    return found, overall(found)


def _left_out(incident: ImportedIncident, backfilled: Backfilled) -> LeftOut | None:
    if incident.is_maintenance:
        return "maintenance"
    if incident.is_backfilled and backfilled == "leave_out":
        return "backfilled"
    return None


def _dot(update: ImportedUpdate, number: int) -> Dot:
    kinds: dict[str, DotKind] = {
        "resolved": "resolved",
        "completed": "resolved",
        "postmortem": "report",
    }
    kind = kinds.get(update.status, "update")
    return Dot(at=update.at, label=update.status, kind=kind, message_number=number)
