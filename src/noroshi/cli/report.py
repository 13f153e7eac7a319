"""``noroshi report``: the six parts of the final report (F1)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from noroshi.cli import given, show
from noroshi.cli.desk import As, Json, Lang, Number, acting, group, language, opened
from noroshi.kernel.errors import NotFound

app = group("The final report: six parts, within 24 hours.")


@app.command("show")
def show_one(ctx: typer.Context, *, number: Number, lang: Lang = "", as_json: Json = False) -> None:
    """Show the report as far as it is written, and which parts are empty."""
    opened(ctx)
    from noroshi.actions.queries.plan import current_plan
    from noroshi.domain.review.report import PARTS, empty_parts
    from noroshi.storage import incidents, reports

    incidents.get(number)
    stored = reports.get(number)
    sections = stored.sections if stored else {}
    missing = empty_parts(sections, current_plan().company.languages)
    if as_json:
        show.document(
            {
                "sections": {key: dict(parts) for key, parts in sections.items()},
                "version": stored.version if stored else 0,
                "published_at": stored.published_at if stored else None,
                "empty": [{"language": e.language, "part": e.part} for e in missing],
            }
        )
        return
    wanted = language(lang)
    for part, heading in PARTS.items():
        show.line(f"## {heading[wanted]}  ({part})")
        show.line(sections.get(wanted, {}).get(part, "").strip() or "–")
        show.line()
    for empty in missing:
        show.line(f"Empty: {empty.part} ({empty.language})")


@app.command()
def edit(
    ctx: typer.Context,
    *,
    number: Number,
    part: Annotated[str, typer.Argument(help="Which of the six parts; see “show”.")],
    in_language: Annotated[str, typer.Option("--language", help="The language of the text.")],
    file: Annotated[Path, typer.Option(help="A file with the text; - reads standard input.")],
    person: As = "",
) -> None:
    """Write one part in one language."""
    desk = acting(ctx, person)
    from noroshi.actions.edit_report import edit_report
    from noroshi.storage import reports

    before = reports.get(number)
    sections = {key: dict(parts) for key, parts in before.sections.items()} if before else {}
    sections.setdefault(in_language, {})[part] = given.content(file)
    version = before.version if before else 0
    stored = edit_report(desk.context, desk.actor, number, sections=sections, version=version)
    show.line(f"{part} ({in_language}) is kept, version {stored.version} of the report.")


@app.command()
def draft(ctx: typer.Context, *, number: Number, person: As = "") -> None:
    """Make a message of the six parts, which is approved and published like every other."""
    desk = acting(ctx, person)
    from noroshi.actions.draft_report import draft_report
    from noroshi.storage import reports

    if reports.get(number) is None:
        raise NotFound(
            f"Nobody has begun the report of incident {number}.",
            way_out=f"Write a part with “noroshi report edit {number} PART”.",
        )
    message = draft_report(desk.context, desk.actor, number)
    show.line(f"The report is drafted as message {message.number} of incident {number}.")
