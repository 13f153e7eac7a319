"""A measured history for machines. The shape is stable; new keys may be added.

    schema          "noroshi.review.history/1"
    page            names of the status pages read
    limit_s         silence longer than this is a gap
    backfilled      "leave_out" or "count": what was done with incidents written afterwards
    incidents, updates          all that were read
    left_out        how many incidents of each kind enter no figure: backfilled, maintenance
    overall         the figures (below) of the incidents that count
    by_year, by_impact          the same, by name
    per_incident    id, name, page, began_at, impact, status, updates, start, backfilled,
                    maintenance, left_out, first_update_s, largest_gap_s, gaps_over_limit
    notes           kind, count, detail: what was odd and survived
    unreadable      place, reason: incidents that could not be read

Figures: incidents, updates, single_update, single_update_share, with_gap, with_gap_share, and
first_update and largest_gap, each with count (of incidents measured), median_s, p90_s, max_s.
Shares are between 0 and 1: single_update of all incidents, with_gap of those in
largest_gap.count. ``start`` says why first_update_s may be null: "missing", "stamped" by the
page with the first update's own time, or "after_first_update".
Lengths are whole seconds, moments ISO 8601 in UTC; null is "not known", never zero.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from noroshi.domain.review.export import moment, seconds
from noroshi.domain.review.overall import Group, Measured, Spread
from noroshi.domain.timeline import GAP_LIMIT
from noroshi.intake.histories.measure import Backfilled, measured_history
from noroshi.intake.histories.model import History, ImportedIncident

SCHEMA = "noroshi.review.history/1"


def exported(
    history: History, *, limit: timedelta = GAP_LIMIT, backfilled: Backfilled = "leave_out"
) -> dict[str, object]:
    """The figures of ``history``, ready for JSON."""
    found, total = measured_history(history, limit=limit, backfilled=backfilled)
    return {
        "schema": SCHEMA,
        "page": history.page_name,
        "limit_s": seconds(limit),
        "backfilled": backfilled,
        "incidents": total.incidents,
        "updates": total.updates,
        "left_out": {"backfilled": total.backfilled, "maintenance": total.maintenances},
        "overall": _group(total.everything),
        "by_year": _named(total.by_year),
        "by_impact": _named(total.by_impact),
        "per_incident": [
            _incident(incident, figures)
            for incident, figures in zip(history.incidents, found, strict=True)
        ],
        "notes": [
            {"kind": note.kind, "count": note.count, "detail": note.detail}
            for note in history.notes
        ],
        "unreadable": [{"place": each.place, "reason": each.reason} for each in history.unreadable],
    }


def _named(groups: Iterable[Group]) -> dict[str, object]:
    return {group.name: _group(group) for group in groups}


def _group(group: Group) -> dict[str, object]:
    return {
        "incidents": group.incidents,
        "updates": group.updates,
        "single_update": group.single_update,
        "single_update_share": _share(group.single_update_share),
        "with_gap": group.with_gap,
        "with_gap_share": _share(group.with_gap_share),
        "first_update": _spread(group.first_update),
        "largest_gap": _spread(group.largest_gap),
    }


def _spread(spread: Spread) -> dict[str, object]:
    return {
        "count": spread.count,
        "median_s": seconds(spread.median),
        "p90_s": seconds(spread.p90),
        "max_s": seconds(spread.maximum),
    }


def _share(share: float | None) -> float | None:
    return None if share is None else round(share, 4)


def _incident(incident: ImportedIncident, figures: Measured) -> dict[str, object]:
    return {
        "id": incident.id,
        "name": incident.name,
        "page": incident.page,
        "began_at": moment(incident.began),
        "impact": incident.impact,
        "status": incident.status,
        "updates": figures.updates,
        "start": incident.start,
        "backfilled": incident.is_backfilled,
        "maintenance": incident.is_maintenance,
        "left_out": figures.left_out,
        "first_update_s": seconds(figures.first_update),
        "largest_gap_s": seconds(figures.largest_gap),
        "gaps_over_limit": figures.over_limit,
    }
