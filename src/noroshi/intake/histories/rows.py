"""A measured history as rows and sentences for people. Every cell is plain text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from noroshi.domain.review.overall import Group, Measured, Overall
from noroshi.domain.timeline import GAP_LIMIT
from noroshi.intake.histories.measure import Backfilled, measured_history
from noroshi.intake.histories.model import History
from noroshi.intake.histories.words import HistoryWords

Row = tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Table:
    """Rows under columns."""

    columns: Row
    rows: tuple[Row, ...]


@dataclass(frozen=True, kw_only=True)
class Report:
    """What is printed of a history: sentences, the figures in groups, the single incidents."""

    sentences: tuple[str, ...]
    groups: Table
    incidents: Table
    unreadable: tuple[str, ...]


def report(
    history: History,
    words: HistoryWords,
    *,
    limit: timedelta = GAP_LIMIT,
    backfilled: Backfilled = "leave_out",
) -> Report:
    """The figures of ``history`` in ``words``; incidents in the history's order."""
    found, total = measured_history(history, limit=limit, backfilled=backfilled)
    return Report(
        sentences=tuple(_sentences(history, total, words, limit)),
        groups=Table(columns=words.group_columns, rows=tuple(_group_rows(total, words))),
        incidents=Table(
            columns=words.incident_columns,
            rows=tuple(_incident_row(each, words) for each in found),
        ),
        unreadable=tuple(
            f"{each.place}: {words.unreadable[each.reason]}" for each in history.unreadable
        ),
    )


def _sentences(
    history: History, total: Overall, words: HistoryWords, limit: timedelta
) -> Iterable[str]:
    yield words.read.format(
        page=history.page_name or words.unnamed_page,
        incidents=total.incidents,
        updates=total.updates,
        limit=words.picture.length(limit),
    )
    if total.backfilled or total.maintenances:
        yield words.counted_backfilled.format(
            backfilled=total.backfilled, maintenance=total.maintenances
        )
    yield from _first_update(total.everything, words)
    for note in history.notes:
        yield words.notes[note.kind].format(count=note.count, detail=note.detail)


def _first_update(everything: Group, words: HistoryWords) -> Iterable[str]:
    known = everything.first_update.count
    if everything.incidents and not known:
        yield words.no_first_update
    elif known < everything.incidents:
        yield words.some_first_update.format(known=known, incidents=everything.incidents)


def _group_rows(total: Overall, words: HistoryWords) -> Iterable[Row]:
    yield _group_row(words.everything, total.everything, words)
    for group in total.by_year:
        yield _group_row(group.name, group, words)
    for group in total.by_impact:
        yield _group_row(words.impacts.get(group.name, group.name), group, words)


def _group_row(name: str, group: Group, words: HistoryWords) -> Row:
    return (
        name,
        str(group.incidents),
        str(group.updates),
        _share(group.single_update_share, words),
        _share(group.with_gap_share, words),
        _length(group.largest_gap.median, words),
        _length(group.largest_gap.p90, words),
        _length(group.largest_gap.maximum, words),
        _length(group.first_update.median, words),
    )


def _incident_row(found: Measured, words: HistoryWords) -> Row:
    return (
        f"{found.began:%Y-%m-%d %H:%M}",
        found.title,
        words.impacts.get(found.impact, found.impact),
        str(found.updates),
        _length(found.first_update, words),
        _length(found.largest_gap, words),
        words.not_known if found.largest_gap is None else str(found.over_limit),
        "" if found.left_out is None else words.left_out[found.left_out],
    )


def _length(span: timedelta | None, words: HistoryWords) -> str:
    return words.not_known if span is None else words.picture.length(span)


def _share(share: float | None, words: HistoryWords) -> str:
    return words.not_known if share is None else f"{share:.0%}"
