"""``noroshi events``: read the log, and check that nobody has altered it."""

from __future__ import annotations

from typing import Annotated

import typer

from noroshi.cli import show
from noroshi.cli.desk import Json, Lang, group, language, opened
from noroshi.cli.incident import zone_of

app = group("The event log: read it, check that nobody has altered it.")


@app.command()
def verify(ctx: typer.Context, *, lang: Lang = "", as_json: Json = False) -> None:
    """Check the chain of the whole log. Exit code 1 when an entry was altered."""
    opened(ctx)
    from noroshi.actions.queries.log import chain
    from noroshi.domain.events import Intact

    found = chain()
    if isinstance(found, Intact):
        if as_json:
            show.document({"intact": True, "count": found.count, "head": found.head})
        else:
            show.line(f"{found.count:,} entries, none altered. Head: {found.head}")
        return
    if as_json:
        show.document({"intact": False, "at": found.at, "reason": dict(found.reason)})
    else:
        show.line(f"Entry {found.at}: {found.reason[language(lang)]}")
    raise typer.Exit(1)


@app.command()
def tail(
    ctx: typer.Context,
    *,
    count: Annotated[int, typer.Option("-n", min=1, max=10_000, help="How many.")] = 20,
    incident: Annotated[int, typer.Option(min=0, help="Only those of one incident.")] = 0,
    lang: Lang = "",
    as_json: Json = False,
) -> None:
    """Show the newest entries, oldest first."""
    opened(ctx)
    from noroshi.actions.queries.log import sentences_of
    from noroshi.storage import events

    found = events.of_incident(incident, limit=count) if incident else events.latest(count)[::-1]
    if as_json:
        show.document(
            [
                {
                    "id": event.id,
                    "at": event.at,
                    "kind": event.kind,
                    "actor": event.actor,
                    "incident": event.incident_number,
                    "data": dict(event.data),
                }
                for event in found
            ]
        )
        return
    wanted = language(lang)
    zone = zone_of(wanted)
    for line in sentences_of(found, language=wanted, zone=zone):
        event = line.event
        number = f"#{event.incident_number}" if event.incident_number else ""
        show.line(f"{show.at(event.at, zone)}  {number:5} {line.said}")
