"""``noroshi review``: how an incident was talked about, and foreign histories measured alike."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from noroshi.cli import show
from noroshi.cli.desk import Json, Lang, Number, group, language, opened

if TYPE_CHECKING:
    from noroshi.intake.histories.rows import Report

app = group("The review: gaps, promises, figures.")

History = Annotated[
    Path, typer.Argument(help="JSON of Statuspage's API v2: a file, or a folder of files.")
]
Limit = Annotated[
    float, typer.Option(min=0.1, max=100_000, help="Longer silence than this is a gap.")
]


@app.command("show")
def show_one(ctx: typer.Context, *, number: Number, lang: Lang = "", as_json: Json = False) -> None:
    """Show the gap table and the figures of an incident."""
    context = opened(ctx)
    from noroshi.actions.queries.review import timeline
    from noroshi.cli.incident import zone_of
    from noroshi.cli.review_table import print_review
    from noroshi.domain.review.export import exported

    wanted = language(lang)
    found = timeline(context, number, language=wanted)
    if as_json:
        show.document({"incident": number, **exported(found)})
    else:
        print_review(found, wanted, zone_of(wanted))


@app.command("import")
def measure(
    *,
    path: History,
    limit_minutes: Limit = 30,
    count_backfilled: Annotated[
        bool, typer.Option(help="Count incidents that were written a day or more afterwards.")
    ] = False,
    incidents: Annotated[bool, typer.Option("--incidents", help="A row for each.")] = False,
    lang: Lang = "",
    as_json: Json = False,
) -> None:
    """Measure a Statuspage history with our rules. Needs no database and keeps nothing."""
    from noroshi.intake.histories import export, rows, statuspage
    from noroshi.intake.histories.measure import Backfilled
    from noroshi.intake.histories.words import WORDS

    wanted = language(lang)
    limit = timedelta(minutes=limit_minutes)
    backfilled: Backfilled = "count" if count_backfilled else "leave_out"
    history = statuspage.read(path)
    if as_json:
        show.document(export.exported(history, limit=limit, backfilled=backfilled))
        return
    report = rows.report(history, WORDS[wanted], limit=limit, backfilled=backfilled)
    _print(report, with_incidents=incidents)


def _print(report: Report, *, with_incidents: bool) -> None:
    for sentence in report.sentences:
        show.line(sentence)
    show.line()
    _table(report.groups.columns, report.groups.rows, words=1)
    if with_incidents:
        show.line()
        _table(report.incidents.columns, report.incidents.rows, words=3)
    for place in report.unreadable:
        show.remark(place)


def _table(columns: tuple[str, ...], rows: tuple[tuple[str, ...], ...], *, words: int) -> None:
    shown = [show.Column(title=title, number=index >= words) for index, title in enumerate(columns)]
    show.table(shown, rows)
