"""The review of one incident for machines. The shape is stable; new keys may be added.

    schema          "noroshi.review.incident/1"
    title, began_at, resolved_at, counted_from ("first_alert", "start", "declared")
    figures         first_update_s, largest_gap_s, largest_gap_lane, gaps_over_limit,
                    promises_kept, promises_due, duration_s, investigating_s, changing_s,
                    unnoticed_s, silent_for_s, reasons
    lanes           key, name, limit_s, internal, reasons, and gaps: since, until (kind and
                    number), start, end, length_s, is_gap, largest, reason
    promises        due_at, settled_at, state, late_by_s
    overrides       at, message, text, rule, rule_name, found, person, reason: texts that went out
                    although a guardrail blocked them

Lengths are whole seconds, moments ISO 8601 in UTC; null is "not known", never zero.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from noroshi.domain.review.figures import Figures, figures
from noroshi.domain.review.gaps import Gap, Point, gap_table
from noroshi.domain.timeline import Lane, OverrideMark, PromiseMark, Timeline

SCHEMA = "noroshi.review.incident/1"


def exported(timeline: Timeline) -> dict[str, object]:
    """The gap tables and figures of ``timeline``, ready for JSON."""
    begin = timeline.beginning
    return {
        "schema": SCHEMA,
        "title": timeline.title,
        "began_at": moment(None if begin is None else begin.at),
        "counted_from": None if begin is None else begin.kind,
        "resolved_at": moment(timeline.resolved_at),
        "figures": _figures(figures(timeline)),
        "lanes": [_lane(timeline, lane) for lane in timeline.lanes],
        "promises": [_promise(each) for each in timeline.promises],
        "overrides": [_override(each) for each in timeline.overrides],
    }


def seconds(span: timedelta | None) -> int | None:
    """Whole seconds, or null if not known."""
    return None if span is None else round(span.total_seconds())


def moment(at: datetime | None) -> str | None:
    """ISO 8601 with seconds, or null if not known."""
    return None if at is None else at.isoformat(timespec="seconds")


def _figures(found: Figures) -> dict[str, object]:
    largest = found.largest
    return {
        "first_update_s": seconds(found.first_update),
        "largest_gap_s": None if largest is None else seconds(largest.gap.length),
        "largest_gap_lane": None if largest is None else largest.lane_key,
        "gaps_over_limit": found.over_limit,
        "promises_kept": found.promises_kept,
        "promises_due": found.promises_due,
        "duration_s": seconds(found.duration),
        "investigating_s": seconds(found.investigating),
        "changing_s": seconds(found.changing),
        "unnoticed_s": seconds(found.unnoticed),
        "silent_for_s": seconds(found.silent_for),
        "reasons": list(found.reasons),
    }


def _lane(timeline: Timeline, lane: Lane) -> dict[str, object]:
    table = gap_table(timeline, lane)
    return {
        "key": lane.key,
        "name": lane.name,
        "limit_s": seconds(lane.limit),
        "internal": lane.is_internal,
        "reasons": list(table.reasons),
        "gaps": [_gap(gap) for gap in table.gaps],
    }


def _gap(gap: Gap) -> dict[str, object]:
    return {
        "since": _point(gap.since),
        "until": _point(gap.until),
        "start": moment(gap.start),
        "end": moment(gap.end),
        "length_s": seconds(gap.length),
        "is_gap": gap.is_gap,
        "largest": gap.largest,
        "reason": gap.reason,
    }


def _point(point: Point) -> dict[str, object]:
    return {"kind": point.kind, "number": point.number}


def _override(override: OverrideMark) -> dict[str, object]:
    return {
        "at": moment(override.at),
        "message": override.message_number,
        "text": override.text,
        "rule": override.code,
        "rule_name": override.rule,
        "found": override.found,
        "person": override.person,
        "reason": override.reason,
    }


def _promise(promise: PromiseMark) -> dict[str, object]:
    return {
        "due_at": moment(promise.due_at),
        "settled_at": moment(promise.settled_at),
        "state": promise.state,
        "late_by_s": seconds(promise.late_by),
    }
