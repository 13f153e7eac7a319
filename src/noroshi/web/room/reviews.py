"""The review of the communication: the picture, the figures, the gap table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from noroshi.actions.queries import review as query
from noroshi.actions.queries.heard import heard
from noroshi.actions.queries.room import head
from noroshi.domain.plan import select
from noroshi.domain.review.export import exported
from noroshi.domain.review.figures import Figures, figures
from noroshi.domain.review.overrides import COLUMNS, HEADING, override_lines
from noroshi.domain.review.picture import picture
from noroshi.domain.review.rows import BAR, GapRow, gap_rows
from noroshi.domain.review.words import WORDS
from noroshi.domain.timeline import Lane, Timeline
from noroshi.storage import reports
from noroshi.web.access import signed_in
from noroshi.web.reader import language, zone
from noroshi.web.services import context


@dataclass(frozen=True, kw_only=True)
class LaneTable:
    """The gap table of one lane."""

    lane: Lane
    rows: tuple[GapRow, ...]
    limit: str
    is_measured: bool


@signed_in
@never_cache
@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    """Every incident, with how well it was talked about."""
    shown = {"here": "reviews", "reviewed": query.reviews(context(), language=language())}
    return render(request, "reviews/list.html", shown)


@signed_in
@never_cache
@require_safe
def review(request: HttpRequest, number: int) -> HttpResponse:
    """One incident: where the silence was, and whether promises were kept."""
    above = head(number)
    timeline = query.timeline(context(), number, language=language())
    words = WORDS[language()]
    found = figures(timeline)
    stored = reports.get(number)
    shown = {
        "here": "reviews",
        "head": above,
        "incident": above.incident,
        "timeline": timeline,
        "picture": mark_safe(picture(timeline, words, zone())),  # noqa: S308 - escaped by svg
        "figures": found,
        "largest": _split(found.largest.gap.length) if found.largest else None,
        "largest_lane": _lane_name(timeline, found),
        "first": _split(found.first_update) if found.first_update is not None else None,
        "target": select.severity(above.plan, above.incident.severity).first_update_within,
        "missed": [promise for promise in timeline.promises if promise.state == "missed"],
        "tables": _tables(timeline),
        "bar": BAR,
        "overrides": override_lines(timeline, language(), zone()),
        "overrides_heading": HEADING[language()],
        "overrides_columns": COLUMNS[language()],
        "report_at": stored.published_at if stored else None,
        "heard": heard(number),
    }
    return render(request, "reviews/review.html", shown)


@signed_in
@never_cache
@require_safe
def as_json(request: HttpRequest, number: int) -> JsonResponse:  # noqa: ARG001
    """The same for machines."""
    return JsonResponse(exported(query.timeline(context(), number, language="en")))


def _tables(timeline: Timeline) -> tuple[LaneTable, ...]:
    words = WORDS[language()]
    tables = (
        LaneTable(
            lane=lane,
            rows=gap_rows(timeline, lane, words, zone()),
            limit=words.length(lane.limit) if lane.limit else "",
            is_measured=lane.limit is not None and not lane.is_internal,
        )
        for lane in timeline.lanes
    )
    return tuple(table for table in tables if table.rows and table.lane.spoken)


def _lane_name(timeline: Timeline, found: Figures) -> str:
    names = {lane.key: lane.name for lane in timeline.lanes}
    return names.get(found.largest.lane_key, "") if found.largest else ""


def _split(length: timedelta) -> list[tuple[str, str]]:
    """A length as large figures and small units: [("1", "h"), ("2", "min")]."""
    units = WORDS[language()].units
    said = units.length(length)
    pairs: list[tuple[str, str]] = []
    figure, unit = "", ""
    for char in f"{said} ":
        if char.isdigit():
            if unit.strip():
                pairs.append((figure, unit.strip()))
                figure, unit = "", ""
            figure += char
        else:
            unit += char
    return [*pairs, (figure, unit.strip())]
