"""``noroshi audit``: what is not as it should be, and whether anybody looks."""

from __future__ import annotations

from datetime import UTC
from typing import Annotated

import typer

from noroshi.cli import show
from noroshi.cli.desk import Json, Lang, language, opened


def add_audit(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(audit)


def audit(
    ctx: typer.Context,
    *,
    now: Annotated[bool, typer.Option("--now", help="Look now, not only read.")] = False,
    lang: Lang = "",
    as_json: Json = False,
) -> None:
    """Say whether everybody is accounted for. Exit code 1 while something is wrong."""
    context = opened(ctx)
    from noroshi.actions.queries.audit import auditing
    from noroshi.actions.run_audit import run_audit

    if now:
        run_audit(context)
    found = auditing(context, language(lang), recent=0)
    if as_json:
        show.document(
            {
                "last_run": found.last.at if found.last else None,
                "took_ms": found.last.took_ms if found.last else None,
                "findings": [
                    {
                        "kind": said.kind,
                        "about": said.about,
                        "level": "warning" if said.is_warning else "wrong",
                        "since": said.since,
                        "found": said.found,
                        "way_out": said.way_out,
                    }
                    for said in found.open
                ],
            }
        )
    else:
        for said in found.open:
            mark = "warning" if said.is_warning else "WRONG  "
            show.line(f"{mark}  {said.found} {said.way_out}")
        if found.last:
            looked = found.last.notes.get("looked_at", {})
            people, deliveries = looked.get("people", 0), looked.get("dispatches", 0)
            show.line(
                f"Last look {show.at(found.last.at, UTC)} UTC: {people:,} copies in {deliveries:,} "
                f"deliveries, in {found.last.took_ms:,} ms."
            )
        else:
            show.line("The auditor has not looked yet.")
    if found.wrong:
        raise typer.Exit(1)
